from __future__ import annotations

from django.contrib import messages
from django.http import (
    HttpResponse,
    HttpResponseBase,
    QueryDict,
    StreamingHttpResponse,
)
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from accounts.pacing import paced
from accounts.recent_sign_in import recently
from accounts.signed_in import SignedInRequest
from district_portal.permissions import get_or_404, needs, visible
from district_portal.reports import exporting, jobs, on_paper
from district_portal.reports.asking import Question
from district_portal.reports.forms import asked
from district_portal.reports.models import Export
from district_portal.ui.paging import page
from policies.paper.taking_turns import BusyError
from policies.paper.typesetting import NotSetError

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
}


@require_http_methods(["GET", "POST"])
@needs("reports.acknowledgments")
@paced("exports")
@recently("GET", "POST")
def acknowledgments_file(request: SignedInRequest, file_format: str) -> HttpResponse:
    """The same rows as a file; of a large one, the question whether to make it, and its making.

    A wrong filter leads back to the report, which marks it.
    """
    query = QueryDict(request.POST.get("query", "")) if request.method == "POST" else request.GET
    form, question = asked(query, by=request.user)
    if question is None:
        return redirect(f"{reverse('reports:acknowledgments')}?{query.urlencode()}")
    try:
        if request.method == "POST":
            return redirect(
                jobs.begin_export(query, question, file_format=file_format, by=request.user)
            )
        return _at_once(request, question, file_format, columns=form.chosen)
    except (on_paper.TooLongError, NotSetError) as refused:
        problem = str(refused)
    except BusyError:
        problem = _("Many PDFs are being made right now. Try again in a minute, or have it made.")
    return _ask(request, question, file_format, problem=problem)


def _at_once(
    request: SignedInRequest, question: Question, file_format: str, *, columns: list[str]
) -> HttpResponse:
    rows = exporting.length(question)
    if file_format == "pdf":
        on_paper.check_length(rows)
    if not exporting.is_at_once(file_format, rows):
        return _ask(request, question, file_format)
    response = HttpResponse(
        exporting.export(question, file_format=file_format, by=request.user, columns=columns),
        content_type=TYPES[file_format],
    )
    name = exporting.file_name(question, file_format)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _ask(
    request: SignedInRequest, question: Question, file_format: str, *, problem: str = ""
) -> HttpResponse:
    rows = exporting.length(question)
    context = {
        "file_format": file_format,
        "rows": rows,
        "is_too_long": file_format == "pdf" and rows > on_paper.MOST,
        "problem": problem,
        "query": request.GET.urlencode() or request.POST.get("query", ""),
        "days": exporting.KEPT.days,
        "name": exporting.file_name(question, file_format),
    }
    return render(request, "reports/large.html", context)


@require_GET
@needs("reports.fetch")
def exports(request: SignedInRequest) -> HttpResponse:
    """The files that long work has made for me, until they expire."""
    mine = visible(Export.objects.all(), request.user, "reports.fetch")
    kept = mine.filter(expires_at__gt=timezone.now())
    context = {"exports": page(kept, request), "days": exporting.KEPT.days}
    return render(request, "reports/exports.html", context)


@require_GET
@never_cache
@needs("reports.fetch")
@paced("exports")
@recently("GET")
def export_file(request: SignedInRequest, pk: int) -> HttpResponseBase:
    """One of these files, for its maker."""
    kept = get_or_404(Export.objects.all(), request.user, "reports.fetch", pk=pk)
    try:
        parts = exporting.fetch(kept, by=request.user)
    except exporting.GoneError:
        messages.info(request, _("That file has expired. Export the report anew."))
        return redirect("reports:exports")
    response = StreamingHttpResponse(parts, content_type=TYPES[kept.file_format])
    response["Content-Length"] = kept.size
    response["Content-Disposition"] = f'attachment; filename="{kept.name}"'
    return response
