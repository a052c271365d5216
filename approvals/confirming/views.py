"""What must be confirmed after a revision."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.recent_sign_in import recently
from accounts.signed_in import SignedInRequest
from approvals.confirming import answering, asking
from approvals.confirming.forms import HOLDS, AnswerForm, RecheckFilter
from approvals.confirming.models import Recheck
from approvals.confirming.waiting import waiting_for
from district_portal import permissions
from district_portal.permissions import get_or_404, needs
from district_portal.ui.paging import page
from policies.comparing import word_changes


@needs("approvals.confirm")
def rechecks(request: SignedInRequest) -> HttpResponse:
    """What waits for confirmation, or did; for those who oversee, everybody's."""
    form = RecheckFilter(request.GET)
    rows = permissions.visible(Recheck.objects.all(), request.user, "approvals.confirm")
    rows = form.narrow(rows).select_related("request", "version", "owner", "approver").distinct()
    context = {
        "rows": page(rows.order_by("-opened_at", "-pk"), request),
        "form": form,
        "filtered": any(request.GET.values()),
        "mine": set(waiting_for(request.user).values_list("pk", flat=True)),
    }
    return render(request, "confirming/list.html", context)


@needs("approvals.confirm")
@recently("POST")
def recheck(request: SignedInRequest, pk: int) -> HttpResponse:
    """One approval, the clauses that were revised under it, and the answer."""
    rows = Recheck.objects.select_related(
        "request", "version__policy", "since", "owner", "approver"
    )
    asked = get_or_404(rows.distinct(), request.user, "approvals.confirm", pk=pk)
    waits = waiting_for(request.user).filter(pk=asked.pk).exists()
    form = AnswerForm(request.POST or None, is_owner=asked.owner == request.user)
    if request.method == "POST" and not waits:
        messages.info(request, _("This does not wait for your answer any more."))
        return redirect(asked)
    if form.is_valid():
        return _answer(request, asked, form)
    context = {
        "asked": asked,
        "waits": waits,
        "form": form,
        "clauses": [
            (was, now, word_changes(was.text, now.text if now else "", noise=False))
            for was, now in asking.changed_clauses(asked)
        ],
        "said": asked.confirmations.select_related("person"),
        "sees_request": permissions.can(request.user, "requests.view", asked.request),
    }
    return render(request, "confirming/recheck.html", context)


def _answer(request: SignedInRequest, asked: Recheck, form: AnswerForm) -> HttpResponse:
    holds = form.cleaned_data["holds"] == HOLDS
    try:
        answering.answer(asked, by=request.user, holds=holds, words=form.cleaned_data["words"])
    except answering.NoLongerAskedError:
        messages.info(request, _("This does not wait for your answer any more."))
        return redirect(asked)
    if holds:
        messages.success(request, _("Confirmed."))
    else:
        messages.success(request, _("You said that it no longer holds. It is stopped."))
    return redirect("confirming:list")
