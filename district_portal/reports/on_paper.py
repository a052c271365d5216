"""A report as an accessible PDF: what was asked, what was found, and a line for each row."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, Final

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from district_portal.district import current
from district_portal.reports.asking import Question
from district_portal.reports.columns import Column
from district_portal.reports.completion import Finding
from district_portal.reports.in_words import filters, sentence
from district_portal.ui.dates import date_in_words
from policies.paper import printing, typesetting

if TYPE_CHECKING:
    from accounts.models import Person

MOST: Final = 10_000
"""So many rows are some three hundred pages, which take half a minute to set."""


class TooLongError(Exception):
    """The report has more rows than are set on paper; the message says so to the person."""


def check_length(number: int) -> None:
    """Raise TooLongError when a report of so many rows is not set on paper."""
    if number > MOST:
        raise TooLongError(
            _("A PDF holds %(most)d rows at most. Filter the report, or take CSV or Excel.")
            % {"most": MOST}
        )


def pdf(
    question: Question,
    found: Finding,
    columns: Sequence[Column],
    lines: Iterable[Sequence[Any]],
    by: Person | None,
) -> bytes:
    """The report in the columns that have room on paper.

    Raises typesetting.NotSetError and taking_turns.BusyError.
    """
    rows = [[_shown(value) for value in line] for line in lines]
    data = _data(question, found, by, rows=len(rows))
    table = {
        "headings": [str(column.heading) for column in columns],
        "widths": [column.paper or 1.5 for column in columns],
        "rows": rows,
    }
    return typesetting.pdf("report", {**data, **table}, is_kept=False)


def _shown(value: Any) -> str:
    if isinstance(value, dt.datetime):
        return date_in_words(value, style="time")
    if isinstance(value, dt.date):
        return date_in_words(value)
    return "" if value is None else str(value)


def _data(question: Question, found: Finding, by: Person | None, *, rows: int) -> dict[str, Any]:
    day = date_in_words(question.as_of, style="long")
    title, now = _("Who has acknowledged"), timezone.localtime()
    until = _("As of %(day)s") if question.as_of == now.date() else _("As of the end of %(day)s")
    made = _("Made %(moment)s by %(person)s") % {
        "moment": f"{date_in_words(now, style='time')} {now:%Z}",
        "person": by or _("the command line"),
    }
    return {
        **printing.languages(),
        "paper": "us-letter",
        "district": current.current().name,
        "title": title,
        "running": f"{title}: {question.policy}" if question.policy else title,
        "lines": [until % {"day": day}],
        "standing": "",
        "foot": made,
        "page": _("Page {n} of {total}"),
        "finding": sentence(question, found),
        "words": {
            "asked": _("What was asked"),
            "rows": ngettext("%(n)d row", "%(n)d rows", rows) % {"n": rows},
        },
        "asked": [list(pair) for pair in filters(question)],
    }
