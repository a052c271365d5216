"""Mails about exemptions, to those who hold them."""

from __future__ import annotations

from approvals.exemptions.models import Outcome, Revocation
from district_portal import mailing


def tell_recorded(outcome: Outcome) -> None:
    """Tell the holder that another outcome was recorded than the one they know."""
    exemption = outcome.exemption
    mailing.queue(
        "exemption_recorded",
        key=f"exemption_recorded:{outcome.pk}",
        to=exemption.holder,
        context={
            "exemption": exemption,
            "outcome": outcome,
            "link": exemption.get_absolute_url(),
        },
        in_doubt="hold",
    )


def tell_revoked(revocation: Revocation) -> None:
    """Tell the holder that they must keep to the policy again, and why."""
    exemption = revocation.exemption
    mailing.queue(
        "exemption_revoked",
        key=f"exemption_revoked:{revocation.pk}",
        to=exemption.holder,
        context={
            "exemption": exemption,
            "revocation": revocation,
            "link": exemption.get_absolute_url(),
        },
        in_doubt="hold",
    )


def tell_ending(outcome: Outcome, *, step: int, left: int) -> bool:
    """Tell the holder that `left` school days are left; once for each `step`."""
    exemption = outcome.exemption
    return mailing.queue(
        "exemption_ending",
        key=f"exemption_ending:{outcome.pk}:{step}",
        to=exemption.holder,
        context={
            "exemption": exemption,
            "outcome": outcome,
            "left": left,
            "link": exemption.get_absolute_url(),
        },
    )
