"""News about requests, sent inside the transaction so that a failing receiver rolls it back.

request_decided: `request` (approved or denied for good), `by`, `at` (aware).

Receivers: approvals.registry.receivers (request_decided).
"""

from django.dispatch import Signal

request_decided = Signal()
