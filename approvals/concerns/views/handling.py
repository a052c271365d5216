"""The pages on which a concern is found and read."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.db import transaction
from django.db.models import Case, DateTimeField, Min, OuterRef, Prefetch, QuerySet, Subquery, When
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_GET, require_http_methods, require_safe

from accounts.roles import holders
from accounts.signed_in import SignedInRequest
from approvals.concerns import filing, handling, reporting, sealing, watching
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
    running = Clock.objects.filter(concern=OuterRef("pk"), act=None).order_by("due_at")
    handled = visible(Concern.objects.filter(pk=OuterRef("pk")), request.user, HANDLE)
    rows = rows.annotate(
        first_read=_first_read(),
        is_mine=Case(When(reporter=request.user, then=True), default=False),
        due=Subquery(
            running.filter(concern__in=handled.values("pk")).values("due_at")[:1],
            output_field=DateTimeField(),
        ),
    ).order_by("-saved_at", "-pk")
    context = {
        "rows": page(rows, request),
        "form": form,
        "filtered": any(request.GET.values()),
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
            context = _handled(found) if handles else _reported(found)
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
def _handled(concern: Concern) -> dict[str, Any]:
    """All that those read who deal with it; raises SealedError."""
    acts = list(concern.acts.select_related("by", "person"))
    for act in acts:
        act.words = handling.words(concern, act)  # type: ignore[attr-defined]
    clocks = list(concern.clocks.all())
    offered = [what for what in handling.OFFERED if concern.state == State.OPEN]
    return {
        "told": reporting.statement(concern),
        "files": filing.listed(concern, concern.evidence.all()),
        "acts": acts,
        "clocks": clocks,
        "running": sum(clock.act_id is None for clock in clocks),
        "receivers": [row for row in concern.receivers.all() if row.ended_at is None],
        "steps": [(what.value, WORDS[what]) for what in offered or [handling.What.NOTED]],
    }


@sensitive_variables()
def _reported(concern: Concern) -> dict[str, Any]:
    """What its reporter reads: their own words and files, and its times; raises SealedError."""
    read = [row.read_at for row in concern.receivers.all() if row.read_at]
    concern.first_read = min(read, default=None)  # type: ignore[attr-defined]
    own = concern.evidence.filter(added_by=concern.reporter)
    added = list(concern.acts.filter(what=Act.What.TOLD_MORE, by=concern.reporter))
    for act in added:
        act.words = handling.words(concern, act)  # type: ignore[attr-defined]
    return {
        "added": added,
        "told": reporting.statement(concern),
        "files": filing.listed(concern, own),
        "first_read": read,
    }


def _unopened(request: SignedInRequest, concern: Concern) -> HttpResponse:
    named = holders(Role.TECHNOLOGY_COORDINATOR)
    keepers = [person for person in named if person != concern.about]
    context = {"concern": concern, "keepers": keepers}
    status = HTTPStatus.SERVICE_UNAVAILABLE
    return render(request, "concerns/unopened.html", context, status=status)
