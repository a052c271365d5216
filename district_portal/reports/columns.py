"""The columns of a report: the same on the page and in every file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Posting
from district_portal.district import wording
from district_portal.reports.asking import CLOSED, OPEN, SIGNED, Question
from district_portal.reports.completion import days_late
from policies.acknowledgments.models import Assignment


@dataclass(frozen=True)
class Column:
    """A heading, what it means, how its value is taken from a row, and shown in a spreadsheet.

    `key` names it in addresses; `paper` is its part of a printed line, 0 where it is left out of
    one with many.
    """

    key: str
    heading: Any
    meaning: Any
    value: Callable[[Any, Question], Any]
    number_format: str = ""
    paper: float = 0

    @property
    def is_number(self) -> bool:
        """Whether it is set to the right."""
        return self.key in {"version", "days_late"}


DAY, MOMENT = "yyyy-mm-dd", "yyyy-mm-dd hh:mm"
COLUMNS = (
    Column(
        "number",
        gettext_lazy("Employee number"),
        gettext_lazy("as in the HR sheet"),
        lambda row, _q: row.number,
    ),
    Column(
        "name",
        gettext_lazy("Name"),
        gettext_lazy("last name, first name"),
        lambda row, _q: row.name,
        paper=3,
    ),
    Column(
        "email",
        gettext_lazy("E-mail"),
        gettext_lazy("district address"),
        lambda row, _q: row.email,
    ),
    Column(
        "place",
        gettext_lazy("Building or department"),
        gettext_lazy("of the main posting on the day of the report"),
        lambda row, _q: row.place,
        paper=3,
    ),
    Column(
        "position",
        gettext_lazy("Position"),
        gettext_lazy("in that posting"),
        lambda row, _q: row.position,
        paper=2,
    ),
    Column(
        "supervisor",
        wording.supervisor_title_lazy,
        gettext_lazy("in that posting"),
        lambda row, _q: row.supervisor,
    ),
    Column(
        "kind",
        gettext_lazy("Kind"),
        gettext_lazy("employee or volunteer"),
        lambda row, _q: _kind(row.kind),
    ),
    Column(
        "policy",
        gettext_lazy("Policy"),
        gettext_lazy("code"),
        lambda row, _q: row.code,
        paper=1,
    ),
    Column(
        "title",
        gettext_lazy("Title"),
        gettext_lazy("of the policy"),
        lambda row, _q: row.title,
    ),
    Column(
        "version",
        gettext_lazy("Version"),
        gettext_lazy("number of the version that was asked for"),
        lambda row, _q: row.version_number,
        paper=1,
    ),
    Column(
        "status",
        gettext_lazy("Status"),
        gettext_lazy("signed, not signed, late, on leave, or how it was closed"),
        lambda row, question: status(row, question),  # noqa: PLW0108 – defined below
        paper=2,
    ),
    Column(
        "assigned",
        gettext_lazy("Assigned"),
        gettext_lazy("day on which it was asked for"),
        lambda row, _q: row.assigned_on,
        DAY,
    ),
    Column(
        "due",
        gettext_lazy("Due"),
        gettext_lazy("last day for the signature"),
        lambda row, _q: row.due,
        DAY,
        paper=1.3,
    ),
    Column(
        "days_late",
        gettext_lazy("Days late"),
        gettext_lazy("days since the due date; 0 when not late"),
        days_late,
    ),
    Column(
        "signed",
        gettext_lazy("Signed at"),
        gettext_lazy("in the district's time zone"),
        lambda row, _q: _signed_at(row),
        MOMENT,
        paper=2,
    ),
    Column(
        "receipt",
        gettext_lazy("Receipt"),
        gettext_lazy("number of the signature's receipt"),
        lambda row, _q: row.receipt if row.status == SIGNED else None,
    ),
    Column(
        "how",
        gettext_lazy("How signed"),
        gettext_lazy(
            "in the portal, on paper and who recorded it, or at a shared device and who was witness"
        ),
        lambda row, _q: how(row),
    ),
    Column(
        "other_name",
        gettext_lazy("Another name typed"),
        gettext_lazy("in place of the name on the roster"),
        lambda row, _q: row.other_name or None if row.status == SIGNED else None,
    ),
    Column(
        "sheet_day",
        gettext_lazy("Day on the sheet"),
        gettext_lazy("of a signature on paper"),
        lambda row, _q: row.signed_on if row.status == SIGNED else None,
        DAY,
    ),
    Column(
        "mistaken",
        gettext_lazy("Found mistaken"),
        gettext_lazy("day since which a signature on paper counts no more"),
        lambda row, _q: _found_mistaken(row),
        DAY,
    ),
    Column(
        "closed",
        gettext_lazy("Closed"),
        gettext_lazy("day on which it ended without a signature"),
        lambda row, _q: timezone.localtime(row.ended_at).date() if row.status == CLOSED else None,
        DAY,
    ),
    Column(
        "record",
        gettext_lazy("Record"),
        gettext_lazy("number of the record of a refusal, inability or exemption"),
        lambda row, _q: _recorded(row, row.record),
    ),
    Column(
        "closed_by",
        gettext_lazy("Closed by"),
        gettext_lazy("who made that record"),
        lambda row, _q: _recorded(row, row.closed_by),
    ),
    Column(
        "witness",
        gettext_lazy("Witness"),
        gettext_lazy("of a refusal"),
        lambda row, _q: _recorded(row, row.witness) if row.ended_why == "refused" else None,
    ),
)


BY_KEY: Final = {column.key: column for column in COLUMNS}
SHOWN: Final = ("name", "place", "policy", "version", "due", "status")
"""What the page shows unless other columns are chosen."""
ON_PAPER: Final = 10
"""So many chosen columns have room on paper."""


def chosen_columns(keys: Sequence[str]) -> tuple[Column, ...]:
    """The columns of those keys, in the order of all; all where none is chosen."""
    return tuple(column for column in COLUMNS if column.key in keys) or COLUMNS


def on_paper_of(columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """Of those columns the ones that a PDF shows: all, or where they are many the main ones."""
    if len(columns) <= ON_PAPER:
        return columns
    return tuple(column for column in columns if column.paper)


def status(row: Any, question: Question) -> str:
    """A row's status in words."""
    if row.status == SIGNED:
        return _("Signed")
    if row.status == OPEN:
        if row.on_leave:
            return _("Not signed, on leave")
        return _("Not signed, late") if days_late(row, question) else _("Not signed")
    return str(Assignment.Ended(row.ended_why).label)


