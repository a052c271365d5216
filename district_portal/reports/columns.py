"""The columns of a report: the same on the page and in every file.

Each says what it shows in SQL, once: of a row that showing.py puts together. Its words are
translated where the report is asked, and go along as parameters.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Posting
from district_portal.district import wording
from district_portal.district.current import zone
from district_portal.reports.asking import ALL, CLOSED, LATE, OPEN, SIGNED, Question
from policies.acknowledgments.models import Assignment


@dataclass(frozen=True)
class Column:
    """A heading, what it means, the SQL of its value, and how a spreadsheet shows that.

    `key` names it in addresses; `paper` is its part of a printed line, 0 where it is left out of
    one with many.
    """

    key: str
    heading: Any
    meaning: Any
    sql: str
    number_format: str = ""
    paper: float = 0

    @property
    def is_number(self) -> bool:
        """Whether it is set to the right."""
        return self.key in {"version", "days_late"}


DAY, MOMENT = "yyyy-mm-dd", "yyyy-mm-dd hh:mm"
_SIGNED, _CLOSED = "found.status = 'signed'", "found.status = 'closed'"
_RUNNING = "found.status = 'open' AND posting.on_leave IS NOT TRUE"
_LATE = f"{_RUNNING} AND found.due < %(as_of)s"
_STATUS = f"""
    CASE WHEN {_SIGNED} THEN %(signed)s
         WHEN {_CLOSED} THEN %(ended)s::jsonb ->> found.ended_why
         WHEN posting.on_leave THEN %(on_leave)s
         WHEN {_LATE} THEN %(late)s
         ELSE %(not_signed)s END
"""
_HOW = f"""
    CASE WHEN NOT {_SIGNED} THEN NULL
         WHEN signature.method = 'paper' THEN replace(%(on_paper)s, %(person)s, {{recorder}})
         WHEN signature.method <> 'kiosk' THEN %(in_the_portal)s
         WHEN presence.was_present IS NULL THEN %(not_confirmed)s
         WHEN presence.was_present THEN replace(%(confirmed)s, %(person)s, {{seer}})
         ELSE replace(%(was_not_there)s, %(person)s, {{seer}}) END
