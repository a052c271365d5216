"""The pages on which a concern is found and read."""

from __future__ import annotations

import datetime as dt
from http import HTTPStatus
from typing import Any

from django.db import transaction
from django.db.models import (
    Case,
    DateTimeField,
    Exists,
    Min,
    OuterRef,
    Prefetch,
    QuerySet,
    Subquery,
    When,
)
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_GET, require_http_methods, require_safe

from accounts.models import Person
from accounts.roles import holders
from accounts.signed_in import SignedInRequest
from approvals.concerns import filing, handling, reporting, sealing, telling, watching
from approvals.concerns.forms.acts import WORDS
from approvals.concerns.forms.lists import ConcernFilter
from approvals.concerns.models import Act, Clock, Concern, Receiver
from district_portal.permissions import Role, can, get_or_404, needs, reaches, visible
from district_portal.ui.paging import page

SEE, HANDLE, EXIST = "concerns.see", "concerns.handle", "concerns.exist"
State = Concern.State


@require_safe
@needs(SEE)
def mine(request: SignedInRequest) -> HttpResponse:
    """What the person reported, and what they deal with."""
    form = ConcernFilter(request.GET)
    rows = form.narrow(visible(Concern.objects.all(), request.user, SEE), person=request.user)
    handled = visible(Concern.objects.filter(state=State.OPEN), request.user, HANDLE)
    running = Clock.objects.filter(act=None, concern__in=handled.order_by().values("pk"))
    running = running.filter(concern=OuterRef("pk")).order_by("due_at")
    rows = rows.annotate(
        first_read=_first_read(),
        is_mine=Case(When(reporter=request.user, then=True), default=False),
        due=Subquery(running.values("due_at")[:1], output_field=DateTimeField()),
    ).order_by("-saved_at", "-pk")
    context = {
        "rows": page(_with_seats(rows, request.user), request),
        "form": form,
        "filtered": any(request.GET.values()),
        "oversees": Role.DISTRICT_ADMINISTRATOR in request.user.roles,
        "exists_url": reverse("concerns:existing") if can(request.user, EXIST) else "",
    }
    return render(request, "concerns/list.html", context)


@require_safe
@needs(EXIST)
def existing(request: SignedInRequest) -> HttpResponse:
    """That concerns exist, and their times: nothing of what, where and who."""
    sent = visible(Concern.objects.exclude(state=State.DRAFT), request.user, EXIST)
    rows = sent.annotate(first_read=_first_read()).order_by("-sent_at", "-pk")
    told = rows.values("number", "sent_at", "first_read", "closed_at")
    return render(request, "concerns/existing.html", {"rows": page(told, request)})


@require_GET  # to ask for the headers alone is no reading
@needs(SEE)
@sensitive_variables()
def concern(request: SignedInRequest, number: str) -> HttpResponse:
    """One concern: for those who deal with it all of it, for its reporter what they told.

    Each time it is shown is recorded; where it can't be opened, nobody has read it.
    """
    known = Clock.objects.select_related("pack", "act__by")
    found = seen(request, number, Prefetch("clocks", known))
    handles = found.is_handled  # type: ignore[attr-defined]
    try:
        with transaction.atomic():
            if request.method == "GET":
                watching.look(found, by=request.user, handles=handles)
            context = _handled(found, by=request.user) if handles else _reported(found)
    except sealing.SealedError:
        return _unopened(request, found)
    if handles and "looks" in request.GET:
        context["looks"] = watching.looks(found)
    template = "concerns/handled.html" if handles else "concerns/reported.html"
    return render(request, template, {"concern": found, **context})


@require_http_methods(["GET", "HEAD", "POST"])
@needs(HANDLE)
@sensitive_variables()
def student(request: SignedInRequest, number: str) -> HttpResponse:
    """The name of the student, once for each press of the button; each is recorded."""
    found = get_or_404(_sent(), request.user, HANDLE, number=number)
    if request.method != "POST":
        return redirect(found)
    try:
        name = watching.student_name(found, by=request.user)
    except sealing.SealedError:
        return _unopened(request, found)
    return render(request, "concerns/student.html", {"concern": found, "student_name": name})


