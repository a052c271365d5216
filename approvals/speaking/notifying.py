"""Mails to those who speak for the district."""

from __future__ import annotations

from accounts import roles
from approvals.speaking.models import End, Spokesperson
from district_portal import mailing
from district_portal.permissions import Role


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


def tell_moved(end: End) -> None:
    """Tell who spoke for a school, and the District Administrators, that they work elsewhere."""
    spokesperson = end.spokesperson
    administrators = roles.holders(Role.DISTRICT_ADMINISTRATOR).exclude(pk=spokesperson.person_id)
    for person in (spokesperson.person, *administrators):
        mailing.queue(
            "speaking_moved",
            key=f"speaking_moved:{end.pk}:{person.pk}",
            to=person,
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
