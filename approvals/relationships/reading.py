"""What the pages show of a relationship: all of it, and how it stands."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from approvals.relationships.models import Relationship

_KINDS = {
    Relationship.State.IN_FORCE: "ok",
    Relationship.State.TO_COME: "info",
    Relationship.State.OVER: "plain",
}


@dataclass(frozen=True)
class Told:
    """A relationship with its state on a day: the kind of badge, and its words."""

    relationship: Relationship
    kind: str
    words: str
    is_over: bool


def whole() -> QuerySet[Relationship]:
    """Relationships with all that their page shows."""
    return Relationship.objects.select_related(
        "request", "holder", "place", "noted_by", "ending__ended_by"
    )


def told(rows: Iterable[Relationship], *, day: dt.date) -> list[Told]:
    """Each of `rows` with how it stands on the local `day`."""
    return [_told(row, row.state_on(day)) for row in rows]


def _told(row: Relationship, state: Relationship.State) -> Told:
    return Told(row, _KINDS[state], str(state.label), state == Relationship.State.OVER)
