from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.contrib import messages
from django.db.models import Case, Value, When
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from district_portal.jobs import cancelling
from district_portal.jobs.kinds import kind_of
from district_portal.jobs.models import Job
from district_portal.permissions import get_or_404, needs
from district_portal.ui.numbers import read_number
from district_portal.ui.paging import page

if TYPE_CHECKING:
    from accounts.signed_in import SignedInRequest

STOP_POLLING: Final = 286
"""The answer after which htmx asks no more."""


@require_GET
@never_cache
@needs("jobs.view")
def job(request: SignedInRequest, pk: int) -> HttpResponse:
    """How far long work is, and what came of each piece; a script asks for the first part only."""
    job = get_or_404(Job.objects.all(), request.user, "jobs.view", pk=pk)
    kind = kind_of(job.kind)
    pieces = job.pieces.filter(is_done=True).defer("content")
    has_failed = Case(When(error="", then=Value(1)), default=Value(0))
    context = {
        "job": job,
        "kind": kind,
        "back": reverse(kind.back[0]),
        "pieces": page(pieces.order_by(has_failed, "position"), request),
        "failed": pieces.exclude(error="").count(),
        "says": _says(request, job),
        "may_cancel": cancelling.may_be_cancelled(job),
    }
    if not request.htmx:  # type: ignore[attr-defined]
        return render(request, "jobs/job.html", context)
    status = STOP_POLLING if job.has_ended else 200
    return render(request, "jobs/_progress.html", context, status=status)


@require_POST
@needs("jobs.cancel")
def cancel(request: SignedInRequest, pk: int) -> HttpResponse:
    """End long work before its time."""
    job = get_or_404(Job.objects.all(), request.user, "jobs.cancel", pk=pk)
    try:
        cancelling.cancel(job, by=request.user)
    except cancelling.OverError:
        messages.info(request, _("This work was over already, or can’t be cancelled."))
    return redirect(job)


def _says(request: SignedInRequest, job: Job) -> bool:
    """Whether to say aloud how far it is: once a quarter."""
    said = read_number(request.headers.get("X-Quarter-Said"))
    return said is None or said < job.quarter
