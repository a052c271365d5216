"""What everyone may ask without signing in: whether an account is ours, and which ones are."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from allauth.account.adapter import get_adapter
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from accounts.throttling import TooManyError, admit_to
from approvals.platforms import UnreadableAddressError
from approvals.registry import checking
from approvals.registry.forms import CheckForm, OfficialFilter
from approvals.registry.models import Account
from district_portal.permissions import public
from district_portal.ui.paging import page
from district_portal.ui.spreadsheets import csv_file

LIMITS = {"check": 120, "check-files": 30}
"""So many of these pages a minute one network address gets: a school's computers may share it."""
KEPT = 5 * 60
"""Seconds for which a file may be kept on the way to its reader."""

View = Callable[[HttpRequest], HttpResponseBase]


def _for_everyone(what: str = "check") -> Callable[[View], View]:
    def opened(view: View) -> View:
        @public
        @require_safe
        @wraps(view)
        def counted(request: HttpRequest) -> HttpResponseBase:
            try:
                address = str(get_adapter(request).get_client_ip(request))
                admit_to(what, address=address, most=LIMITS[what])
            except TooManyError as many:
                refused = render(request, "429.html", status=HTTPStatus.TOO_MANY_REQUESTS)
                refused["Retry-After"] = str(many.seconds)
                return refused
            answer = view(request)
            answer["X-Robots-Tag"] = "noindex"
            return answer

        return counted

    return opened


@_for_everyone()
def check(request: HttpRequest) -> HttpResponse:
    """Paste any address: yes, no, or unknown."""
    form = CheckForm(request.GET if "address" in request.GET else None)
    found = None
    if form.is_valid():
        try:
            found = checking.check(form.cleaned_data["address"])
        except UnreadableAddressError as unreadable:
            form.add_error("address", str(unreadable))
    return render(request, "registry/check.html", {"form": form, "found": found})


@_for_everyone()
def accounts(request: HttpRequest) -> HttpResponse:
    """All accounts that speak for the district or a part of it."""
    form = OfficialFilter(request.GET)
    rows = form.narrow(checking.active()).order_by("name", "pk")
    context = {"rows": page(rows, request), "form": form, "filtered": any(request.GET.values())}
    return render(request, "registry/official.html", context)


@_for_everyone()
@cache_control(public=True, max_age=KEPT)
def answer(request: HttpRequest) -> HttpResponse:
    """The same answer for programs: `?address=` in, `verdict` and `accounts` out."""
    form = CheckForm(request.GET)
    if not form.is_valid():
        return _refused(str(form.errors["address"][0]))
    try:
        found = checking.check(form.cleaned_data["address"])
    except UnreadableAddressError as unreadable:
        return _refused(str(unreadable))
    told = {
        "verdict": found.verdict.value,
        "by_handle": found.by_handle,
        "accounts": [_told(row) for row in found.accounts if row.state == Account.State.ACTIVE],
    }
    return _open_to_programs(told)


@_for_everyone("check-files")
@cache_control(public=True, max_age=KEPT)
def accounts_json(request: HttpRequest) -> HttpResponse:
    """All of them for programs."""
    rows = checking.active().order_by("name", "pk")
    return _open_to_programs({"accounts": [_told(account) for account in rows.iterator()]})


@_for_everyone("check-files")
@cache_control(public=True, max_age=KEPT)
def accounts_csv(request: HttpRequest) -> HttpResponse:
    """All of them as a sheet."""
    headings = (
        _("Name"),
        _("Platform"),
        _("Handle"),
        _("Address"),
        _("What it is for"),
        _("School or department"),
        _("Active since"),
    )
    rows = checking.active().order_by("name", "pk")
    lines = ([value or "" for value in _told(account).values()] for account in rows.iterator())
    response = HttpResponse(csv_file(headings, lines), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="official-accounts.csv"'
    return response


def _told(account: Account) -> dict[str, Any]:
    """What everyone may know of an active account, in the order of the sheet's columns."""
    return {
        "name": account.name,
        "platform": account.platform.name,
        "handle": account.handle if account.platform.paths else "",
        "address": account.address,
        "purpose": account.purpose,
        "place": account.place.name,
        "active_from": account.active_from.date().isoformat() if account.active_from else None,
    }


def _open_to_programs(told: dict[str, Any], status: HTTPStatus = HTTPStatus.OK) -> JsonResponse:
    """`told` for a page of any other site, too: it is public, and nobody's session is looked at."""
    return JsonResponse(told, status=status, headers={"Access-Control-Allow-Origin": "*"})


def _refused(why: str) -> JsonResponse:
    return _open_to_programs({"error": why}, HTTPStatus.BAD_REQUEST)
