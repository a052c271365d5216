"""Who acts for me, for whom I act, and asking, answering and ending it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts import delegating, handed_over
from accounts.forms.delegations import DelegationForm
from accounts.models import Delegation
from accounts.recent_sign_in import recently
from accounts.signed_in import SignedInRequest
from district_portal.district.current import today
from district_portal.permissions import get_or_404, needs, scope_of, visible
from district_portal.ui.paging import page

SHOWN = 20


@needs("delegations.view")
def delegations(request: SignedInRequest) -> HttpResponse:
    """What I left to others, what was left to me; for the District Administrator also the rest."""
    rows = visible(Delegation.objects.all(), request.user, "delegations.view")
    mine = handed_over.bundles(rows.filter(person=request.user))
    to_me = handed_over.bundles(rows.filter(delegate=request.user))
    standing = Delegation.objects.live().filter(until__gte=today())
    others = rows.filter(pk__in=standing.values("pk")).exclude(person=request.user)
    sees_all = scope_of(request.user, "delegations.view") == Q()
    context = {
        "mine": mine[:SHOWN],
        "to_me": to_me[:SHOWN],
        "others": page(handed_over.bundles(others), request) if sees_all else None,
    }
    return render(request, "accounts/delegations.html", context)


@needs("delegations.ask")
@recently("POST")
def ask(request: SignedInRequest) -> HttpResponse:
    """Ask somebody to act in my place, or in that of another."""
    form = DelegationForm(
        request.POST or None,
        by=request.user,
        for_others=scope_of(request.user, "delegations.ask") == Q(),
    )
    if request.method == "POST" and form.is_valid() and (rows := form.ask()):
        said = _("%(name)s is asked. Nothing changes until they accept; you get a mail then.")
        messages.success(request, said % {"name": rows[0].delegate})
        return redirect("people:delegations")
    return render(request, "accounts/ask_delegate.html", {"form": form})


@require_POST
@needs("delegations.answer")
@recently("POST")
def accept(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take on what was asked."""
    said = _("You have accepted. %(person)s is told.")
    return _act(request, pk, "delegations.answer", delegating.accept, said)


@require_POST
@needs("delegations.answer")
def decline(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say no."""
    said = _("You have declined. %(person)s is told.")
    return _act(request, pk, "delegations.answer", delegating.decline, said)


@require_POST
@needs("delegations.end")
def end(request: SignedInRequest, pk: int) -> HttpResponse:
    """End it early, or withdraw what was not answered."""
    said = _("It has ended. What still waits is with %(person)s again.")
    return _act(request, pk, "delegations.end", delegating.end, said)


def _act(
    request: SignedInRequest, pk: int, permission: str, act: Callable[..., Any], said: str
) -> HttpResponse:
    rows = Delegation.objects.select_related("person", "delegate")
    delegation = get_or_404(rows, request.user, permission, pk=pk)
    try:
        act(delegation, by=request.user)
    except delegating.OverError:
        messages.info(request, _("It is over already: ended, declined, or its days have passed."))
    else:
        messages.success(request, said % {"person": delegation.person})
    return redirect("people:delegations")
