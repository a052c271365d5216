"""Begin to ask for a change of an account, or for its end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.signed_in import SignedInRequest
from approvals import as_it_stands, requesting
from approvals.models import Request
from approvals.registry import closing
from approvals.registry.models import Account
from approvals.registry.overtaken import CHANGE, CLOSING
from district_portal.district.keeping_words import in_own_language
from district_portal.permissions import get_or_404, needs

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@needs("registry.own")
def change(request: SignedInRequest, pk: int) -> HttpResponse:
    """Ask for another purpose, audience, address or the like of one's own account."""
    account = get_or_404(Account.objects.all(), request.user, "registry.own", pk=pk)
    return _begin(request, account, CHANGE, title=_titled(gettext_lazy("Change of %s"), account))


@needs("registry.ask_to_close")
def ask_to_close(request: SignedInRequest, pk: int) -> HttpResponse:
    """Ask that an account be closed which one manages for another."""
    account = get_or_404(Account.objects.all(), request.user, "registry.ask_to_close", pk=pk)
    return _begin(request, account, CLOSING, title=_titled(gettext_lazy("Closing of %s"), account))


@in_own_language()
def _titled(words: StrOrPromise, account: Account) -> str:
    return str(words) % account.name


def _begin(request: SignedInRequest, account: Account, kind: str, *, title: str) -> HttpResponse:
    """The draft; or what is asked already, or the account where it is closed, or nobody pressed."""
    if request.method != "POST":
        return redirect(account)
    if account.state == Account.State.CLOSED:
        messages.info(request, closing.why_not(account))
        return redirect(account)
    about = as_it_stands.about(account.pk)
    states = [Request.State.OPEN, Request.State.RETURNED]
    mine = Request.objects.filter(
        kind=kind, about=about, requester=request.user, state__in=states
    ).first()
    if mine:
        messages.info(request, _("You have asked for this already: request %s.") % mine.number)
        return redirect(mine)
    begun = requesting.start(kind, by=request.user, about=about, title=title)
    return redirect("approvals:details", begun.pk)
