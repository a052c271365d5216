"""Disposals: what may go, what is proposed, a second person's answer, and what is gone."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.signed_in import SignedInRequest
from district_portal.district.current import today
from district_portal.permissions import can, get_or_404, needs
from district_portal.records import confirming, gates, proposing, reading, running
from district_portal.records.forms import (
    AnswerForm,
    DueFilter,
    GoneFilter,
    ProposeForm,
    RunFilter,
)
from district_portal.records.kinds import kinds
from district_portal.records.models import Run, Tombstone
from district_portal.ui.paging import page

ACTS = {
    "refuse": confirming.refuse,
    "withdraw": confirming.withdraw,
    "stop": confirming.stop,
}


@needs("records.view")
def due(request: SignedInRequest) -> HttpResponse:
    """The records whose clock has run out, each with its gates; propose some of them."""
    day = today()
    usual = partial(proposing.first_due, day=day, reader=request.user)
    filters = DueFilter(request.GET, usual=usual)
    kind = filters.chosen
    rows = proposing.with_going(proposing.due(kind, day=day, reader=request.user), kind)
    shown, posted = page(rows.order_by("pk"), request), request.POST.getlist("record")
    ticked = [row.pk for row in shown if str(row.pk) in posted]
    told = [_told(kind, row, day=day, reader=request.user) for row in shown]
    form = None
    if can(request.user, "records.propose") and (request.POST or any(line[2] for line in told)):
        form = ProposeForm(request.POST or None)
    if form and form.is_bound and not ticked:
        form.add_error(None, _("Choose at least one record"))
    if form and form.is_valid():
        try:
            asked = [(kind.name, pk) for pk in ticked]
            run = proposing.propose(asked, by=request.user, **form.cleaned_data)
        except proposing.ProposalError as obstacle:
            form.add_error(None, str(obstacle))
        else:
            messages.success(request, _("%s is proposed.") % run)
            return redirect(run)
    context = {
        "rows": shown,
        "told": told,
        "kind": kind,
        "filters": filters,
        "form": form,
        "ticked": ticked,
    }
    return render(request, "records/due.html", context)


@needs("records.view")
def runs(request: SignedInRequest) -> HttpResponse:
    """Every disposal that was proposed."""
    form = RunFilter(request.GET)
    rows = _runs(request)
    if form.is_valid() and (state := form.cleaned_data["state"]):
        rows = running.in_state(rows, state)
    shown = page(rows.order_by("-proposed_at", "-pk"), request)
    context = {
        "rows": shown,
        "told": [(row, *running.badge(row.state)) for row in shown],
        "form": form,
        "filtered": any(request.GET.values()),
    }
    return render(request, "records/runs.html", context)


@needs("records.view")
def run(request: SignedInRequest, pk: int) -> HttpResponse:
    """One disposal: why, by whom, its records with their gates, and what became of them."""
    found: Any = get_or_404(_runs(request), request.user, "records.view", pk=pk)
    shown, day = page(running.records_of(found, reader=request.user), request), today()
    waits = found.state == Run.State.PROPOSED
    is_confirmed = found.state == Run.State.CONFIRMED
    named_kinds = {row.kind for row in shown}
    others = waits and can(request.user, "records.confirm")
    others = others and found.proposed_by != request.user
    context = {
        "run": found,
        "badge": running.badge(found.state),
        "rows": shown,
        "lines": running.lines(shown, day=day, reader=request.user),
        "staying": [kind.without for kind in kinds() if kind.stays and kind.name in named_kinds],
        "waits": waits,
        "confirmers": running.who_may_confirm(found) if waits else [],
        "is_early": found.not_before > day,
        "kept": running.kept(found, day=day, reader=request.user) if is_confirmed else 0,
        "may_answer": others,
        "own": running.own(found, request.user) if others else "",
        "may_stop": is_confirmed and can(request.user, "records.stop"),
        "may_withdraw": waits and can(request.user, "records.propose"),
    }
    return render(request, "records/run.html", context)


@needs("records.confirm")
@require_POST
def confirm(request: SignedInRequest, pk: int) -> HttpResponse:
    """Confirm a disposal that somebody else proposed."""
    found = get_or_404(_runs(request), request.user, "records.confirm", pk=pk)
    try:
        confirming.confirm(found, by=request.user)
    except confirming.VerdictError as obstacle:
        messages.warning(request, str(obstacle))
    else:
        messages.success(request, _("Confirmed."))
    return redirect(found)


@needs("records.confirm")
def refuse(request: SignedInRequest, pk: int) -> HttpResponse:
    """Refuse a disposal that somebody else proposed, for a reason."""
    found = get_or_404(_runs(request), request.user, "records.confirm", pk=pk)
    return _answer(request, found, "refuse")


@needs("records.propose")
def withdraw(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take a proposal back, for a reason."""
    found = get_or_404(_runs(request), request.user, "records.propose", pk=pk)
    return _answer(request, found, "withdraw")


@needs("records.stop")
def stop(request: SignedInRequest, pk: int) -> HttpResponse:
    """Let nothing more of a confirmed disposal go, for a reason."""
    found = get_or_404(_runs(request), request.user, "records.stop", pk=pk)
    return _answer(request, found, "stop")


@needs("records.view")
def gone(request: SignedInRequest) -> HttpResponse:
    """What stays of the records that were disposed of."""
    form = GoneFilter(request.GET)
    words = form.cleaned_data["words"] if form.is_valid() else ""
    told = running.gone_for(request.user)
    rows = Tombstone.objects.filter(told, running.gone(words)).select_related(
        "proposed_by", "confirmed_by", "schedule", "item__run"
    )
    context = {
        "rows": page(rows.order_by("-disposed_at", "-pk"), request),
        "form": form,
        "filtered": any(request.GET.values()),
    }
    return render(request, "records/gone.html", context)


def _runs(request: SignedInRequest) -> QuerySet[Run]:
    return running.runs(reader=request.user)


def _told(
    kind: Any, row: Any, *, day: Any, reader: Any
) -> tuple[Any, list[gates.Answer], bool, bool]:
    facts = reading.facts(kind, row)
    answers = gates.look(facts, day=day, reader=reader)
    return facts, answers, not gates.shut(answers) and not row.is_going, row.is_going


def _answer(request: SignedInRequest, found: Run, act: str) -> HttpResponse:
    form = AnswerForm(request.POST or None)
    if form.is_valid():
        try:
            ACTS[act](found, by=request.user, **form.cleaned_data)
        except confirming.VerdictError as obstacle:
            messages.warning(request, str(obstacle))
        else:
            messages.success(
                request,
                _("Nothing of it goes any more.") if act == "stop" else _("Nothing of it goes."),
            )
        return redirect(found)
    return render(request, "records/answer.html", {"run": found, "form": form, "act": act})
