"""In which state an obligation was at the end of a day, and which one stands for its person.

An obligation is a row of Assignment: what one person must sign under one requirement. Where several
ask the same of somebody, one stands for all.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Case, CharField, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from accounts.models import Posting
from district_portal.district.current import today
from district_portal.reports.asking import ALL, CLOSED, LATE, OPEN, SIGNED, Question
from policies.acknowledgments.models import Assignment, FormerDue


def status(question: Question) -> Case:
    """Of obligations: open, signed or closed at the end of the day."""
    return Case(
        When(is_open(question), then=Value(OPEN)),
        When(ended_why=Assignment.Ended.SIGNED, then=Value(SIGNED)),
        default=Value(CLOSED),
        output_field=CharField(),
    )


def is_late(question: Question) -> Q:
    """Of rows with `status`, `due` and `on_leave` as below."""
    return Q(status=OPEN, due__lt=question.late_before, on_leave=False)


def is_open(question: Question) -> Q:
    """Of obligations: what was not yet ended at the end of the day."""
    if question.as_of >= today():
        return Q(ended_at=None)
    return Q(ended_at=None) | Q(ended_at__gte=question.end)


def of_status(question: Question) -> Q:
    """Of rows as `is_late` wants them: what the question asks for."""
    still, why = is_open(question), Assignment.Ended
    unsigned = [why.REFUSED, why.UNABLE, why.EXEMPTED, why.LEFT, why.SUPERSEDED]
    return {
        ALL: Q(),
        OPEN: still,
        LATE: is_late(question),
        SIGNED: ~still & Q(ended_why=why.SIGNED),
        CLOSED: ~still & Q(ended_why__in=unsigned),
    }[question.status]


def due(question: Question) -> Any:
    """The due date at the end of the day: what it was before it moved later, if it did."""
    if question.as_of >= today():
        return F("due_on")
    before = FormerDue.objects.filter(assignment=OuterRef("pk"), until__gte=question.end)
    return Coalesce(Subquery(before.order_by("until").values("due_on")[:1]), F("due_on"))


def asked(question: Question) -> QuerySet[Any]:
    """What was asked by the end of the day, in the school year if one is asked for.

    What a rule no longer asks is left out, and what ended by leaving unless it is asked for; so is
    what was closed and asked again since, or signed after all.
    """
    why = Assignment.Ended
    unasked = [why.RULE] if question.with_left else [why.RULE, why.LEFT]
    found = Assignment.objects.filter(opened_at__lt=question.end)
    found = found.exclude(ended_why__in=unasked, ended_at__lt=question.end)
    found = found.exclude(asked_again_at__lt=question.end)
    if question.school_year:
        start, after, _last = question.year
        once = Q(cycle="once", opened_at__gte=start, opened_at__lt=after)
        found = found.filter(Q(cycle=question.school_year) | once)
    return found


def due_first(question: Question) -> QuerySet[Any]:
    """What was asked, which stands for all first: an open one, then this year's before last's."""
    still, why = is_open(question), Assignment.Ended
    other_rhythm = ~still & Q(ended_why=why.SUPERSEDED, cycle="once")
    left = ~still & Q(ended_why=why.LEFT)
    return (
        asked(question)
        .annotate(
            rank=Case(When(still, then=0), When(other_rhythm, then=2), default=1),
            gone=Case(When(left, then=1), default=0),
            due=due(question),
        )
        .order_by("version_id", "person_id", "rank", F("cycle").desc(), "gone", "due", "pk")
    )


def first(question: Question) -> Q:
    """The row that stands for all of a person and version: of few people, or of everybody."""
    if question.is_of_few:
        return first_of_each(question)
    found = due_first(question).filter(version__in=question.versions)
    return Q(pk__in=found.distinct("version_id", "person_id").values("pk"))


def first_of_each(question: Question) -> Q:
    """The same, looked up for each person and version by itself."""
    theirs = due_first(question).filter(person=OuterRef("person"), version=OuterRef("version"))
    return Q(pk=Subquery(theirs.values("pk")[:1]))


def is_on_leave(question: Question) -> Coalesce:
    """Of rows with a `person`: whether they are on leave by their posting of that day."""
    posting = posting_of(OuterRef("person"), question.as_of)
    return Coalesce(Subquery(posting.values("on_leave")[:1]), Value(False))


def posting_of(person: OuterRef, day: dt.date) -> QuerySet[Posting]:
    """A person's primary postings up to that day: that of the day, or the last, comes first."""
    return Posting.objects.filter(person=person, primary=True, since__lte=day).order_by(
        "-since", "-pk"
    )
