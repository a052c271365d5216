"""What must hold before a record may be disposed of: six gates, each met or shut.

Source: Wis. Stat. 19.21(6) for the adopted schedule; 401.15 for the archive.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from district_portal.records import reading
from district_portal.records.kinds import Kind
from district_portal.records.reading import Facts
from district_portal.ui.dates import date_in_words


class Gate(models.TextChoices):
    """The gates, in the order in which they are shown."""

    SCHEDULE = "schedule", gettext_lazy("Schedule adopted")
    CLOCK = "clock", gettext_lazy("Kept long enough")
    OVER = "over", gettext_lazy("Nothing open")
    RESTING = "resting", gettext_lazy("Nothing rests on it")
    HOLD = "hold", gettext_lazy("No legal hold")
    ARCHIVED = "archived", gettext_lazy("Archived where it must be")


@dataclass(frozen=True)
class Answer:
    """Whether one gate is met for a record, and why."""

    gate: Gate
    met: bool
    words: str


def rows(kind: Kind) -> QuerySet[Any]:
    """Every record of `kind`, with all that the gates ask for."""
    told = reading.told(kind, holds=True)
    return kind.rows().annotate(**told, **reading.what_stops(kind))


def look(facts: Facts, *, day: dt.date) -> list[Answer]:
    """Every gate as it stands on the local `day`; `facts` come from `rows`."""
    return [
        _schedule(facts),
        _clock(facts, day),
        _over(facts),
        _resting(facts),
        _hold(facts),
        _archived(facts),
    ]


def shut(answers: Iterable[Answer]) -> list[Answer]:
    """Those that are not met."""
    return [answer for answer in answers if not answer.met]


def _schedule(facts: Facts) -> Answer:
    if facts.rule is None:
        return Answer(Gate.SCHEDULE, False, _("No adopted schedule has a class for it"))
    words = _("Class %(code)s of schedule %(number)s")
    return Answer(Gate.SCHEDULE, True, words % {"code": facts.rule.code, "number": facts.schedule})


def _clock(facts: Facts, day: dt.date) -> Answer:
    if facts.goes_from is None:
        return Answer(Gate.CLOCK, False, _("The clock has not started"))
    said = {"day": date_in_words(facts.goes_from, style="long")}
    if facts.goes_from > day:
        return Answer(Gate.CLOCK, False, _("To be kept until %(day)s") % said)
    return Answer(Gate.CLOCK, True, _("May go since %(day)s") % said)


def _over(facts: Facts) -> Answer:
    if not facts.over:
        return Answer(Gate.OVER, False, _("It is not closed"))
    if facts.open:
        return Answer(Gate.OVER, False, "; ".join(facts.open))
    return Answer(Gate.OVER, True, _("Closed"))


def _resting(facts: Facts) -> Answer:
    if facts.resting:
        words = _("On it rests: %(what)s") % {"what": ", ".join(facts.resting)}
        return Answer(Gate.RESTING, False, words)
    return Answer(Gate.RESTING, True, _("Nothing"))


def _hold(facts: Facts) -> Answer:
    if facts.holds:
        return Answer(Gate.HOLD, False, _("It is under a legal hold"))
    return Answer(Gate.HOLD, True, _("None"))


def _archived(facts: Facts) -> Answer:
    if facts.archived_on:
        words = _("Archived on %(day)s") % {"day": date_in_words(facts.archived_on, style="long")}
        return Answer(Gate.ARCHIVED, True, words)
    if not facts.public:
        return Answer(Gate.ARCHIVED, True, _("Not a public record"))
    return Answer(Gate.ARCHIVED, False, _("A public record that is not archived"))
