"""The cases of accounts that claim to be the district, and the steps in each."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Count, Max, Prefetch, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.signed_in import SignedInRequest
from approvals.impostors import handling
from approvals.impostors.forms import CaseFilter, StepForm, step_words
from approvals.impostors.models import Act, Capture, Impostor
from approvals.registry import checking
from district_portal.permissions import get_or_404, needs, visible
from district_portal.ui.paging import page

MAY = "impostors.handle"
REPORTS_A_PAGE = 10


@needs(MAY)
def cases(request: SignedInRequest) -> HttpResponse:
    """Every case; what was touched last comes first."""
    form = CaseFilter(request.GET)
    rows = form.narrow(visible(_cases(), request.user, MAY))
    rows = rows.annotate(
        reported=Count("reports", distinct=True), last_report=Max("reports__reported_at")
    )
    rows = rows.order_by("-changed_at", "-pk")
    context = {"rows": page(rows, request), "form": form, "filtered": any(request.GET.values())}
    return render(request, "impostors/list.html", context)


@needs(MAY)
def case(request: SignedInRequest, pk: int) -> HttpResponse:
    """One case: what was reported, what was done, and what may be done next."""
    impostor = get_or_404(_cases(), request.user, MAY, pk=pk)
    without_content = Capture.objects.defer("content").select_related("added_by", "removed_by")
    reports = impostor.reports.prefetch_related(Prefetch("captures", without_content))
    context = {
        "impostor": impostor,
        "reports": page(reports, request, per_page=REPORTS_A_PAGE),
        "added": without_content.filter(impostor=impostor, report=None),
        "acts": impostor.acts.select_related("by"),
        "still_there": impostor.state in impostor.STILL_THERE,
        "alike": checking.active().filter(looks=impostor.looks)[: checking.SHOWN],
        "steps": [
            (what.value, step_words(what, impostor)) for what in handling.open_steps(impostor)
        ],
    }
    return render(request, "impostors/case.html", context)


@needs(MAY)
def step(request: SignedInRequest, pk: int, what: str) -> HttpResponse:
    """Take one step, with its reason; where somebody was faster, it says who."""
    impostor = get_or_404(_cases(), request.user, MAY, pk=pk)
    if what not in handling.STEPS:
        raise Http404
    chosen = Act.What(what)
    last = impostor.acts.first()
    shown = {"seen": last.pk if last else None}
    form = StepForm(request.POST or None, what=chosen, initial=shown)
    if form.is_valid():
        try:
            handling.take(chosen, impostor, by=request.user, **form.cleaned_data)
        except handling.StepError as obstacle:
            typed = request.POST.copy()
            typed["seen"] = str(shown["seen"] or "")
            form = StepForm(typed, what=chosen)
            form.add_error(obstacle.field or None, str(obstacle))
            impostor.refresh_from_db()
        else:
            messages.success(request, _("Recorded: %s.") % chosen.label)
            return redirect(impostor)
    elif not handling.STEPS[chosen].fits(impostor):
        messages.info(request, _("This can’t be done now: see below what was done."))
        return redirect(impostor)
    words = step_words(chosen, impostor)
    context = {"impostor": impostor, "form": form, "words": words, "what": what}
    return render(request, "impostors/step.html", context)


def _cases() -> QuerySet[Impostor]:
    return Impostor.objects.select_related("platform")
