"""Mails to those who speak for the district."""

from __future__ import annotations

from approvals.speaking.models import End, Spokesperson
from district_portal import mailing


def tell_ended(end: End) -> None:
    """Tell somebody that they speak no more, and why."""
    spokesperson = end.spokesperson
    mailing.queue(
        "speaking_ended",
        key=f"speaking_ended:{end.pk}",
        to=spokesperson.person,
        context={
            "spokesperson": spokesperson,
            "end": end,
            "link": spokesperson.get_absolute_url(),
        },
        in_doubt="hold",
    )


def tell_ending(spokesperson: Spokesperson, *, step: int, left: int) -> bool:
    """Tell somebody that `left` school days are left; once for each `step`."""
    return mailing.queue(
        "speaking_ending",
        key=f"speaking_ending:{spokesperson.pk}:{step}",
        to=spokesperson.person,
        context={
            "spokesperson": spokesperson,
            "left": left,
            "link": spokesperson.get_absolute_url(),
        },
    )
