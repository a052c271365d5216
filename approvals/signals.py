"""News about requests, sent inside the transaction so that a failing receiver rolls it back.

request_returned: `request`, `by`, `at` (aware).
request_withdrawn: `request`, `by` (None when its requester has left), `at` (aware).
request_discarded: `request` (a draft that is deleted after this), `by`, `at` (aware).
request_decided: `request` (approved or denied for good), `by`, `at` (aware).

Receivers: approvals.registry.receivers (request_decided),
approvals.exemptions.receivers (request_decided, request_returned, request_withdrawn),
approvals.speaking.receivers (request_decided),
approvals.relationships.receivers (request_decided),
approvals.claiming.receivers (request_decided, request_withdrawn, request_discarded).
"""

from django.dispatch import Signal

request_decided = Signal()
request_returned = Signal()
request_discarded = Signal()
request_withdrawn = Signal()
