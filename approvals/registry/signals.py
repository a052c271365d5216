"""News about accounts, sent inside the transaction.

entry_made: `account` as it is now, held, `entry` (of its history), `at` (aware).

Receivers: approvals.claiming.receivers (entry_made).
"""

from django.dispatch import Signal

entry_made = Signal()
