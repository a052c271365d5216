"""Which platforms may be asked for, where; kept by the Technology Coordinator."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable

from django.contrib.postgres.expressions import ArraySubquery
from django.db import transaction
from django.db.models import OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Person, Place
from accounts.places import with_places_above
from approvals.models import Platform
from district_portal import audit

Lifts = Callable[[Person, Platform], bool]
"""Whether somebody may use a platform although it is not allowed."""

_LIFTS: list[Lifts] = []


class PlatformChangedError(Exception):
    """Somebody else changed the platform after the page was opened."""


class ReasonMissingError(ValueError):
    """What is not simply allowed is explained to those who ask for it."""


def lift(lifts: Lifts) -> None:
    """Register who knows of exemptions; once each."""
    if lifts not in _LIFTS:
        _LIFTS.append(lifts)


def offered() -> QuerySet[Platform]:
    """Every platform with the ids of the places where it is not allowed, for `why_barred`."""
    places = Platform.barred_at.through.objects.filter(platform=OuterRef("pk"))
    return Platform.objects.annotate(not_at=ArraySubquery(places.values("place")))


def why_barred(platform: Platform, *, place: Place | None, requester: Person) -> str:
    """Why `requester` may not ask for an account at `place` on `platform`, one of `offered`.

    Empty where they may.
    """
    if not _is_barred(platform, place) or any(lifts(requester, platform) for lifts in _LIFTS):
        return ""
    words = _("%(platform)s is not allowed here. %(why)s Ask for an exemption first.")
    told = words % {"platform": platform, "why": platform.why}
    return " ".join(told.split())


def why_to_look(platform: Platform) -> str:
    """What approvers should look at before they allow an account on `platform`; often empty."""
    if platform.standing != Platform.Standing.ASK:
        return ""
    return _("%(platform)s needs a closer look: %(why)s") % {
        "platform": platform,
        "why": platform.why,
    }


@transaction.atomic
def change(
    platform: Platform,
    *,
    standing: str,
    why: str,
    barred_at: Iterable[Place],
    minimum_age: int | None,
    by: Person,
    seen: dt.datetime,
    at: dt.datetime | None = None,
) -> Platform:
    """Say whether and where `platform` may be asked for, from now on; the same twice is once.

    `seen` is when it was changed last as the person saw it. Raises PlatformChangedError,
    ReasonMissingError.
    """
    at, why = at or timezone.now(), why.strip()
    held = Platform.objects.select_for_update().get(pk=platform.pk)
    after = {
        "standing": standing,
        "why": why,
        "barred_at": sorted(place.pk for place in barred_at),
        "minimum_age": minimum_age,
    }
    before = _told(held)
    if before == after:
        return held
    if held.changed_at != seen:
        raise PlatformChangedError
    if not why and (standing != Platform.Standing.ALLOWED or after["barred_at"]):
        raise ReasonMissingError
    held.standing, held.why, held.minimum_age = standing, why, minimum_age
    held.changed_at = at
    held.save(update_fields=["standing", "why", "minimum_age", "changed_at"])
    held.barred_at.set(after["barred_at"])  # type: ignore[arg-type]
    audit.record("platforms.changed", by=by, on=held, before=before, after=after, at=at)
    return held


def _is_barred(platform: Platform, place: Place | None) -> bool:
    if platform.standing == Platform.Standing.BARRED:
        return True
    barred: set[int] = set(platform.not_at)  # type: ignore[attr-defined]
    return bool(barred and place and barred.intersection(with_places_above(place)))


def _told(platform: Platform) -> dict[str, object]:
    return {
        "standing": platform.standing,
        "why": platform.why,
        "barred_at": sorted(platform.barred_at.values_list("pk", flat=True)),
        "minimum_age": platform.minimum_age,
    }
