"""Who may speak for the district."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.signed_in import SignedInRequest
from approvals.speaking import ending
from approvals.speaking.forms import EndForm, SpeakingFilter
from approvals.speaking.models import Spokesperson
from district_portal.district.current import today
from district_portal.permissions import can, get_or_404, needs
from district_portal.ui.paging import page

_KINDS = {
    Spokesperson.State.IN_FORCE: "ok",
    Spokesperson.State.TO_COME: "info",
    Spokesperson.State.OVER: "plain",
    Spokesperson.State.ENDED: "bad",
}


@needs("speaking.view")
def listed(request: SignedInRequest) -> HttpResponse:
    """Who speaks for whom, on what, until when; for everybody on staff."""
    form, day = SpeakingFilter(request.GET), today()
    rows = form.narrow(Spokesperson.objects.select_related("person", "place", "end"), day=day)
    shown = page(rows.order_by("person__sort_name", "pk"), request)
    context = {
        "rows": shown,
        "told": [(row, *_badge(row)) for row in shown],
        "form": form,
        "filtered": any(request.GET.values()),
    }
    return render(request, "speaking/list.html", context)


@needs("speaking.view")
def spokesperson(request: SignedInRequest, pk: int) -> HttpResponse:
    """One assignment, with its exact scope and its days."""
    found = get_or_404(_whole(), request.user, "speaking.view", pk=pk)
    kind, words = _badge(found)
    running = found.state_on(today()) in (found.State.IN_FORCE, found.State.TO_COME)
    sees_request = can(request.user, "requests.view", found.request)
    context = {
        "spokesperson": found,
        "kind": kind,
        "words": words,
        "ends": running and can(request.user, "speaking.end", found),
        "sees_request": sees_request,
        "sees_reason": sees_request or can(request.user, "speaking.end", found),
    }
    return render(request, "speaking/spokesperson.html", context)


@needs("speaking.end")
def end(request: SignedInRequest, pk: int) -> HttpResponse:
    """End it before its last day, for a reason."""
    found = get_or_404(_whole(), request.user, "speaking.end", pk=pk)
    form = EndForm(request.POST or None)
    if form.is_valid():
        try:
            ending.end(found, reason=form.cleaned_data["reason"], by=request.user)
        except ending.OverError:
            messages.warning(request, _("This was over already."))
        else:
            messages.success(request, _("Ended: %s.") % found)
        return redirect(found)
    return render(request, "speaking/end.html", {"spokesperson": found, "form": form})


def _whole() -> QuerySet[Spokesperson]:
    return Spokesperson.objects.select_related(
        "request", "person", "place", "assigned_by", "end__ended_by"
    )


def _badge(row: Spokesperson) -> tuple[str, str]:
    state = row.state_on(today())
    return _KINDS[state], str(state.label)
