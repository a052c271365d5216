"""Report an account that claims to be the district: open to everyone, without an account."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from accounts.pacing import too_many
from approvals.impostors import addressing, capturing, reporting
from approvals.impostors.forms import ReportForm
from approvals.platforms import UnreadableAddressError
from approvals.registry.models import Account
from approvals.registry.views.public import LIMITS, for_everyone
from district_portal.permissions import public
from district_portal.ui.uploads import CappedUpload

MOST, WHILE = 30, 60 * 60
"""So many reports in so many seconds one network address may send: a school's may share it."""
LARGEST = capturing.MOST_AT_ONCE * capturing.MOST_BYTES + 1024 * 1024
"""Bytes of one report with its files."""


@csrf_exempt  # what it may hold is settled before it is read; the token is asked for below
@public
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest) -> HttpResponse:
    """Tell us of an account; the answer is the same whoever told before."""
    if refused := _too_many(request):
        return refused
    request.upload_handlers[0] = CappedUpload(request, most=LARGEST)
    try:
        answer: HttpResponse = _report(request)
    except RequestDataTooBig:
        context = {"form": ReportForm(), "too_large": True}
        status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
        answer = render(request, "impostors/report.html", context, status=status)
    answer["X-Robots-Tag"] = "noindex"
    return answer


def _too_many(request: HttpRequest) -> HttpResponse | None:
    if request.method == "POST":
        return too_many(request, "report-impostor", most=MOST, seconds=WHILE)
    return too_many(request, "check", most=LIMITS["check"])


@csrf_protect
def _report(request: HttpRequest) -> HttpResponse:
    initial = {"address": request.GET.get("address", "")[:300]}
    form = ReportForm(request.POST or None, request.FILES or None, initial=initial)
    if form.is_bound and form.data.get("website"):
        return redirect("impostor_report:thanks")
    if form.is_valid() and _is_kept(form):
        return redirect("impostor_report:thanks")
    context = {"form": form, "files_again": bool(form.is_bound and request.FILES)}
    return render(request, "impostors/report.html", context)


@for_everyone()
def thanks(request: HttpRequest) -> HttpResponse:
    """What happens next, in general."""
    return render(request, "impostors/thanks.html")


def _is_kept(form: ReportForm) -> bool:
    said: dict[str, Any] = {name: form.cleaned_data[name] for name in form.fields}
    del said["website"]
    try:
        reporting.report(said.pop("address"), **said)
    except addressing.OursError as ours:
        form.add_error("address", _in_words(ours.account))
    except addressing.PlatformMissingError:
        form.add_error("platform", _("Choose where you saw it, or paste the whole link above"))
    except UnreadableAddressError as unreadable:
        form.add_error("address", str(unreadable))
    else:
        return True
    return False


def _in_words(ours: Account) -> str:
    """What everyone may know of an account in the registry."""
    if ours.state == Account.State.ACTIVE:
        words = _("This is ours: %(name)s. If something is wrong there, tell the school.")
        return words % {"name": ours.name}
    return _("This is ours, but it doesn’t speak for us now.")
