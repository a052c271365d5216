"""How far somebody reaches who is in HR for some places alone.

A page offers what lies within their reach. What an act does beyond that shows only when it is
done, so it is looked at then: a move may run on into what is planned elsewhere, a correction may
push a neighbour.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from accounts.models import Person, Posting
from district_portal.permissions import Role


@dataclass(frozen=True)
class Facts:
    """What a posting said at one moment; rows are written in place while somebody acts."""

    words: str
    place: int
    primary: bool
    until: dt.date
    """The end of all days where it has no last one."""
    rest: tuple[object, ...]


Kept = Mapping[int, Facts]


def places_of(by: Person | None) -> frozenset[int] | None:
    """Ids of the places in which alone `by` may change postings; None where nothing limits them.

    Somebody who holds the role for the whole district besides, and the portal itself, are not
    limited.
    """
    return by.standing.limited.get(Role.HR) if by else None


def keep(rows: Sequence[Posting]) -> Kept:
    """What `rows` say now, by their ids, to be compared after an act."""
    return {
        row.pk: Facts(
            words=str(row),
            place=row.place_id,
            primary=row.primary,
            until=row.until or dt.date.max,
            rest=(row.position, row.supervisor_id, row.kind, row.on_leave, row.since),
        )
        for row in rows
    }


def beyond(places: Collection[int], before: Kept, after: Kept) -> str:
    """In words why an act that made `after` of `before` reaches beyond `places`, else ""."""
    for pk in before.keys() | after.keys():
        was, now = before.get(pk), after.get(pk)
        for facts in (was, now):
            if was != now and facts and facts.place not in places:
                words = _(
                    "This also changes “%(posting)s”, which lies beyond your places. Ask human "
                    "resources of the district."
                )
                return words % {"posting": facts.words}
    return ""


def last_day(kept: Kept) -> dt.date:
    """The last day of the stay that `kept` describes; the end of all days where it has none."""
    return max((facts.until for facts in kept.values() if facts.primary), default=dt.date.min)
