from __future__ import annotations

from collections.abc import Collection
from typing import Any, Final

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from accounts.models import Person
from accounts.recent_sign_in import recently
from accounts.roster import applying, bringing, confirming, discarding, jobs, looking, undoing
from accounts.roster.carrying_out import NotShownError
from accounts.roster.models import Run
from accounts.signed_in import SignedInRequest
from district_portal.permissions import get_or_404, needs
from district_portal.ui.numbers import read_number
from district_portal.ui.paging import page

MOST_NAMED: Final = 5


def _run(request: SignedInRequest, pk: int) -> Run:
    found = Run.objects.select_related("job").defer("content")
    return get_or_404(found, request.user, "roster.import", pk=pk)


@require_POST
@needs("roster.import")
@recently("POST")
def apply_run(request: SignedInRequest, pk: int) -> HttpResponseRedirect:
    """Write what the page showed."""
    run, shown = _run(request, pk), request.POST.get("shown", "")
    act = jobs.apply if jobs.is_long(run) else applying.apply
    try:
        run = act(run, by=request.user, shown=shown)
    except NotShownError:
        return _show_news(request, pk)
    except (applying.ProblemsError, applying.EndedError):
        messages.info(request, _("Nothing was written: this sheet has moved on. It stands so now."))
    else:
        return _say(request, run)
    return redirect("roster:run", pk)


@require_POST
@needs("roster.import")
@recently("POST")
def confirm(request: SignedInRequest, pk: int) -> HttpResponseRedirect:
    """As a second person, let many people leave."""
    run, shown = _run(request, pk), request.POST.get("shown", "")
    act = jobs.apply if jobs.is_long(run) else confirming.confirm
    try:
        run = act(run, by=request.user, shown=shown)
    except NotShownError:
        return _show_news(request, pk)
    except confirming.SamePersonError:
        messages.error(request, _("You asked for it, so somebody else must confirm."))
    except (confirming.NotAskedError, applying.ProblemsError, applying.EndedError):
        messages.info(request, _("Nothing was written: this sheet has moved on. It stands so now."))
    else:
        return _say(request, run)
    return redirect("roster:run", pk)


def _show_news(request: SignedInRequest, pk: int) -> HttpResponseRedirect:
    """Back to the sheet, with what came to it since the page was looked at."""
    messages.warning(
        request,
        _("Nothing was written: the difference has changed since. It is now as you see here."),
    )
    looked = looking.moment(request.POST.get("looked"))
    query = {"since": looked.isoformat()} if looked else None
    return HttpResponseRedirect(reverse("roster:run", args=[pk], query=query))


def _say(request: SignedInRequest, run: Run) -> HttpResponseRedirect:
    """What came of it, in the state that it has now."""
    if run.state == Run.State.WAITING:
        return _show_news(request, run.pk)
    if run.state == Run.State.APPLIED:
        messages.success(request, _("The roster is up to date."))
    elif run.state == Run.State.TO_BE_CONFIRMED:
        messages.warning(request, _("Nothing is written yet: a second person must confirm."))
    return redirect("roster:run", run.pk)


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
    staying = list(undoing.changed_since(run).order_by("sort_name", "pk"))
    context: dict[str, Any] = {
        "run": run,
        "staying": page(staying, request),
        "staying_ids": " ".join(str(person.pk) for person in staying),
    }
    return render(request, "roster/undo.html", context)


def _undo(request: SignedInRequest, run: Run) -> HttpResponseRedirect:
    shown = map(read_number, request.POST.get("staying", "").split())
    staying = {pk for pk in shown if pk is not None}
    try:
        undoing.undo(run, by=request.user, staying=staying)
    except undoing.NotTheLastError:
        messages.info(request, _("Only the sheet that was applied last can be undone."))
    except undoing.ChangedSinceError as error:
        messages.warning(request, _changed_meanwhile(error.more))
        return redirect("roster:undo", run.pk)
    except undoing.RefusedError:
        messages.error(
            request,
            _("It can’t be undone: with what changed since, people would supervise each other."),
        )
    else:
        n = len(staying)
        kept = ngettext("%(n)s person stayed.", "%(n)s people stayed.", n) % {"n": n}
        said = _("The sheet is undone.")
        messages.success(request, f"{said} {kept}" if staying else said)
    return redirect("roster:run", run.pk)


def _changed_meanwhile(more: Collection[int]) -> str:
    """Who is to stay since the page was looked at, by name; a few of many."""
    again = _("Nothing was undone. Please look once more.")
    if not more:
        return _("Fewer people stay than you saw. %(again)s") % {"again": again}
    named = Person.objects.filter(pk__in=more).order_by("sort_name", "pk")[:MOST_NAMED]
    names = ", ".join(map(str, named)) + ("…" if len(more) > MOST_NAMED else "")
    told = ngettext(
        "%(n)s more person was changed in the meantime: %(names)s. %(again)s",
        "%(n)s more people were changed in the meantime: %(names)s. %(again)s",
        len(more),
    )
    return told % {"n": len(more), "names": names, "again": again}
