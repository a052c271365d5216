"""What everyone may ask without signing in: whether an account is ours, and which ones are."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import asdict
from functools import wraps
from http import HTTPStatus
from typing import Any, cast

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from accounts.pacing import too_many
from approvals.platforms import UnreadableAddressError
from approvals.registry import checking, posing
from approvals.registry.forms import CheckForm, OfficialFilter
from approvals.registry.models import Account
from district_portal.permissions import public
from district_portal.ui.paging import page
from district_portal.ui.spreadsheets import csv_file

LIMITS = {"check": 120, "check-files": 30}
"""So many of these pages a minute one network address gets: a school's computers may share it."""
KEPT = 5 * 60
"""Seconds for which a file may be kept on the way to its reader."""
CATALOGUE = "check:platforms"
KEPT_HERE = 30
"""Seconds for which we give the same answer to the same question of a program."""

View = Callable[[HttpRequest], HttpResponseBase]


def for_everyone(what: str = "check") -> Callable[[View], View]:
    """Open a page that is only read to everyone, so many times a minute."""

    def opened(view: View) -> View:
        @public
        @require_safe
        @wraps(view)
        def counted(request: HttpRequest) -> HttpResponseBase:
            if refused := too_many(request, what, most=LIMITS[what]):
                return refused
            answer = view(request)
            answer["X-Robots-Tag"] = "noindex"
            return answer

        return counted

    return opened


@for_everyone()
def check(request: HttpRequest) -> HttpResponse:
    """Paste any address: yes, no, or unknown."""
    form = CheckForm(request.GET if "address" in request.GET else None)
    found = None
    if form.is_valid():
        try:
            found = checking.check(form.cleaned_data["address"])
        except UnreadableAddressError as unreadable:
            form.add_error("address", str(unreadable))
    warnings = () if form.is_bound else posing.warned_of()
    context = {"form": form, "found": found, "warnings": warnings}
    return render(request, "registry/check.html", context)


@for_everyone()
def accounts(request: HttpRequest) -> HttpResponse:
    """All accounts that speak for the district or a part of it."""
    form = OfficialFilter(request.GET)
    rows = form.narrow(checking.active()).order_by("name", "pk")
    context = {"rows": page(rows, request), "form": form, "filtered": any(request.GET.values())}
    return render(request, "registry/official.html", context)


@for_everyone()
@cache_control(public=True, max_age=KEPT_HERE)
def answer(request: HttpRequest) -> HttpResponse:
    """The same for programs: `?address=` in; `verdict`, `accounts`, `warnings`, `others` out."""
    form = CheckForm(request.GET)
    if not form.is_valid():
        return _refused(str(form.errors["address"][0]))
    try:
        return _open_to_programs(_answer_to(form.cleaned_data["address"]))
    except UnreadableAddressError as unreadable:
        return _refused(str(unreadable))


def _answer_to(address: str) -> dict[str, Any]:
    """What programs are told of `address`; it is kept, and the catalogue, for KEPT_HERE seconds."""
    key = f"check:{hashlib.sha256(address.encode()).hexdigest()}"
    kept = cache.get_many([key, CATALOGUE])
    if (told := kept.get(key)) is None:
        known = kept.get(CATALOGUE) or checking.known_platforms()
        told = _told_of(checking.check(address, known))
        cache.set(key, told, KEPT_HERE)
        if CATALOGUE not in kept:
            cache.set(CATALOGUE, known, KEPT_HERE)
    return cast("dict[str, Any]", told)


def _told_of(found: checking.Answer) -> dict[str, Any]:
    return {
        "verdict": found.verdict.value,
        "by_handle": found.by_handle,
        "accounts": [_told(row) for row in found.accounts if row.state == Account.State.ACTIVE],
        "warnings": [asdict(row) for row in found.posing],
        "others": [{"address": row.address, "run_by": row.run_by} for row in found.beside],
    }


@for_everyone("check-files")
@cache_control(public=True, max_age=KEPT)
def accounts_json(request: HttpRequest) -> HttpResponse:
    """All of them for programs."""
    rows = checking.active().order_by("name", "pk")
    return _open_to_programs({"accounts": [_told(account) for account in rows.iterator()]})


@for_everyone("check-files")
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
