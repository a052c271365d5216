"""Why people are not nudged, in words."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.utils.translation import gettext as _

from policies.acknowledgments.nudging import Sorted
from policies.acknowledgments.sparing import Why

NAMED = 20
"""How many of those who get no nudge are named for each reason; the others are counted."""


def reasons(people: list[Any], found: Sorted) -> list[tuple[str, list[Any], int]]:
    """Each reason, some of the people, and how many more there are."""
    by_reason: dict[str, list[Any]] = defaultdict(list)
    for person in people:
        if person.pk in found.stay:
            by_reason[words(found, person.pk)].append(person)
    return [(why, rows[:NAMED], max(0, len(rows) - NAMED)) for why, rows in by_reason.items()]


def words(found: Sorted, person: int) -> str:
    """Why the person of this id gets no nudge."""
    why = found.stay[person]
    if why == Why.ALREADY:
        return _("reminded today already, by %(name)s") % {"name": found.nudged[person]}
    said = {
        Why.REMINDED: _("got a reminder today already"),
        Why.NOT_THEIRS: _("not one of your people today"),
        Why.ONESELF: _("that is you"),
        Why.ON_LEAVE: _("on leave"),
        Why.NOTHING_OPEN: _("nothing to sign"),
        Why.NO_ADDRESS: _("no e-mail address"),
    }
    return said[why]
