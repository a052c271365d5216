"""News about policies, sent inside the transaction so that a failing receiver rolls it back.

version_published: `version`, in force now, `by`, `at`. A scheduled version is news on its day.
policy_rescinded: `policy`, `by`, `at`.

Receivers: policies.acknowledgments.receivers (version_published, policy_rescinded),
approvals.confirming.receivers (version_published).
"""

from django.dispatch import Signal

version_published = Signal()
policy_rescinded = Signal()
