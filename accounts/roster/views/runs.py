from __future__ import annotations

from typing import Final

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.pacing import paced
from accounts.recent_sign_in import recently
from accounts.roster import exporting, looking, undoing
from accounts.roster.confirming import officers_readdressed, others
from accounts.roster.forms.filtering import ChangesFilter
from accounts.roster.guarding import allowed, are_too_many, recently_left
from accounts.roster.models import Run
from accounts.roster.night import turn
from accounts.signed_in import SignedInRequest
from district_portal.permissions import can, get_or_404, needs, visible
from district_portal.ui.paging import page

STOP_POLLING: Final = 286
"""The answer after which htmx asks no more."""
TYPES: Final = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
PEOPLE: Final = ("by", "asked_by", "confirmed_by", "undone_by", "job")


@require_GET
@needs("roster.import")
def runs(request: SignedInRequest) -> HttpResponse:
    """Every sheet that came, newest first, with its figures and what became of it."""
    found = Run.objects.select_related(*PEOPLE).defer("content")
    mine = visible(found, request.user, "roster.import")
    open_ones = mine.exclude(state__in=Run.ENDED)
    context = {
        "runs": page(mine.order_by("-pk"), request),
        "open": list(open_ones.order_by("-pk")[:5]),
        "may_export": can(request.user, "roster.export"),
        "without_number": exporting.without_number() if can(request.user, "roster.export") else 0,
        "by_night": turn.is_on(),
        "night": turn.last() if turn.is_on() else None,
    }
    return render(request, "roster/runs.html", context)


@require_GET
@needs("roster.export")
@paced("exports")
@recently("GET")
def people_file(request: SignedInRequest, file_format: str) -> HttpResponse:
    """The people of today as a sheet that can be brought in again."""
    content = exporting.export(file_format=file_format, by=request.user)
    response = HttpResponse(content, content_type=TYPES[file_format])
    name = exporting.file_name(file_format)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_GET
@needs("roster.import")
def run(request: SignedInRequest, pk: int) -> HttpResponse:
    """What a run would do or did, line by line; a script asks for its progress only."""
    found = Run.objects.select_related(*PEOPLE).defer("content")
    run = get_or_404(found, request.user, "roster.import", pk=pk)
    if request.htmx:  # type: ignore[attr-defined]
        status = 200 if run.is_busy else STOP_POLLING
        return render(request, "roster/_progress.html", {"run": run}, status=status)
    form = ChangesFilter(run, request.GET)
    asked = form.asked()
    before = recently_left().count() if run.left and not run.has_ended else 0
    since = looking.moment(request.GET.get("since"))
    looked = since or (run.asked_at if run.state == Run.State.WAITING else None)
    news = looking.news(run, since=looked).count() if looked and not run.has_ended else 0
    found_changes = looking.find(run, **asked, since=since if news else None)
    changes = page(found_changes, request)
    changes.object_list = looking.tell(changes.object_list, run)
    last = undoing.last_applied() if run.state == Run.State.APPLIED else None
    context = {
        "run": run,
        "form": form,
        "changes": changes,
        "has_rows": any(change.row for change in changes.object_list),
        "filtered": any(asked.values()),
        "looked": looked if not run.has_ended else None,
        "news": news,
        "only_news": bool(since and news),
        "too_many": run.state == Run.State.WAITING and are_too_many(run, before=before),
        "allowed": allowed(run),
        "before": before,
        "officers": [] if run.has_ended else officers_readdressed(run),
        "second": run.state == Run.State.TO_BE_CONFIRMED and run.asked_by_id != request.user.pk,
        "others": list(others(run)[:5]) if run.state == Run.State.TO_BE_CONFIRMED else [],
        "may_see": can(request.user, "people.view"),
        "can_undo": last is not None and last.pk == run.pk,
    }
    return render(request, "roster/run.html", context)
