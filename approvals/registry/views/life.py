"""Suspend, close and reopen an account."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.signed_in import SignedInRequest
from approvals.registry import closing
from approvals.registry.forms.life import CloseForm, ReasonForm, ReopenForm, SuspendForm
from approvals.registry.models import Account
from district_portal.permissions import get_or_404, needs


@needs("registry.suspend")
def suspend(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take an account out of use for a time."""
    account = _account(request, pk, "registry.suspend")
    form = SuspendForm(request.POST or None)

    def act() -> Account:
        return closing.suspend(account, by=request.user, reason=form.cleaned_data["reason"])

    fits = account.state == Account.State.ACTIVE or closing.is_lapsed(account)
    done = _("%s is suspended.") % account.name
    return _answer(request, account, form, act, done=done, fits=fits)


@needs("registry.close")
def close(request: SignedInRequest, pk: int) -> HttpResponse:
    """End an account."""
    account = _account(request, pk, "registry.close")
    form = CloseForm(request.POST or None)

    def act() -> Account:
        return closing.close(account, by=request.user, reason=form.cleaned_data["reason"])

    done = _("%s is closed.") % account.name
    return _answer(request, account, form, act, done=done, fits=account.state != "closed")


@needs("registry.reopen")
def reopen(request: SignedInRequest, pk: int) -> HttpResponse:
    """Let an account speak again."""
    account = _account(request, pk, "registry.reopen")
    form = ReopenForm(request.POST or None, account=account)

    def act() -> Account:
        data = form.cleaned_data
        return closing.reopen(account, by=request.user, reason=data["reason"], seen=data["seen"])

    done = _("%s is open again.") % account.name
    fits = account.state not in closing.OPEN and not closing.is_lapsed(account)
    return _answer(request, account, form, act, done=done, fits=fits)


def _account(request: SignedInRequest, pk: int, permission: str) -> Account:
    rows = Account.objects.select_related("place", "platform", "owner")
    return get_or_404(rows, request.user, permission, pk=pk)


def _answer(
    request: SignedInRequest,
    account: Account,
    form: ReasonForm,
    act: Callable[[], Account],
    *,
    done: str,
    fits: bool,
) -> HttpResponse:
    """The form; or, once `act` is done or done before, the account. `fits`: it can be done now."""
    if not fits:
        messages.info(request, closing.why_not(account))
        return redirect(account)
    if form.is_valid():
        try:
            act()
        except closing.NotPossibleError as obstacle:
            messages.warning(request, str(obstacle))
        else:
            messages.success(request, done)
        return redirect(account)
    told_first = isinstance(form, ReopenForm) and closing.must_tell_parents(account)
    context = {"account": account, "form": form, "told_first": told_first}
    return render(request, "registry/reason.html", context)
