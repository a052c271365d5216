"""The mail about a night: only when something changed or failed."""

from __future__ import annotations

from django.urls import reverse

from accounts.models import Person, RoleGrant
from accounts.roster.confirming import PERMISSION
from accounts.roster.models import Night
from district_portal import mailing
from district_portal.permissions import declared


def tell(night: Night) -> int:
    """Queue the report to HR and the Technology Coordinator; answers to how many.

    Nothing for a night without a change, nor where a second person must confirm: those who may
    have a mail of their own about it. Twice is harmless.
    """
    if night.outcome not in (Night.Outcome.APPLIED, Night.Outcome.FAILED):
        return 0
    link = night.run.get_absolute_url() if night.run else reverse("roster:runs")
    return sum(
        mailing.queue(
            "roster_night",
            key=f"roster_night:{night.day}:{person.pk}",
            to=person,
            context={"night": night, "run": night.run, "link": link},
        )
        for person in keepers()
    )


def keepers() -> list[Person]:
    """Those who may bring in a roster for the whole district."""
    roles = [role.value for role in declared()[PERMISSION]]
    held = RoleGrant.objects.current().filter(role__in=roles, place=None)
    return list(Person.objects.filter(is_active=True, grants__in=held).distinct().order_by("pk"))
