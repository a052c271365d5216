"""News about confirmations, sent inside the transaction.

approval_refused: `request` whose approval no longer holds, `by`, `reason`, `at`.
"""

from django.dispatch import Signal

approval_refused = Signal()
