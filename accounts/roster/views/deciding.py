from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from accounts.recent_sign_in import recently
from accounts.roster import applying, bringing, confirming, discarding, jobs, undoing
from accounts.roster.models import Run
from accounts.signed_in import SignedInRequest
from district_portal.permissions import get_or_404, needs
from district_portal.ui.numbers import read_number
from district_portal.ui.paging import page


def _run(request: SignedInRequest, pk: int) -> Run:
    found = Run.objects.select_related("job").defer("content")
    return get_or_404(found, request.user, "roster.import", pk=pk)


@require_POST
@needs("roster.import")
@recently("POST")
def apply_run(request: SignedInRequest, pk: int) -> HttpResponseRedirect:
    """Write what the page showed."""
    run = _run(request, pk)
    try:
        run = (jobs.apply if jobs.is_long(run) else applying.apply)(run, by=request.user)
    except (applying.ProblemsError, applying.EndedError):
        messages.info(request, _("Nothing was written: this sheet has moved on. It stands so now."))
    else:
        _say(request, run)
    return redirect("roster:run", pk)


@require_POST
@needs("roster.import")
@recently("POST")
def confirm(request: SignedInRequest, pk: int) -> HttpResponseRedirect:
    """As a second person, let many people leave."""
    run = _run(request, pk)
    try:
        run = (jobs.apply if jobs.is_long(run) else confirming.confirm)(run, by=request.user)
    except confirming.SamePersonError:
        messages.error(request, _("You asked for it, so somebody else must confirm."))
    except (confirming.NotAskedError, applying.ProblemsError, applying.EndedError):
        messages.info(request, _("Nothing was written: this sheet has moved on. It stands so now."))
    else:
        _say(request, run)
    return redirect("roster:run", pk)


def _say(request: SignedInRequest, run: Run) -> None:
    """What came of it, in the state that it has now."""
    if run.state == Run.State.APPLIED:
        messages.success(request, _("The roster is up to date."))
    elif run.state == Run.State.TO_BE_CONFIRMED:
        messages.warning(request, _("Nothing is written yet: a second person must confirm."))
    elif run.state == Run.State.WAITING:
        messages.warning(
            request,
            _("Nothing was written: the roster has changed since. This is the difference now."),
        )


@require_POST
@needs("roster.import")
def again(request: SignedInRequest, pk: int) -> HttpResponseRedirect:
    """Compare once more with the roster as it is now; take up what got stuck."""
    run = _run(request, pk)
    try:
        bringing.look_again(run)
    except applying.EndedError:
        messages.info(request, _("This sheet has moved on. It stands so now."))
    return redirect("roster:run", pk)


@require_POST
@needs("roster.import")
def discard(request: SignedInRequest, pk: int) -> HttpResponseRedirect:
    """Throw a sheet away."""
    run = _run(request, pk)
    try:
        discarding.discard(run, by=request.user)
    except applying.EndedError:
        messages.info(request, _("This sheet has moved on. It stands so now."))
        return redirect("roster:run", pk)
    messages.success(request, _("The sheet is discarded. Nothing was written."))
    return redirect("roster:runs")


@needs("roster.import")
@recently("POST")
def undo(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show who stays as they are now, and undo the rest."""
    run = _run(request, pk)
    if request.method == "POST":
        return _undo(request, run)
    last = undoing.last_applied()
    if last is None or last.pk != run.pk:
        messages.info(request, _("Only the sheet that was applied last can be undone."))
        return redirect("roster:run", pk)
    staying = undoing.changed_since(run).order_by("sort_name", "pk")
    context: dict[str, Any] = {"run": run, "staying": page(staying, request)}
    return render(request, "roster/undo.html", context)


def _undo(request: SignedInRequest, run: Run) -> HttpResponseRedirect:
    staying = read_number(request.POST.get("staying")) or 0
    try:
        undoing.undo(run, by=request.user, staying=staying)
    except undoing.NotTheLastError:
        messages.info(request, _("Only the sheet that was applied last can be undone."))
    except undoing.ChangedSinceError:
        messages.warning(request, _("More was changed in the meantime. Please look once more."))
        return redirect("roster:undo", run.pk)
    except undoing.RefusedError:
        messages.error(
            request,
            _("It can’t be undone: with what changed since, people would supervise each other."),
        )
    else:
        kept = ngettext("%(n)s person stayed.", "%(n)s people stayed.", staying) % {"n": staying}
        said = _("The sheet is undone.")
        messages.success(request, f"{said} {kept}" if staying else said)
    return redirect("roster:run", run.pk)
