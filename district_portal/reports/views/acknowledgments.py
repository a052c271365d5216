from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from accounts.signed_in import SignedInRequest
from district_portal.district.current import today
from district_portal.permissions import can, needs
from district_portal.reports import completion
from district_portal.reports.asking import ALL, LATE, OPEN, Question
from district_portal.reports.columns import BY_KEY, SHOWN, Column
from district_portal.reports.exporting import is_at_once
from district_portal.reports.forms import ColumnsForm, QuestionForm, asked, told
from district_portal.reports.in_words import sentence
from district_portal.reports.ordering import SORTED
from district_portal.reports.showing import show
from district_portal.reports.views import reminding
from district_portal.reports.views.wrong_filters import wrong
from district_portal.reports.writing import FORMATS
from district_portal.ui.paging import page
from district_portal.ui.sorting import ordering

ALWAYS = ("status", "days_late", "record")
VIEWS = 5
"""So many saved views are named above the list."""
BY_NAME = {"name": ("person__sort_name", "pk")}
SORTABLE, LISTED = 200_000, 5_000
"""Of more than SORTABLE rows the first LISTED are shown, by name: for a page of another order, or
further on, PostgreSQL would put all together. One policy of the largest districts stays below."""


@needs("reports.acknowledgments")
def acknowledgments(request: SignedInRequest) -> HttpResponse:
    """Who has and has not, with the finding as a sentence on top."""
    form, question = asked(request.GET, by=request.user)
    if question is None:
        return wrong(request, form, _("Who has acknowledged"))
    finding = completion.finding(question)
    total = finding.rows(question.status)
    sortable = total <= SORTABLE
    order = ordering(request, allowed=SORTED if sortable else BY_NAME, default="name")
    reach = total if sortable else LISTED
    shown = page(completion.ids(question, *order), request, total=reach)
    rows = completion.of_ids(shown.object_list, question, *order)
    shown.object_list = list(rows)
    keys = _columns(form.chosen, question)
    show(shown.object_list, question, _of(dict.fromkeys([*keys, *ALWAYS])))
    _tick_once(shown)
    for row in shown:
        row.cells = [(column, row.shown[column.key]) for column in _of(keys)]
    context = {
        "filter_form": form,
        "question": question,
        "finding": finding,
        "sentence": sentence(question, finding),
        "files": [(file_format, is_at_once(file_format, total)) for file_format in FORMATS],
        "rows": shown,
        "total": total,
        "reach": reach,
        "columns": _of(keys),
        "columns_form": ColumnsForm(initial={"columns": keys}),
        "kept": _kept(request),
        "may_remind": _may_remind(request, question),
        "may_prove": can(request.user, "evidence.make"),
        "is_of_today": question.as_of == today(),
        "of_all_columns": 0 if form.chosen else len(BY_KEY),
        **_views(form, request),
    }
    return render(request, "reports/acknowledgments.html", context)


def _views(form: QuestionForm, request: SignedInRequest) -> dict[str, Any]:
    """The first saved views, each with what it asks and whether it is this one; and its name."""
    here = told(request.GET.urlencode())
    return {
        "saved": [(query, name, query == here) for query, name in form.saved[:VIEWS]],
        "view": next((name for query, name in form.saved if query and query == here), ""),
    }


def _kept(request: SignedInRequest) -> list[tuple[str, str]]:
    """What was asked, to be asked again with other columns."""
    names = [name for name in request.GET if name not in {"columns", "page"}]
    return [(name, value) for name in names for value in request.GET.getlist(name)]


def _tick_once(rows: Iterable[Any]) -> None:
    """Mark the first open row of each person: one box a person, since one mail names all."""
    ticked: set[int] = set()
    for row in rows:
        row.is_ticked = row.status == OPEN and row.person_id not in ticked
        if row.is_ticked:
            ticked.add(row.person_id)


def _may_remind(request: SignedInRequest, question: Question) -> bool:
    """Whether the report shows anybody who could be reminded, to somebody who may."""
    shows_open = question.status in {ALL, OPEN, LATE} and question.as_of == today()
    return shows_open and can(request.user, reminding.MAY)


def _columns(chosen: list[str], question: Question) -> list[str]:
    """The keys of the columns to show: the name first, the policy unless there is one alone."""
    if chosen:
        return ["name", *(key for key in BY_KEY if key in chosen and key != "name")]
    return [key for key in SHOWN if key != "policy" or not question.policy]


def _of(keys: Iterable[str]) -> list[Column]:
    return [BY_KEY[key] for key in keys]
