"""The existing accounts: for those who name people, and for those who are named."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Count, QuerySet
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.pacing import paced
from accounts.signed_in import SignedInRequest
from approvals.claiming import answering, bringing, exporting, passing_on
from approvals.claiming.acting import MeanwhileError
from approvals.claiming.forms.acts import (
    CLOSED,
    FORMS,
    GONE,
    MINE,
    NAME,
    STEP_WORDS,
    AnswerForm,
    NotOfficialForm,
    steps_of,
)
from approvals.claiming.forms.lists import ExistingFilter
from approvals.claiming.models import ExistingAccount
from approvals.claiming.passing_on import NamingError
from approvals.registry import posing
from district_portal.permissions import get_or_404, needs, visible
from district_portal.ui.paging import page

MAY = "existing.manage"
State = ExistingAccount.State


@needs(MAY)
def listed(request: SignedInRequest) -> HttpResponse:
    """Every account that was found, with how many stand where."""
    form = ExistingFilter(request.GET)
    rows = form.narrow(visible(_whole(), request.user, MAY)).order_by("name", "pk")
    counted = ExistingAccount.objects.order_by().values_list("state").annotate(Count("pk"))
    found = dict(counted)
    context = {
        "rows": page(rows, request),
        "form": form,
        "filtered": any(request.GET.values()),
        "counts": [(state, state.label, found[state]) for state in State if state in found],
        "query": request.GET.urlencode(),
    }
    return render(request, "claiming/list.html", context)


@needs(MAY)
@paced("exports")
@require_safe
def file(request: SignedInRequest) -> HttpResponse:
    """The same, filtered the same, as a sheet."""
    form = ExistingFilter(request.GET)
    rows = form.narrow(visible(_whole(), request.user, MAY)).order_by("name", "pk")
    response = HttpResponse(exporting.csv(rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="existing-accounts.csv"'
    return response


@needs(MAY)
def account(request: SignedInRequest, pk: int) -> HttpResponse:
    """One existing account: what was found, what was said of it, and what may be said next."""
    found = get_or_404(_whole(), request.user, MAY, pk=pk)
    acts = list(found.acts.select_related("by", "person"))
    last = acts[0] if acts else None
    context = {"account": found, "acts": acts, "last": last, "steps": steps_of(found, last)}
    return render(request, "claiming/account.html", context)


@needs(MAY)
def step(request: SignedInRequest, pk: int, what: str) -> HttpResponse:
    """Name somebody, or say that it is not official, or gone."""
    found = get_or_404(_whole(), request.user, MAY, pk=pk)
    if what not in FORMS:
        raise Http404
    last = found.acts.first()
    form = FORMS[what](request.POST or None, initial={"seen": last.pk if last else None})
    if form.is_valid():
        try:
            held = _take(what, found, form, request)
        except NamingError as obstacle:
            form.add_error(obstacle.field, str(obstacle))
        except MeanwhileError as meanwhile:
            words = _("Nothing was done: it has gone on meanwhile (%s).")
            messages.warning(request, words % meanwhile)
            return redirect(found)
        else:
            messages.success(request, _done(held))
            return redirect(held)
    context = {"account": found, "form": form, "words": STEP_WORDS[what]}
    return render(request, "claiming/step.html", context)


@needs(MAY)
def new(request: SignedInRequest) -> HttpResponse:
    """List one that is not official by hand."""
    form = NotOfficialForm(request.POST or None)
    if form.is_valid():
        if made := bringing.list_not_official(form.facts, by=request.user):
            messages.success(request, _done(made))
            return redirect(made)
        there = ExistingAccount.objects.get(address_key=form.profile.key)
        messages.warning(request, _("This address is listed already."))
        return redirect(there)
    return render(request, "claiming/new.html", {"form": form})


@needs("existing.claim")
def claim(request: SignedInRequest, pk: int) -> HttpResponse:
    """Is it yours? For whoever is named; what they claim goes on as a request."""
    found = get_or_404(_whole(), request.user, "existing.claim", pk=pk)
    if found.state == State.CLAIMED and found.request:
        return redirect(found.request)
    form = AnswerForm(request.POST or None)
    if form.is_valid():
        try:
            return _answer(found, form, request)
        except NamingError as obstacle:
            form.add_error(obstacle.field, str(obstacle))
        except MeanwhileError:
            messages.warning(request, _("You are not asked about this account any more."))
            return redirect("home:today")
    warned = posing.poses_at([found.address_key])
    context = {"account": found, "form": form, "warned": warned}
    return render(request, "claiming/claim.html", context)


def _answer(found: ExistingAccount, form: AnswerForm, request: SignedInRequest) -> HttpResponse:
    answer, reason = form.cleaned_data["answer"], form.cleaned_data["reason"]
    if answer == MINE:
        claimed = answering.claim(found, by=request.user)
        messages.success(request, _("It is yours to ask for. What we found is filled in already."))
        return redirect("approvals:details", claimed.pk)
    say = answering.say_closed if answer == CLOSED else answering.say_not_mine
    say(found, reason, by=request.user)
    messages.success(request, _("Thank you. You are not asked about it any more."))
    return redirect("home:today")


def _take(
    what: str, found: ExistingAccount, form: Form, request: SignedInRequest
) -> ExistingAccount:
    data: dict[str, Any] = form.cleaned_data
    said = {"by": request.user, "seen": data["seen"]}
    if what == NAME:
        return passing_on.name(found, data["person"], text=data["text"], **said)
    if what == GONE:
        return passing_on.mark_gone(found, data["reason"], **said)
    return passing_on.mark_not_official(found, data["run_by"], **said)


def _done(account: ExistingAccount) -> str:
    told = {"account": account, "person": account.person, "by": account.run_by}
    if account.state == State.NOT_OFFICIAL:
        words = _("%(account)s is marked as not official: %(by)s runs it.")
    elif account.state == State.GONE:
        words = _("%(account)s is marked as closed or gone.")
    else:
        words = _("%(person)s is asked about %(account)s.")
    return words % told


def _whole() -> QuerySet[ExistingAccount]:
    return ExistingAccount.objects.select_related(
        "platform", "place", "person", "request__account", "sheet"
    )
