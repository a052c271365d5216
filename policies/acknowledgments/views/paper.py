"""Print sheets to sign on paper, and find the sheet that came back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Exists, OuterRef
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from accounts.recent_sign_in import recently
from accounts.signed_in import SignedInRequest
from district_portal.jobs.models import Job, JobPiece
from district_portal.permissions import can, needs, visible
from district_portal.ui.paging import page
from policies.acknowledgments import jobs, reading
from policies.acknowledgments.audience import in_words
from policies.acknowledgments.forms.paper import CodeForm, PrintForm
from policies.acknowledgments.models import Assignment, Requirement
from policies.acknowledgments.paper import looking_up, printing, recording
from policies.paper.taking_turns import BusyError
from policies.paper.typesetting import NotSetError
from policies.views.files import busy

MAY = printing.MAY


@require_GET
@needs(MAY)
def paper(request: SignedInRequest) -> HttpResponse:
    """Find a sheet by its code, and see what was recorded lately."""
    form = CodeForm(request.GET if "code" in request.GET else None)
    lines: list[looking_up.Line] = []
    if form.is_bound and form.is_valid():
        lines = looking_up.look_up([form.cleaned_data["code"]], by=request.user)
        if lines and lines[0].is_ready and lines[0].sheet:
            return redirect("acknowledgments:record_sheet", lines[0].sheet.code)
        for line in lines:
            form.add_error("code", line.words)
    context = {
        "form": form,
        "line": lines[0] if lines else None,
        "instead": looking_up.asked_instead(lines[0]) if lines else None,
        "recorded": page(recording.recorded(by=request.user), request),
        "may_see_requirements": can(request.user, "acknowledgments.requirements"),
    }
    return render(request, "acknowledgments/paper.html", context)


@require_GET
@needs(MAY)
def choose(request: SignedInRequest) -> HttpResponse:
    """The requirements for which somebody whom the reader sees still has to sign."""
    seen = visible(Assignment.objects.open(), request.user, MAY)
    rows = reading.live().filter(Exists(seen.filter(requirement=OuterRef("pk"))))
    shown = page(rows, request)
    for requirement in shown:
        requirement.who = in_words(requirement)
    return render(request, "acknowledgments/print.html", {"requirements": shown})


@needs(MAY)
@recently("POST")
def sheets(request: SignedInRequest, pk: int) -> HttpResponse:
    """Whom to print for and how; how many people that is, first; then it begins."""
    seen = visible(Assignment.objects.all(), request.user, MAY)
    of_mine = reading.live().filter(pk__in=seen.filter(requirement=pk).values("requirement"))
    requirement = get_object_or_404(of_mine, pk=pk)
    form = PrintForm(request.GET or None)
    rows: list[Any] = []
    if not form.is_bound or form.is_valid():
        rows = list(printing.asked(requirement, by=request.user, **form.whom()))
    if request.method == "POST" and rows:
        by = request.user
        return redirect(jobs.begin_sheets(requirement, rows, by=by, as_list=form.as_list))
    context = {
        "requirement": requirement,
        "who": in_words(requirement),
        "form": form,
        "people": len(rows),
        "files": [(name, len(some)) for name, some in printing.in_files(rows)],
    }
    return render(request, "acknowledgments/print_sheets.html", context)


@require_GET
@never_cache
@needs(MAY)
@recently("GET")
def pdf(request: SignedInRequest, pk: int) -> HttpResponse:
    """One file of sheets, for whoever had them made: those that are still open."""
    mine = visible(Job.objects.filter(kind=jobs.SHEETS), request.user, "jobs.view")
    done = JobPiece.objects.filter(job__in=mine, is_done=True, error="").select_related("job")
    piece = get_object_or_404(done, pk=pk)
    requirement = Requirement.objects.get(pk=piece.given["requirement"])
    asked = printing.asked(requirement, by=request.user)
    rows = list(asked.filter(pk__in=piece.given["assignments"], sheet__isnull=False))
    if not rows:
        messages.info(request, _("Nobody of them is asked to sign any more."))
        return redirect(piece.job)
    try:
        made = printing.sheets_pdf(rows, as_list=piece.given["as_list"])
    except BusyError:
        return busy(request, back=piece.job.get_absolute_url())
    except NotSetError as refused:
        messages.error(request, str(refused))
        return redirect(piece.job)
    name = f"sheets-{requirement.policy.slug}-{piece.job_id}-{piece.position + 1}.pdf"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(made, content_type="application/pdf", headers=headers)
