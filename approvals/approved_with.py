"""The conditions under which a request was approved, in the words of those who did."""

from __future__ import annotations

from approvals.models import Decision, Submission


def conditions(submission: Submission) -> str:
    """What was written with the approvals of `submission`, each once; empty for nothing."""
    approvals = Decision.objects.filter(
        step__submission=submission, outcome=Decision.Outcome.APPROVED
    ).exclude(reason="")
    in_order = approvals.order_by("step__order", "decided_at", "pk")
    return "\n\n".join(dict.fromkeys(in_order.values_list("reason", flat=True)))
