"""Who has and who has not acknowledged, on any day.

A row is one person and one version. "As of D" is the end of that local day: that day's postings,
assignments, due dates and signatures, on today's tree of places.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import (
    Case,
    Count,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)

from accounts.models import Person
from accounts.naming import last_first
from district_portal.district.current import today
from district_portal.reports import states
from district_portal.reports.asking import (
    ALL,
    CLOSED,
    LATE,
    OPEN,
    SIGNED,
    Question,
    narrows,
    people,
    posted,
)
from district_portal.reports.ordering import in_order
from policies.acknowledgments import counting
from policies.acknowledgments.models import Assignment, Completion


@dataclass(frozen=True)
class Finding:
    """The sentence above a report, in numbers.

    `closed` are those of whom a record tells why, `replaced` were open when a newer version came,
    `left` when their people left.
    """

    asked: int
    signed: int
    open: int
    closed: int
    replaced: int
    left: int
    late: int

    @property
    def wanted(self) -> int:
        """How many count: all but those that ended without a signature, as on the dashboard."""
        return self.signed + self.open

    def rows(self, status: str) -> int:
        """How many rows of that status there are, ALL included."""
        ended = self.closed + self.replaced + self.left
        return {
            ALL: self.asked,
            OPEN: self.open,
            LATE: self.late,
            SIGNED: self.signed,
            CLOSED: ended,
        }[status]


def rows(question: Question) -> QuerySet[Any]:
    """One row a person and version, with all that the report shows, unordered.

    Where several requirements ask the same of somebody, the one that is due first stands for all.
    """
    return _standing(question, states.first(question)).filter(states.of_status(question))


def each_first(question: Question) -> QuerySet[Any]:
    """The row that stands for each person and version, whatever its status; in one go through all.

    Who is asked for, and of which version, makes no difference to which row is first.
    """
    first = states.due_first(question).distinct("version_id", "person_id")
    return _of_whom(question, first).annotate(status=states.status(question))


def each_of(pks: Collection[int], question: Question) -> QuerySet[Any]:
    """These rows, whatever else the question asks, as `each_first` answers them."""
    return Assignment.objects.filter(pk__in=pks).annotate(
        due=states.due(question), status=states.status(question)
    )


def ids(question: Question, *ordering: str) -> QuerySet[Any]:
    """Ids of the same rows in that order, to take a page of: the others are not looked for."""
    found = _standing(question, states.first_of_each(question)).filter(states.of_status(question))
    return in_order(found, question, ordering).values_list("pk", flat=True)


def of_ids(page: Any, question: Question, *ordering: str) -> QuerySet[Any]:
    """The rows of `page`, a part of `ids`, in the same order, with all that the report shows.

    In one statement for few people. Of a whole district PostgreSQL would put together all rows
    before it takes those of the page, so that their ids are fetched first.
    """
    wanted = page if question.is_of_few else list(page)
    return in_order(_standing(question, Q(pk__in=wanted)), question, ordering)


def unsigned(question: Question, *, of: Collection[int] | None = None) -> QuerySet[Person]:
    """Those of the report who have not signed, or are late where it asks for these, by name.

    `of` some people (ids) alone; None for all. Nobody where it asks for what is signed or closed.

    An open row stands before all others of its person and version, so that one is enough: which
    stands for all need not be found out. Who is asked by two rules, and late by one of them, is
    late here, though the report may show the other.
    """
    if question.status not in {ALL, OPEN, LATE}:
        return Person.objects.none()
    still = _of_whom(question, states.asked(question).filter(states.is_open(question)))
    if question.status == LATE:
        still = still.annotate(due=states.due(question), on_leave=states.is_on_leave(question))
        still = still.filter(due__lt=question.late_before, on_leave=False)
    still = still if of is None else still.filter(person__in=of)
    return Person.objects.filter(pk__in=still.order_by().values("person")).order_by("sort_name")


def finding(question: Question) -> Finding:
    """How many were asked, have signed, have not, are closed and are late."""
    if found := _from_counts(question):
        return found
    late = states.is_late(question)
    why = Assignment.Ended
    unsigned = Q(status=CLOSED)
    counted = _standing(question, states.first(question)).aggregate(
        asked=Count("pk"),
        signed=Count("pk", filter=Q(status=SIGNED)),
        open=Count("pk", filter=Q(status=OPEN)),
        closed=Count("pk", filter=unsigned & Q(closing__isnull=False)),
        replaced=Count("pk", filter=unsigned & Q(ended_why=why.SUPERSEDED)),
        left=Count("pk", filter=unsigned & Q(ended_why=why.LEFT)),
        late=Count("pk", filter=late),
    )
    return Finding(**counted)


def _from_counts(question: Question) -> Finding | None:
    """The same from the counts that are kept: as of today, of all or of a place; else None."""
    of_posting = question.position or question.supervisor or question.kind
    narrow = of_posting or question.words or question.school_year or question.with_left
    if question.scope or narrow or question.as_of != today():
        return None
    kept = counting.kept(question.as_of).filter(
        version__in=question.versions, requirement=None, place=question.place
    )
    kinds = Completion.Status
    late = Q(status=kinds.OPEN, due_on__lt=question.late_before, on_leave=False)
    sums = kept.aggregate(
        asked=Sum("people"),
        signed=Sum("people", filter=Q(status=kinds.SIGNED)),
        open=Sum("people", filter=Q(status=kinds.OPEN)),
        closed=Sum("people", filter=Q(status=kinds.CLOSED)),
        replaced=Sum("people", filter=Q(status=kinds.SUPERSEDED)),
        late=Sum("people", filter=late),
    )
    if sums["asked"] is None and not counting.is_called(question.as_of):
        return None
    return Finding(left=0, **{name: number or 0 for name, number in sums.items()})


def _standing(question: Question, first: Q) -> QuerySet[Any]:
    """Every row that the question is about, whatever its status; `first` picks one a person."""
    posting = states.posting_of(OuterRef("person"), question.as_of)
    found = _of_whom(question, Assignment.objects.filter(first))
    return found.annotate(
        due=states.due(question),
        status=states.status(question),
        number=F("person__number"),
        name=last_first("person"),
        email=F("person__email"),
        place=Subquery(posting.values("place__name")[:1]),
        position=Subquery(posting.values("position")[:1]),
        kind=Subquery(posting.values("kind")[:1]),
        on_leave=states.is_on_leave(question),
        supervisor=Subquery(
            posting.annotate(
                named=Case(When(supervisor__isnull=False, then=last_first("supervisor")))
            ).values("named")[:1]
        ),
        code=F("version__code"),
        title=F("version__title"),
        version_number=F("version__number"),
        signed_at=F("signature__signed_at"),
        receipt=F("signature__receipt"),
        method=F("signature__method"),
        signed_on=F("signature__signed_on"),
        other_name=Case(
            When(signature__name_matches=False, then=F("signature__typed_name")), default=Value("")
        ),
        recorded_by=last_first("signature__recorded_by"),
        mistaken_at=F("signature__mistake__marked_at"),
        was_present=F("signature__presence__was_present"),
        seen_by=last_first("signature__presence__witness"),
    )


def _of_whom(question: Question, found: QuerySet[Any]) -> QuerySet[Any]:
    """Those of the people and versions that are asked for."""
    whom = Q(person__in=people(question))
    if narrows(question):
        whom &= Q(person__in=posted(question) if question.few is None else question.few)
    return found.filter(question.scope, whom, version__in=question.versions)
