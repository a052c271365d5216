"""The pages on which files, and what else its reporter has to tell, are added to a concern."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import RequestDataTooBig
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables

from accounts.signed_in import SignedInRequest
from approvals.concerns import supplying
from approvals.concerns.forms.files import AddFilesForm, MoreForm
from approvals.concerns.models import Concern
from approvals.concerns.views.acts import answer
from approvals.concerns.views.handling import HANDLE
from approvals.concerns.views.in_memory import keep_in_memory
from district_portal.permissions import get_or_404, needs

State = Concern.State


@csrf_exempt  # how its files are read is settled first; the token is asked for below
@needs(HANDLE)
@sensitive_post_parameters()
def add_files(request: SignedInRequest, number: str) -> HttpResponseBase:
    """Add files of somebody who deals with it."""
    keep_in_memory(request)
    concern = get_or_404(_sent(), request.user, HANDLE, number=number)
    try:
        return csrf_protect(_add_files)(request, concern)
    except RequestDataTooBig:
        return _add_files(request, concern, too_large=True)


@csrf_exempt  # as above
@needs("concerns.report")
@sensitive_post_parameters()
def tell_more(request: SignedInRequest, number: str) -> HttpResponseBase:
    """Add what its reporter has to tell since, while it is open."""
    keep_in_memory(request)
    concern = get_or_404(_sent(), request.user, "concerns.report", number=number)
    if concern.state == State.CLOSED and request.method != "POST":
        messages.info(request, _("It is closed. Report what is new once more."))
        return redirect(concern)
    try:
        return csrf_protect(_tell_more)(request, concern)
    except RequestDataTooBig:
        return _tell_more(request, concern, too_large=True)


@sensitive_variables()
def _add_files(
    request: SignedInRequest, concern: Concern, *, too_large: bool = False
) -> HttpResponse:
    form = AddFilesForm(*_typed(request, too_large=too_large))

    def take() -> None:
        facts = dict(form.cleaned_data)
        supplying.add_files(concern, facts.pop("pictures"), by=request.user, **facts)

    told = {
        "title": _("Add files"),
        "lead": _("For those who deal with this concern. Nobody can take them out later."),
        "button": _("Add them"),
        "too_large": too_large,
    }
    return answer(request, concern, form, take, told=told, done=_("The files are added."))


@sensitive_variables()
def _tell_more(
    request: SignedInRequest, concern: Concern, *, too_large: bool = False
) -> HttpResponse:
    form = MoreForm(*_typed(request, too_large=too_large))

    def take() -> None:
        facts = dict(form.cleaned_data)
        supplying.tell_more(concern, files=facts.pop("pictures"), by=request.user, **facts)

    told = {
        "title": _("Tell more about it"),
        "lead": _("Those who deal with it are told by mail that something was added, not what."),
        "button": _("Add it"),
        "too_large": too_large,
    }
    done = _("It is added. Those who deal with it are told.")
    return answer(request, concern, form, take, told=told, done=done)


def _typed(request: SignedInRequest, *, too_large: bool) -> tuple[Any, ...]:
    if request.method != "POST" or too_large:
        return ()
    return request.POST, request.FILES


def _sent() -> QuerySet[Concern]:
    return Concern.objects.exclude(state=State.DRAFT)
