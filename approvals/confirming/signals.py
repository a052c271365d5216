"""News about confirmations, sent inside the transaction.

approval_refused: `request` whose approval no longer holds, `by`, `reason`, `at`.

Receivers: approvals.registry.receivers (approval_refused),
approvals.exemptions.receivers (approval_refused),
approvals.speaking.receivers (approval_refused),
approvals.relationships.receivers (approval_refused).
"""

from django.dispatch import Signal

approval_refused = Signal()
