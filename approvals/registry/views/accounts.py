"""The registry of approved accounts."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render

from accounts.signed_in import SignedInRequest
from approvals.models import Decision
from approvals.registry import parents_due
from approvals.registry.forms import RegistryFilter
from approvals.registry.models import Account
from district_portal import permissions
from district_portal.district.current import today
from district_portal.permissions import get_or_404, needs
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
    rows = form.narrow(rows).select_related("platform", "place", "owner")
    rows = rows.annotate(parents_late=parents_due.is_overdue())
    rows = rows.order_by(*ordering(request, allowed=_ORDERS, default="name"))
    context = {"rows": page(rows, request), "form": form, "filtered": any(request.GET.values())}
    return render(request, "registry/list.html", context)


@needs("registry.view")
def account_page(request: SignedInRequest, pk: int) -> HttpResponse:
    """One account: what it is, who looks after it, who approved it and on which promises."""
    account = get_or_404(_accounts(), request.user, "registry.view", pk=pk)
    submission = account.request.submissions.latest("number")
    decisions = Decision.objects.filter(step__submission=submission, outcome="approved")
    promises = submission.attestations.select_related("clause__version__policy")
    manages = permissions.can(request.user, "registry.manage", account)
    sees_request = permissions.can(request.user, "requests.view", account.request)
    notices = account.notices.select_related("recorded_by", "copy").defer("copy__content")
    concerned = parents_due.is_concerned(
        writes_to_students=account.writes_to_students, for_students=account.for_students
    )
    context = {
        "account": account,
        "managers": account.managers.all(),
        "decisions": decisions.select_related("person", "seat").order_by("decided_at"),
        "promises": promises,
        "notices": notices,
        "concerned": concerned or bool(notices),
        "missing": parents_due.missing(account, notices),
        "today": today(),
        "manages": manages,
        "sees_request": sees_request,
        "sees_reasons": manages or sees_request,
    }
    return render(request, "registry/account.html", context)


def _accounts() -> QuerySet[Account]:
    return Account.objects.annotate(lapsed=parents_due.is_lapsed()).select_related(
        "platform", "place", "owner", "recovery_owner", "request__requester"
    )