def _with_seats(rows: QuerySet[Concern], person: Person) -> QuerySet[Concern]:
    """With whether they deal with it by a seat of their own, and may only look otherwise."""
    seats = person.concerns_received.filter(ended_at=None, concern=OuterRef("pk"))
    return rows.annotate(is_with_me=Exists(seats)).select_related("place")


def seen(request: SignedInRequest, number: str, *more: Prefetch[Any]) -> Concern:
    """The concern that was sent under that number, for somebody who may see it; else 404.

    With `more` of its rows, and `is_handled`: whether they deal with it.
    """
    rows = _sent().annotate(is_handled=reaches(request.user, HANDLE, Concern))
    return get_or_404(rows.prefetch_related(*more), request.user, SEE, number=number)


def _sent() -> QuerySet[Concern]:
    rows = Concern.objects.exclude(state=State.DRAFT)
    rows = rows.select_related("statement", "key", "place", "about", "reporter", "student")
    receivers = Receiver.objects.select_related("person", "stands_in_for")
    return rows.prefetch_related(Prefetch("receivers", receivers))


def _first_read() -> Subquery:
    read = Receiver.objects.filter(concern=OuterRef("pk")).order_by().values("concern")
    return Subquery(read.annotate(first=Min("read_at")).values("first"))


@sensitive_variables()
def _handled(concern: Concern, *, by: Person) -> dict[str, Any]:
    """All that those read who deal with it, and how it came to `by`; raises SealedError."""
    concern.first_read = _read(concern)  # type: ignore[attr-defined]
    acts = list(concern.acts.select_related("by", "person"))
    for act in acts:
        act.words = handling.words(concern, act)  # type: ignore[attr-defined]
    clocks = list(concern.clocks.all())
    telling.duties(clocks, acts)
    for clock in clocks:
        clock.ends = [(what, WORDS[Act.What(what)]) for what in clock.met_by]  # type: ignore[attr-defined]
    receivers = [row for row in concern.receivers.all() if row.ended_at is None]
    offered = [what for what in handling.OFFERED if concern.state == State.OPEN]
    return {
        "told": reporting.statement(concern),
        "files": filing.listed(concern, concern.evidence.all()),
        "acts": acts,
        "clocks": clocks,
        "questions": telling.questions(clocks),
        "running": [clock for clock in clocks if clock.act_id is None],
        "receivers": receivers,
        "came": telling.how_it_came(receivers, acts, by=by),
        "steps": [(what.value, WORDS[what]) for what in offered or [handling.What.NOTED]],
    }


@sensitive_variables()
def _reported(concern: Concern) -> dict[str, Any]:
    """What its reporter reads: their own words and files, and its times; raises SealedError."""
    concern.first_read = _read(concern)  # type: ignore[attr-defined]
    own = concern.evidence.filter(added_by=concern.reporter)
    added = list(concern.acts.filter(what=Act.What.TOLD_MORE, by=concern.reporter))
    for act in added:
        act.words = handling.words(concern, act)  # type: ignore[attr-defined]
    return {
        "added": added,
        "told": reporting.statement(concern),
        "files": filing.listed(concern, own),
    }


def _read(concern: Concern) -> dt.datetime | None:
    """When somebody who receives it first looked."""
    return min((row.read_at for row in concern.receivers.all() if row.read_at), default=None)


def _unopened(request: SignedInRequest, concern: Concern) -> HttpResponse:
    named = holders(Role.TECHNOLOGY_COORDINATOR)
    keepers = [person for person in named if person != concern.about]
    context = {"concern": concern, "keepers": keepers}
    status = HTTPStatus.SERVICE_UNAVAILABLE
    return render(request, "concerns/unopened.html", context, status=status)
