"""Which acts a search finds, newest first, and the page of them that is shown.

The table grows without end. So nothing counts its rows or skips over them: a page begins beside
the act that the one before ended with, and each filter has an index in that order.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import F
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan, TupleLessThan

from accounts.places import with_places_below
from district_portal import audit
from district_portal.district.current import zone
from district_portal.permissions import visible
from district_portal.trail import objects
from district_portal.trail.acts import acts_of

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from accounts.models import Person, Place
    from district_portal.audit.models import Event
    from district_portal.trail.objects import Thing

PER_PAGE = 50
VERIFIED = "audit.verified"
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_MICROSECOND = dt.timedelta(microseconds=1)
_KEY = re.compile(r"(\d{1,17})-(\d{1,18})", re.ASCII)


@dataclass(frozen=True, kw_only=True)
class Search:
    """What is looked for; each part narrows what the others find.

    `by` did it, `about` is whom it concerns; `itself`: the portal did it. `act` is an act, or a
    part with a full stop for all of its acts. `place` counts with the places below it. `words`
    stand in the name of the object. `since` and `until` are days of the district, both included.
    """

    by: Person | None = None
    itself: bool = False
    about: Person | None = None
    act: str = ""
    place: Place | None = None
    words: str = ""
    since: dt.date | None = None
    until: dt.date | None = None
    on: Thing | None = None


@dataclass(frozen=True)
class Leaf:
    """One page of what was found, and the keys of its neighbours: "" where there is none."""

    events: list[Event]
    newer: str = ""
    older: str = ""


def find(search: Search, *, reader: Person) -> QuerySet[Event]:
    """The acts that `search` is about and `reader` may see, newest first."""
    found = visible(audit.events(), reader, "audit.search")
    if search.by:
        found = found.filter(actor_id=search.by.pk)
    if search.itself:
        found = found.filter(actor_id=None)
    if search.about:
        found = found.filter(person_id=search.about.pk)
    if search.act.endswith("."):
        found = found.filter(act__in=acts_of(search.act))
    elif search.act:
        found = found.filter(act=search.act)
    if search.place:
        found = found.filter(place_id__in=with_places_below({search.place.pk}))
    for word in search.words.split():
        found = found.filter(object__icontains=word)
    if search.on:
        found = found.filter(objects.history(search.on))
    return _between(found, search).order_by("-at", "-id")


def leaf(found: QuerySet[Event], asked: Mapping[str, Any], *, per_page: int = PER_PAGE) -> Leaf:
    """The page of `found` beside the key that the address gives as `older` or `newer`.

    A key that makes no sense, or beyond the newest, gives the newest. Costs one statement.
    """
    older, newer = _key(asked.get("older")), _key(asked.get("newer"))
    moment = Tuple(F("at"), F("id"))
    if older:
        rows = list(found.filter(TupleLessThan(moment, older))[: per_page + 1])
        return _leaf(rows[:per_page], newer=True, older=len(rows) > per_page)
    if newer:
        after = found.filter(TupleGreaterThan(moment, newer)).order_by("at", "id")
        rows = list(after[: per_page + 1])
        if rows:
            return _leaf(rows[:per_page][::-1], newer=len(rows) > per_page, older=True)
    rows = list(found[: per_page + 1])
    return _leaf(rows[:per_page], newer=False, older=len(rows) > per_page)


def last_verified() -> Event | None:
    """When the hashes of the whole trail were recomputed last, and with which outcome."""
    return audit.events(act=VERIFIED).order_by("-at", "-id").first()


def _between(found: QuerySet[Event], search: Search) -> QuerySet[Event]:
    if search.since:
        found = found.filter(at__gte=_begin_of(search.since))
    if search.until:
        found = found.filter(at__lt=_begin_of(search.until + dt.timedelta(days=1)))
    return found


def _begin_of(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time.min, tzinfo=zone())


def _leaf(events: list[Event], *, newer: bool, older: bool) -> Leaf:
    if not events:
        return Leaf([])
    return Leaf(
        events,
        newer=_key_of(events[0]) if newer else "",
        older=_key_of(events[-1]) if older else "",
    )


def _key_of(event: Event) -> str:
    return f"{(event.at - _EPOCH) // _MICROSECOND}-{event.pk}"


def _key(text: object) -> tuple[dt.datetime, int] | None:
    """Moment and number of an act out of the address; None for what is no key."""
    match = _KEY.fullmatch(str(text or ""))
    if match is None:
        return None
    try:
        return _EPOCH + int(match[1]) * _MICROSECOND, int(match[2])
    except OverflowError:
        return None