"""
OF_STATUS: Final = {
    ALL: "true",
    OPEN: "found.status = 'open'",
    LATE: f"{_RUNNING} AND found.due < %(late_before)s",
    SIGNED: _SIGNED,
    CLOSED: _CLOSED,
}
"""Which rows a file shows, by the status asked for."""


def _name(person: str) -> str:
    """Last name, first name; nothing where there is nobody."""
    return f"{person}.family_name || ', ' || {person}.given_name"


def _where(condition: str, value: str) -> str:
    return f"CASE WHEN {condition} THEN {value} END"


def _local_day(moment: str) -> str:
    return f"({moment} AT TIME ZONE %(zone)s)::date"


COLUMNS = (
    Column(
        "number",
        gettext_lazy("Employee number"),
        gettext_lazy("as in the HR sheet"),
        "person.number",
    ),
    Column(
        "name",
        gettext_lazy("Name"),
        gettext_lazy("last name, first name"),
        _name("person"),
        paper=3,
    ),
    Column(
        "email",
        gettext_lazy("E-mail"),
        gettext_lazy("district address"),
        "person.email",
    ),
    Column(
        "place",
        gettext_lazy("Building or department"),
        gettext_lazy("of the main posting on the day of the report"),
        "place.name",
        paper=3,
    ),
    Column(
        "position",
        gettext_lazy("Position"),
        gettext_lazy("in that posting"),
        "posting.position",
        paper=2,
    ),
    Column(
        "supervisor",
        wording.supervisor_title_lazy,
        gettext_lazy("in that posting"),
        _name("supervisor"),
    ),
    Column(
        "kind",
        gettext_lazy("Kind"),
        gettext_lazy("employee or volunteer"),
        "%(kinds)s::jsonb ->> posting.kind",
    ),
    Column(
        "policy",
        gettext_lazy("Policy"),
        gettext_lazy("code"),
        "version.code",
        paper=1,
    ),
    Column(
        "title",
        gettext_lazy("Title"),
        gettext_lazy("of the policy"),
        "version.title",
    ),
    Column(
        "version",
        gettext_lazy("Version"),
        gettext_lazy("number of the version that was asked for"),
        "version.number",
        paper=1,
    ),
    Column(
        "status",
        gettext_lazy("Status"),
        gettext_lazy("signed, not signed, late, on leave, or how it was closed"),
        _STATUS,
        paper=2,
    ),
    Column(
        "assigned",
        gettext_lazy("Assigned"),
        gettext_lazy("day on which it was asked for"),
        "found.assigned_on",
        DAY,
    ),
    Column(
        "due",
        gettext_lazy("Due"),
        gettext_lazy("last day for the signature"),
        "found.due",
        DAY,
        paper=1.3,
    ),
    Column(
        "days_late",
        gettext_lazy("Days late"),
        gettext_lazy("days since the due date; 0 when not late"),
        f"CASE WHEN {_LATE} THEN %(as_of)s - found.due ELSE 0 END",
    ),
    Column(
        "signed",
        gettext_lazy("Signed at"),
        gettext_lazy("in the district’s time zone"),
        _where(_SIGNED, "date_trunc('second', signature.signed_at AT TIME ZONE %(zone)s)"),
        MOMENT,
        paper=2,
    ),
    Column(
        "receipt",
        gettext_lazy("Receipt"),
        gettext_lazy("number of the signature’s receipt"),
        _where(_SIGNED, "signature.receipt"),
    ),
    Column(
        "how",
        gettext_lazy("How signed"),
        gettext_lazy(
            "in the portal, on paper and who recorded it, or at a shared device and who was witness"
        ),
        _HOW.format(recorder=_name("recorder"), seer=_name("seer")),
    ),
    Column(
        "other_name",
        gettext_lazy("Another name typed"),
        gettext_lazy("in place of the name on the roster"),
        _where(f"{_SIGNED} AND NOT signature.name_matches", "signature.typed_name"),
    ),
    Column(
        "sheet_day",
        gettext_lazy("Date on paper"),
        gettext_lazy("of a signature on paper"),
        _where(_SIGNED, "signature.signed_on"),
        DAY,
    ),
    Column(
        "mistaken",
        gettext_lazy("Marked mistaken on"),
        gettext_lazy("day since which a signature on paper counts no more"),
        _where(_SIGNED, _local_day("mistake.marked_at")),
        DAY,
    ),
    Column(
        "closed",
        gettext_lazy("Closed on"),
        gettext_lazy("day on which it ended without a signature"),
        _where(_CLOSED, _local_day("found.ended_at")),
        DAY,
    ),
    Column(
        "record",
        gettext_lazy("Closing record"),
        gettext_lazy(
            "number of the record of a refusal, inability or exemption, for who may see that"
        ),
        _where(_CLOSED, "closing.number"),
    ),
    Column(
        "closed_by",
        gettext_lazy("Closed by"),
        gettext_lazy("who made that record"),
        _where(_CLOSED, _name("closer")),
    ),
    Column(
        "witness",
        gettext_lazy("Witness"),
        gettext_lazy("of a refusal"),
        _where(f"{_CLOSED} AND found.ended_why = 'refused'", _name("witness")),
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


def words(question: Question) -> dict[str, Any]:
    """What stands in the SQL of the columns as %(…)s: the day, the zone, and words."""
    anybody = "\N{REPLACEMENT CHARACTER}"
    person = {"person": anybody}
    return {
        "as_of": question.as_of,
        "late_before": question.late_before,
        "zone": zone().key,
        "person": anybody,
        "signed": _("Signed"),
        "not_signed": _("Not signed"),
        "late": _("Not signed, late"),
        "on_leave": _("Not signed, on leave"),
        "ended": _labels(Assignment.Ended),
        "kinds": _labels(Posting.Kind),
        "in_the_portal": _("In the portal"),
        "on_paper": _("On paper, recorded by %(person)s") % person,
        "not_confirmed": _("At a shared device, presence not confirmed"),
        "confirmed": _("At a shared device, presence confirmed by %(person)s") % person,
        "was_not_there": _("At a shared device, was not there, says %(person)s") % person,
    }


def _labels(choices: Any) -> str:
    return json.dumps({value: str(label) for value, label in choices.choices})
