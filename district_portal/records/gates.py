"""What must hold before a record may be disposed of: six gates, each met or shut.

Source: Wis. Stat. 19.21(6) for the adopted schedule; 401.15 for the archive.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, QuerySet, When
from django.utils.translation import gettext as _

from accounts.models import Person
from district_portal.permissions import can
from district_portal.records import reading
from district_portal.records.kinds import Kind
from district_portal.records.reading import Facts
from district_portal.ui.dates import date_in_words


@dataclass(frozen=True)
class Answer:
    """Whether one gate is met for a record, and in words why, which say it whole."""

    met: bool
    words: str


def rows(kind: Kind, *, reader: Person | None = None) -> QuerySet[Any]:
    """Every record of `kind` of which `reader` may know, with all that the gates ask for."""
    told = reading.told(kind, holds=True)
    told["record_handled"] = Case(When(kind.handled_by(reader), then=True), default=False)
    return kind.known_to(reader).annotate(**told, **reading.what_stops(kind))


def look(facts: Facts, *, day: dt.date, reader: Person | None = None) -> list[Answer]:
    """Every gate as it stands on the local `day`; `facts` come from `rows`.

    A `reader` who may not see legal holds, or nobody in particular, learns only that it stays. Of
    a secret record such a reader doesn't learn even that: holds on people are shown to auditors,
    and it would say whom it is about. So their answers alone let nothing go.
    """
    tells_holds = reader is not None and may_see_holds(reader, facts)
    hides_holds = reader is not None and hides_what_stays(reader, facts)
    return [
        _schedule(facts),
        _clock(facts, day),
        _over(facts),
        _resting(facts),
        *([] if hides_holds else [_hold(facts, tells=tells_holds)]),
        _archived(facts),
    ]


def may_see_holds(reader: Person, facts: Facts) -> bool:
    """Whether `reader` sees which holds are on a record, of which `facts` come from their `rows`.

    Those on a secret one would tell an auditor whom it is about, its reporter who deals with it.
    """
    if facts.kind.is_secret:
        return facts.handled and can(reader, "records.hold")
    return can(reader, "records.see_holds")


def hides_what_stays(reader: Person, facts: Facts) -> bool:
    """Whether `reader` may not learn that something like a hold keeps a record."""
    return facts.kind.is_secret and not may_see_holds(reader, facts)


def shut(answers: Iterable[Answer]) -> list[Answer]:
    """Those that are not met."""
    return [answer for answer in answers if not answer.met]


def _schedule(facts: Facts) -> Answer:
    if facts.rule is None:
        return Answer(False, _("No adopted schedule has a class for it"))
    words = _("The board’s schedule %(number)s has a class for it: %(code)s")
    return Answer(True, words % {"code": facts.rule.code, "number": facts.schedule})


def _clock(facts: Facts, day: dt.date) -> Answer:
    if facts.goes_from is None:
        return Answer(False, _("Its years have not begun to run"))
    said = {"day": date_in_words(facts.goes_from, style="long")}
    if facts.goes_from > day:
        return Answer(False, _("It has to be kept until %(day)s") % said)
    return Answer(True, _("It was kept long enough on %(day)s") % said)


def _over(facts: Facts) -> Answer:
    if not facts.over:
        return Answer(False, _("It is not closed"))
    if facts.open:
        return Answer(False, "; ".join(facts.open))
    return Answer(True, _("It is closed, and nothing of it is open"))


def _resting(facts: Facts) -> Answer:
    if facts.resting:
        words = _("Something depends on it: %(what)s") % {"what": ", ".join(facts.resting)}
        return Answer(False, words)
    return Answer(True, _("Nothing depends on it"))


def _hold(facts: Facts, *, tells: bool) -> Answer:
    if facts.holds:
        return Answer(
            False, _("It is under a legal hold") if tells else _("It has to stay for now")
        )
    return Answer(True, _("No legal hold is on it") if tells else _("Nothing else keeps it"))


def _archived(facts: Facts) -> Answer:
    if facts.archived_on:
        words = _("It was archived on %(day)s") % {
            "day": date_in_words(facts.archived_on, style="long")
        }
        return Answer(True, words)
    if not facts.public:
        return Answer(True, _("It need not be archived: not a public record"))
    return Answer(False, _("It is a public record that is not archived"))
