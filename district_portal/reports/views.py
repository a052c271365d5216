from __future__ import annotations

from django.http import HttpResponse, HttpResponseBadRequest
from django.shortcuts import render
from django.utils.translation import gettext as _

from accounts.recent_sign_in import recently
from accounts.signed_in import SignedInRequest
from district_portal.permissions import can, needs, reaches, scope_of
from district_portal.reports import completion
from district_portal.reports.columns import status
from district_portal.reports.completion import Question
from district_portal.reports.exporting import export, file_name
from district_portal.reports.forms import QuestionForm
from district_portal.ui.paging import page
from district_portal.ui.sorting import ordering
from policies.acknowledgments.models import Closing

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
BY_NAME = {"name": ("person__sort_name", "pk")}
SORTED = {
    **BY_NAME,
    "place": ("place", "person__sort_name", "pk"),
    "policy": ("code", "person__sort_name", "pk"),
    "due": ("due", "person__sort_name", "pk"),
}
SORTABLE, LISTED = 200_000, 5_000
"""Of more than SORTABLE rows the first LISTED are shown, by name: for a page of another order, or
further on, PostgreSQL would put all together. One policy of the largest districts stays below."""


def _asked(request: SignedInRequest) -> tuple[QuestionForm, Question]:
    form = QuestionForm(request.GET or None)
    scope = scope_of(request.user, "reports.acknowledgments")
    assert scope is not None  # noqa: S101 – @needs has seen to it
    return form, form.question(scope)


@needs("reports.acknowledgments")
def acknowledgments(request: SignedInRequest) -> HttpResponse:
    """Who has and has not, with the finding as a sentence on top."""
    form, question = _asked(request)
    sees_record = reaches(request.user, "acknowledgments.closing", Closing)
    finding = completion.finding(question)
    total = finding.rows(question.status)
    sortable = total <= SORTABLE
    order = ordering(request, allowed=SORTED if sortable else BY_NAME, default="name")
    reach = total if sortable else LISTED
    shown = page(completion.ids(question, *order), request, total=reach)
    rows = completion.of_ids(shown.object_list, question, *order)
    shown.object_list = list(rows.annotate(sees_record=sees_record))
    for row in shown:
        row.days_late = completion.days_late(row, question)
        row.status_words = status(row, question)
    context = {
        "filter_form": form,
        "question": question,
        "finding": finding,
        "rows": shown,
        "total": total,
        "reach": reach,
        "may_prove": can(request.user, "evidence.make"),
    }
    return render(request, "reports/acknowledgments.html", context)


@needs("reports.acknowledgments")
@recently("GET")
def acknowledgments_file(request: SignedInRequest, file_format: str) -> HttpResponse:
    """The same rows as a file."""
    form, question = _asked(request)
    if form.is_bound and not form.is_valid():
        return HttpResponseBadRequest(_("These filters make no sense."))
    response = HttpResponse(
        export(question, file_format=file_format, by=request.user),
        content_type=TYPES[file_format],
    )
    name = file_name(question, file_format)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
