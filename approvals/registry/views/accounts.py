"""The registry of approved accounts."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render

from accounts.signed_in import SignedInRequest
from approvals.registry import handing_over, parents_due, reading, recounting
from approvals.registry.forms import RegistryFilter
from approvals.registry.models import Account
from district_portal import permissions
from district_portal.district.current import today
from district_portal.permissions import get_or_404, needs
from district_portal.ui import panels
from district_portal.ui.paging import page
from district_portal.ui.sorting import ordering

_ORDERS = {
    "name": ("name", "pk"),
    "place": ("place__name", "name", "pk"),
    "owner": ("owner__sort_name", "name", "pk"),
    "approved": ("approved_at", "pk"),
}


@needs("registry.view")
def registry(request: SignedInRequest) -> HttpResponse:
    """Every account that the district approved."""
    form = RegistryFilter(request.GET)
    rows = permissions.visible(Account.objects.all(), request.user, "registry.view")
    rows = form.narrow(rows, person=request.user).select_related("platform", "place", "owner")
    in_order = rows.order_by(*ordering(request, allowed=_ORDERS, default="name"))
    listed = page(in_order, request)
    reading.tell_what_is_unsettled(listed)
    context = {"rows": listed, "form": form, "filtered": any(request.GET.values())}
    return render(request, "registry/list.html", context)


@needs("registry.view")
def account_page(request: SignedInRequest, pk: int) -> HttpResponse:
    """One account: what it is, who looks after it, what it rests on, and all that happened."""
    rows = reading.with_what_may_be_done(_accounts(), request.user)
    rows = rows.annotate(**panels.brought("kept_account", request))
    account = get_or_404(rows, request.user, "registry.view", pk=pk)
    notices = list(account.notices.select_related("recorded_by", "copy").defer("copy__content"))
    told = recounting.timeline(account, notices=notices)
    concerned = parents_due.is_concerned(
        writes_to_students=account.writes_to_students, for_students=account.for_students
    )
    context = {
        "account": account,
        "managers": account.managers.all(),
        "promises": reading.promises_of(account),
        "notices": notices,
        "concerned": concerned or bool(notices),
        "missing": parents_due.missing(account, notices),
        "today": today(),
        "timeline": told,
        "ended": recounting.how_it_ended(account, told),
        "lapsed": recounting.is_lapsed(account, told),
        "handover": handing_over.of(account) if account.is_to_hand_over else None,
        "may_act": account.state != Account.State.CLOSED
        and (
            account.may_care or account.may_suspend or account.may_close or account.may_ask_to_close
        ),
        "manages": account.may_manage,
        "sees_request": account.sees_request,
        "sees_reasons": account.may_manage or account.sees_request,
    }
    return render(request, "registry/account.html", context)


def _accounts() -> QuerySet[Account]:
    return Account.objects.annotate(lapsed=parents_due.is_lapsed()).select_related(
        "platform", "place", "owner", "recovery_owner", "request__requester"
    )
