"""The turn of a night: fetch the sheet, apply it, and tell who looks after the roster.

A row says whether a day has had its turn. It is due from HOUR on, at any time of that day: a portal
that was down at night catches up when it is back. Several missed nights are one turn, since a sheet
says how things are and not what happened.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import logging
from typing import Final

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.roster import applying, bringing, discarding, matching
from accounts.roster.holding_still import hold_the_roster
from accounts.roster.models import Night, Run
from accounts.roster.night.sources import Fetched, NotYetError, SourceError, fetch
from accounts.roster.night.telling import tell
from accounts.roster.reading.table import UnreadableSheetError
from district_portal import audit
from district_portal.district.current import today, zone

log = logging.getLogger(__name__)

HOUR: Final = 3
"""Of the district's clock, from which a day's turn is due."""
STALE: Final = dt.timedelta(hours=1)
"""After so long a turn that has not ended has lost its worker."""
MOST_TRIES: Final = 3
"""How often a source that does not answer is asked before people are told."""
_OPEN: Final = (Run.State.READING, Run.State.WAITING, Run.State.TO_BE_CONFIRMED)

Outcome = Night.Outcome


def take_turn(*, at: dt.datetime | None = None) -> Night | None:
    """Do what is due at `at` (aware; now unless given); answers the day's row, None if nothing is.

    Called again, or by two at once, it does nothing more. Bad files and silent servers raise
    nothing: they end the turn as failed, which is told by mail.
    """
    at = at or timezone.now()
    if not is_on() or at.astimezone(zone()).hour < HOUR:
        return None
    night = _claim(today(at), at=at)
    return _take(night, at=at) if night else None


def _take(night: Night, *, at: dt.datetime) -> Night:
    try:
        fetched = fetch(settings.ROSTER_SOURCE, token=settings.ROSTER_TOKEN)
        return _bring(night, fetched, at=at)
    except NotYetError:
        return _put_off(night)
    except (SourceError, UnreadableSheetError) as error:
        if night.tries < MOST_TRIES:
            return _put_off(night)
        return _end(night, Outcome.FAILED, error=str(error), at=at)
    except Exception:
        log.exception("The roster of %s could not be brought in.", night.day)
        night.run, night.digest = None, ""
        told = _("Something went wrong on our side. It has been logged.")
        return _end(night, Outcome.FAILED, error=told, at=at)


def is_on() -> bool:
    """Whether there is a source from which sheets come by themselves."""
    return bool(settings.ROSTER_SOURCE)


def last() -> Night | None:
    """The turn that was taken last."""
    nights = Night.objects.select_related("run").defer("run__content")
    return nights.exclude(ended_at=None).first()


@transaction.atomic
def _claim(day: dt.date, *, at: dt.datetime) -> Night | None:
    """Take up the turn of `day`; None where it was taken, or somebody else has it in hand."""
    Night.objects.get_or_create(day=day)
    free = Q(begun_at=None) | Q(begun_at__lt=at - STALE)
    nights = Night.objects.select_for_update(skip_locked=True).filter(free, day=day, ended_at=None)
    night = nights.first()
    if night is None:
        return None
    night.begun_at, night.tries = at, night.tries + 1
    night.save(update_fields=["begun_at", "tries"])
    return night


def _put_off(night: Night) -> Night:
    """Let the clock begin again with it, a few minutes later."""
    night.begun_at = None
    night.save(update_fields=["begun_at"])
    return night


@transaction.atomic
def _bring(night: Night, fetched: Fetched, *, at: dt.datetime) -> Night:
    """Read, compare and apply what was fetched, unless it is what the last night had."""
    hold_the_roster()
    night.digest = hashlib.sha256(fetched.content).hexdigest()
    before = Night.objects.exclude(digest="").exclude(pk=night.pk).first()
    if before and before.digest == night.digest and before.outcome != Outcome.FAILED:
        return _end(night, Outcome.UNCHANGED, at=at)
    for old in Run.objects.filter(source=Run.Source.NIGHT, state__in=_OPEN).defer("content"):
        discarding.discard(old, by=None)
    night.run = bringing.bring(
        [bringing.File(fetched.name, fetched.content)],
        source=Run.Source.NIGHT,
        by=None,
        kind=Run.Kind.ONEROSTER if fetched.is_oneroster else Run.Kind.SHEET,
        whole=not fetched.is_oneroster,
        at=at,
    )
    if new := [] if fetched.is_oneroster else _new_headings(fetched.content):
        told = _("The sheet has new headings: %(headings)s. Say once what they mean.")
        return _end(night, Outcome.FAILED, error=told % {"headings": ", ".join(new)}, at=at)
    run = bringing.look(night.run, matching=matching.recall(), at=at)
    if run.problems:
        return _end(night, Outcome.FAILED, error=_("The sheet has to be corrected."), at=at)
    if not run.differs:
        discarding.discard(run, by=None)
        return _end(night, Outcome.UNCHANGED, at=at)
    night.run = applying.apply(run, by=None, compared=True, at=at)
    applied = night.run.state == Run.State.APPLIED
    return _end(night, Outcome.APPLIED if applied else Outcome.WAITING, at=at)


def _new_headings(content: bytes) -> list[str]:
    """Headings that nobody has settled and that would be used, and all when one is missing.

    What can't be read at all has none: its problem is told otherwise.
    """
    try:
        matches = matching.look_at(content)
    except UnreadableSheetError:
        return []
    used = {match.heading: match.suggestion.column for match in matches}
    try:
        matching.check(used)
    except matching.MatchingError:
        return [match.heading for match in matches if not match.suggestion.is_settled]
    return [
        match.heading
        for match in matches
        if match.suggestion.column and not match.suggestion.is_settled
    ]


@transaction.atomic
def _end(night: Night, outcome: Outcome, *, at: dt.datetime, error: str = "") -> Night:
    night.outcome, night.error, night.ended_at = outcome, error[:500], at
    night.save()
    if outcome != Outcome.UNCHANGED:
        audit.record("roster.night", by=None, on=night, after={"outcome": outcome.value}, at=at)
        tell(night)
    return night