def how(row: Any) -> str | None:
    """How a row was signed; None where it was not."""
    if row.status != SIGNED:
        return None
    if row.method == "paper":
        return _("On paper, recorded by %(person)s") % {"person": row.recorded_by}
    if row.method == "kiosk":
        return _at_kiosk(row)
    return _("In the portal")


def _at_kiosk(row: Any) -> str:
    if row.was_present is None:
        return _("At a shared device, presence not confirmed")
    if row.was_present:
        return _("At a shared device, presence confirmed by %(person)s") % {"person": row.seen_by}
    return _("At a shared device, was not there, says %(person)s") % {"person": row.seen_by}


def _recorded(row: Any, value: str) -> str | None:
    """What its record says, for a row that somebody had closed by the day of the report."""
    return value if row.status == CLOSED and row.closing_id else None


def _found_mistaken(row: Any) -> Any:
    """For a past day, on which it still counted."""
    if row.status != SIGNED or row.mistaken_at is None:
        return None
    return timezone.localtime(row.mistaken_at).date()


def _kind(kind: str | None) -> str:
    return str(Posting.Kind(kind).label) if kind else ""


def _signed_at(row: Any) -> Any:
    """Without a zone, as a spreadsheet wants it."""
    if row.status != SIGNED or row.signed_at is None:
        return None
    return timezone.localtime(row.signed_at).replace(tzinfo=None, microsecond=0)
