"""Which check questions a person still has to answer before they sign a version.

A question is passed by its right answer, however often it was tried; or, after TRIES wrong ones, by
reading the clause that it rests on: nobody is kept from signing by a question. Each school year in
which a version is signed asks anew.
"""

from __future__ import annotations

import datetime as dt
import zlib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q, QuerySet
from django.db.models.functions import JSONObject

from district_portal.district.current import today
from policies.acknowledgments.models import Attempt, CheckQuestion
from policies.acknowledgments.models.question import TRIES
from policies.acknowledgments.year_asked import of_starts, starts

if TYPE_CHECKING:
    from accounts.models import Person
    from policies.models import Version


@dataclass
class Asked:
    """A check question, and what one person has answered to it this school year, in order.

    None among the answers says that they have read the clause instead.
    """

    question: CheckQuestion
    given: list[int | None] = field(default_factory=list)

    @property
    def is_passed(self) -> bool:
        """Whether it keeps nobody from signing any more."""
        return self.question.right in self.given or self.is_read

    @property
    def is_read(self) -> bool:
        """Whether the clause was read instead."""
        return None in self.given

    @property
    def is_wrong(self) -> bool:
        """Whether it was tried, and is not passed."""
        return bool(self.given) and not self.is_passed

    @property
    def right_answer(self) -> str:
        """The words of the right answer."""
        return self.question.answers[self.question.right]

    @property
    def may_read(self) -> bool:
        """Whether reading the clause goes on: it was tried often enough."""
        return len(self.given) >= TRIES

    @property
    def wording(self) -> str:
        """A short mark of what is asked, word for word; another one when it was changed."""
        words = "\0".join([self.question.text, *self.question.answers])
        return f"{zlib.crc32(words.encode()):08x}"

    @property
    def mark(self) -> str:
        """How often it was tried, and its wording: what a page has shown."""
        return f"{len(self.given)}-{self.wording}"


def live(version: Version) -> QuerySet[CheckQuestion]:
    """The questions that are asked of who signs `version`, in order, each with its clause."""
    return version.check_questions.filter(ended_at=None).select_related("clause").order_by("order")


def asked(person: Person, version: Version, *, school_year: str | None = None) -> list[Asked]:
    """Each live question of `version` with what `person` has answered in `school_year`.

    That is the school year that is asked for today, unless given.
    """
    attempts = Attempt.objects.filter(person=person, question=OuterRef("pk")).order_by("number")
    told = JSONObject(year="school_year", answer="answer")
    day = today()
    found = live(version).annotate(told=ArraySubquery(attempts.values_list(told)))
    rows: list[Any] = list(found.annotate(starts=starts(day)) if school_year is None else found)
    if school_year is None and rows:
        school_year = of_starts(day, rows[0].starts)
    return [
        Asked(row, [each["answer"] for each in row.told if each["year"] == school_year])
        for row in rows
    ]


def is_open(person: Person, version: Version, *, school_year: str) -> bool:
    """Whether `person` has a question to answer before they sign `version` in `school_year`."""
    rows = asked(person, version, school_year=school_year)
    return any(not row.is_passed for row in rows)


def wording(rows: Sequence[Asked]) -> str:
    """A short mark of all that is asked; another one when any question came, went or changed."""
    words = "\0".join(f"{row.question.pk} {row.wording}" for row in rows)
    return f"{zlib.crc32(words.encode()):08x}"


def asked_at(version: Version, *, at: dt.datetime) -> int:
    """How many questions `version` had at that moment."""
    there = Q(ended_at=None) | Q(ended_at__gt=at)
    return version.check_questions.filter(there, created_at__lte=at).count()


def attempts_before(
    person: Person, version: Version, *, school_year: str
) -> list[tuple[CheckQuestion, list[Attempt]]]:
    """What `person` answered in `school_year` before they signed `version`, by question."""
    found: dict[CheckQuestion, list[Attempt]] = defaultdict(list)
    rows = Attempt.objects.filter(person=person, version=version, school_year=school_year)
    for attempt in rows.select_related("question__clause").order_by("question__order", "pk"):
        found[attempt.question].append(attempt)
    return list(found.items())
