"""In which orders the rows of a report can be had: by every column, by what it shows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, Final

from django.db.models import (
    Case,
    DurationField,
    ExpressionWrapper,
    F,
    IntegerField,
    Q,
    QuerySet,
    Value,
    When,
)

from accounts.naming import last_first
from district_portal.reports.asking import CLOSED, OPEN, SIGNED, Question, told_closings

THEN: Final = ("person__sort_name", "pk")
BY: Final = {
    "number": "number",
    "name": "person__sort_name",
    "email": "email",
    "place": "place",
    "position": "position",
    "supervisor": "supervisor",
    "kind": "kind",
    "policy": "code",
    "title": "title",
    "version": "version_number",
    "status": "by_status",
    "assigned": "assigned_on",
    "due": "due",
    "days_late": "by_days_late",
    "signed": "by_signed",
    "receipt": "by_receipt",
    "how": "by_how",
    "other_name": "by_other_name",
    "sheet_day": "by_sheet_day",
    "mistaken": "by_mistaken",
    "closed": "by_closed",
    "record": "by_record",
    "closed_by": "by_closed_by",
    "witness": "by_witness",
}
"""By the key of a column: the field, or the name of what is reckoned for it below."""
SORTED: Final = {key: tuple(dict.fromkeys((field, *THEN))) for key, field in BY.items()}
"""By what an address may name: the fields that stand for it, then the name."""


def in_order(found: QuerySet[Any], question: Question, ordering: Sequence[str]) -> QuerySet[Any]:
    """`found` in that order; what the order needs is reckoned, and nothing else."""
    names = {field.removeprefix("-") for field in ordering}
    needed = {name: value for name, value in _reckoned(question).items() if name in names}
    return found.alias(**needed).order_by(*ordering)


def _reckoned(question: Question) -> dict[str, Case]:
    signed, closed = Q(status=SIGNED), Q(status=CLOSED, closing__in=told_closings(question))
    refused = closed & Q(ended_why="refused")
    return {
        "by_status": _status(question),
        "by_days_late": Case(
            When(
                Q(status=OPEN, on_leave=False, due__lt=question.as_of),
                then=ExpressionWrapper(
                    Value(question.as_of) - F("due"), output_field=DurationField()
                ),
            ),
            default=Value(dt.timedelta(0)),
        ),
        "by_signed": Case(When(signed, then=F("signed_at"))),
        "by_receipt": Case(When(signed, then=F("receipt"))),
        "by_how": Case(When(signed, then=F("method"))),
        "by_other_name": Case(When(signed & ~Q(other_name=""), then=F("other_name"))),
        "by_sheet_day": Case(When(signed, then=F("signed_on"))),
        "by_mistaken": Case(When(signed, then=F("mistaken_at"))),
        "by_closed": Case(When(Q(status=CLOSED), then=F("ended_at"))),
        "by_record": Case(When(closed, then=F("closing__number"))),
        "by_closed_by": Case(When(closed, then=last_first("closing__closed_by"))),
        "by_witness": Case(When(refused, then=last_first("closing__witness"))),
    }


def _status(question: Question) -> Case:
    """Late ones first, then what is open, on leave, signed, and closed for each reason."""
    late = Q(status=OPEN, on_leave=False, due__lt=question.as_of)
    ended = ("refused", "unable", "exempted", "left", "superseded")
    return Case(
        When(late, then=Value(0)),
        When(Q(status=OPEN, on_leave=False), then=Value(1)),
        When(Q(status=OPEN), then=Value(2)),
        When(Q(status=SIGNED), then=Value(3)),
        *(When(Q(ended_why=why), then=Value(4 + place)) for place, why in enumerate(ended)),
        output_field=IntegerField(),
    )
