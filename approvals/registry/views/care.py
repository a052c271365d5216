"""Change how an account is looked after, and confirm how it is secured."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.signed_in import SignedInRequest
from approvals.registry import closing, looking_after
from approvals.registry.forms.care import CareForm, ConfirmForm
from approvals.registry.models import Account
from district_portal.permissions import get_or_404, needs


@needs("registry.care")
def care(request: SignedInRequest, pk: int) -> HttpResponse:
    """Managers, who can get it back, its address, its comments."""
    account = _account(request, pk, "registry.care")
    if account.state == Account.State.CLOSED:
        return _over(request, account)
    form = CareForm(request.POST or None, account=account)
    if form.is_valid():
        try:
            looking_after.change(account, form.care, by=request.user)
        except looking_after.CareError as error:
            form.refuse(error)
        else:
            messages.success(request, _("Saved."))
            return redirect(account)
    return render(request, "registry/care.html", {"account": account, "form": form})


@needs("registry.own")
def confirm(request: SignedInRequest, pk: int) -> HttpResponse:
    """What the owner has looked at: two-factor sign-in, and who can get it back."""
    account = _account(request, pk, "registry.own")
    if account.state == Account.State.CLOSED:
        return _over(request, account)
    form = ConfirmForm(request.POST if request.method == "POST" else None, account=account)
    if form.is_valid():
        try:
            looking_after.confirm(account, form.confirmed, by=request.user)
        except looking_after.CareError as error:
            form.add_error(None, str(error))
        except looking_after.NotYoursError:
            messages.warning(request, _("Somebody else owns this account by now."))
            return redirect(account)
        else:
            messages.success(request, _("Confirmed, with today’s date."))
            return redirect(account)
    return render(request, "registry/confirm.html", {"account": account, "form": form})


def _over(request: SignedInRequest, account: Account) -> HttpResponse:
    messages.info(request, closing.why_not(account))
    return redirect(account)


def _account(request: SignedInRequest, pk: int, permission: str) -> Account:
    rows = Account.objects.select_related("place", "platform", "owner", "recovery_owner")
    return get_or_404(rows, request.user, permission, pk=pk)
