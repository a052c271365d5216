"""What a run would do or did, found by kind and by words, a page at a time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db.models import Case, Q, QuerySet, Value, When
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from accounts.roster.models import Change, Run
from district_portal.district import wording
from district_portal.district.keeping_words import as_read

if TYPE_CHECKING:
    from django.utils.functional import Promise

WORDS: dict[str, str | Promise] = {
    "number": _("Employee number"),
    "first_name": _("First name"),
    "last_name": _("Last name"),
    "name": _("Whole name"),
    "email": _("E-mail"),
    "place": _("Building or department"),
    "position": _("Position"),
    "supervisor": wording.supervisor_title_lazy,
    "kind": _("Kind"),
    "on_leave": _("On leave"),
    "place_kind": _("Kind of place"),
    "head": _("Head of the place"),
    "primary": _("Main position"),
    "status": _("Still works here"),
    "further": _("Further positions"),
}
VALUES: dict[tuple[str, str], str | Promise] = {
    ("kind", "employee"): _("Employee"),
    ("kind", "volunteer"): _("Volunteer"),
    **{(name, "yes"): _("yes") for name in ("on_leave", "head")},
    **{(name, "no"): _("no") for name in ("on_leave", "head")},
    ("place_kind", "school"): _("School"),
    ("place_kind", "department"): _("Department"),
    ("place_kind", "district"): _("District"),
}
ORDER = ("problem", "left", "changed", "returned", "added", "place")


def moment(written: str | None) -> dt.datetime | None:
    """When somebody looked, as a page of theirs has it; None for anything else."""
    try:
        read = parse_datetime(written or "")
    except ValueError:
        return None
    return read if read and read.tzinfo else None


def news(run: Run, *, since: dt.datetime) -> QuerySet[Change]:
    """The lines of `run` that were not there when somebody looked (`since`), and its problems."""
    return run.changes.filter(Q(seen_at__gt=since) | Q(kind=Change.Kind.PROBLEM))


def find(
    run: Run, *, kind: str = "", words: str = "", since: dt.datetime | None = None
) -> QuerySet[Change]:
    """The changes of `run`, problems first, then who leaves; `words` are of a name or a number.

    With `since`, only what is new after that.
    """
    found = news(run, since=since) if since else run.changes.all()
    if kind:
        found = found.filter(kind=kind)
    for word in words.split():
        found = found.filter(
            Q(name__icontains=word) | Q(number__istartswith=word) | Q(message__icontains=word)
        )
    ranks = [When(kind=each, then=Value(rank)) for rank, each in enumerate(ORDER)]
    return (
        found.order_by(Case(*ranks), "sort_name", "pk")
        if not kind
        else found.order_by("sort_name", "pk")
    )


def tell(changes: Iterable[Change], run: Run) -> list[Change]:
    """The same, each with `differences`: column in words, old value, new value.

    Supervisors get their names: those of the roster, else those of the sheet.
    """
    rows = list(changes)
    names = _names(rows, run)
    for change in rows:
        before, after = change.before or {}, change.after or {}
        change.differences = [  # type: ignore[attr-defined]
            (
                WORDS.get(column, column),
                _value(column, before.get(column), names),
                _value(column, after.get(column), names),
            )
            for column in WORDS
            if column in before or column in after
        ]
        change.message_in_words = as_read(change.message)  # type: ignore[attr-defined]
        change.column_in_words = WORDS.get(change.column, change.column)  # type: ignore[attr-defined]
        change.file_name = run.files[change.file] if len(run.files) > 1 else ""  # type: ignore[attr-defined]
    return rows


def _value(column: str, value: str | None, names: dict[str, str]) -> str:
    if not value:
        return ""
    if column == "supervisor":
        return names.get(value, value)
    return str(VALUES.get((column, value), value))


def _names(changes: list[Change], run: Run) -> dict[str, str]:
    """Employee number, or # and id → name with number, of every supervisor among `changes`."""
    asked = {
        value
        for change in changes
        for facts in (change.before, change.after)
        if (value := (facts or {}).get("supervisor"))
    }
    ids = [int(value[1:]) for value in asked if value[:1] == "#" and value[1:].isdigit()]
    staged = run.staged.filter(number__in=asked).values_list("number", "first_name", "last_name")
    found = {number: f"{first} {last} ({number})" for number, first, last in staged}
    people = Person.objects.filter(Q(number__in=asked) | Q(pk__in=ids))
    for person in people:
        key = person.number or f"#{person.pk}"
        found[key] = f"{person} ({person.number})" if person.number else str(person)
    return found
