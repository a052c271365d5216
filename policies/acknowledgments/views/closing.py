"""Close unsigned, see the record of it, and ask again."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.recent_sign_in import recently
from accounts.signed_in import SignedInRequest
from district_portal.district.current import today
from district_portal.permissions import can, get_or_404, needs, visible
from district_portal.ui.dates import date_in_words
from district_portal.ui.paging import page
from policies.acknowledgments import closing as rules
from policies.acknowledgments import reading
from policies.acknowledgments.deadlines import due_date
from policies.acknowledgments.forms.closing import FORMS, ClosingsFilter, ReopeningForm
from policies.acknowledgments.models import Assignment, Closing, Reopening

MAY = "acknowledgments.close"


@needs("acknowledgments.refuse")
def choose(request: SignedInRequest, pk: int) -> HttpResponse:
    """In which way does it end unsigned: the ways that are open to the reader."""
    asked = _of_another(request, pk)
    if asked.ended_at:
        return _over(request, asked)
    ways = [form for why, form in FORMS.items() if _may(request, asked, why)]
    context = {"assignment": asked, "person": asked.person, "ways": ways}
    return render(request, "acknowledgments/close.html", context)


@needs("acknowledgments.refuse")
@recently("POST")
def close(request: SignedInRequest, pk: int, why: str) -> HttpResponse:
    """A form, then what it says once more, then it is recorded for good."""
    asked = _of_another(request, pk)
    if why not in FORMS or not _may(request, asked, why):
        raise Http404
    if asked.ended_at:
        return _over(request, asked)
    form = FORMS[why](request.POST or None, assignment=asked, by=request.user)
    is_checked = form.is_bound and form.is_valid() and "change" not in request.POST
    if is_checked and "confirmed" in request.POST:
        try:
            closing = form.carry_out()
        except rules.NothingOpenError:
            asked.refresh_from_db()
            return _over(request, asked)
        messages.success(request, _("It is recorded as %(number)s.") % {"number": closing.number})
        return redirect("acknowledgments:closing", closing.pk)
    context = {"assignment": asked, "person": asked.person, "form": form, "is_checked": is_checked}
    return render(request, "acknowledgments/close_as.html", context)


@needs("acknowledgments.closing")
def closing(request: SignedInRequest, pk: int) -> HttpResponse:
    """The record: how it was closed, by whom, before whom, and what became of it."""
    record = get_or_404(reading.closings(), request.user, "acknowledgments.closing", pk=pk)
    mine = record.person_id == request.user.pk
    reopenings = Reopening.objects.filter(closing=record).select_related("reopened_by")
    context = {
        "closing": record,
        "version": record.version,
        "mine": mine,
        "reopening": reopenings.first(),
        "to_sign": reading.may_still_sign(record) if mine else None,
        "may_reopen": not mine and can(request.user, MAY, record) and rules.may_be_reopened(record),
        "signature": reading.signed_after(record),
    }
    return render(request, "acknowledgments/closing.html", context)


@needs("acknowledgments.closing")
def closings(request: SignedInRequest) -> HttpResponse:
    """What was closed without a signature, for whom the reader may see it."""
    form = ClosingsFilter(request.GET or None)
    chosen = form.cleaned_data if form.is_valid() else {}
    shown = chosen.get("shown")
    rows = reading.closings(standing=shown == "stands" if shown else None)
    if chosen.get("policy"):
        rows = rows.filter(version__policy=chosen["policy"])
    if chosen.get("why"):
        rows = rows.filter(why=chosen["why"])
    rows = visible(rows, request.user, "acknowledgments.closing")
    context = {
        "filter_form": form,
        "closings": page(rows, request),
        "filtered": any(chosen.values()),
    }
    return render(request, "acknowledgments/closings.html", context)


@needs(MAY)
@recently("POST")
def reopen(request: SignedInRequest, pk: int) -> HttpResponse:
    """Ask the person again, with a reason."""
    others = reading.closings().exclude(person=request.user)
    record: Any = get_or_404(others, request.user, MAY, pk=pk)
    form = ReopeningForm(request.POST or None)
    if not record.stands:
        messages.info(request, _("It does not stand any more."))
        return redirect("acknowledgments:closing", pk)
    if form.is_bound and form.is_valid() and _reopened(request, record, form):
        return redirect("acknowledgments:closing", pk)
    context = {"closing": record, "form": form, "due_on": _due_on(record)}
    return render(request, "acknowledgments/reopen.html", context)


def _reopened(request: SignedInRequest, record: Closing, form: ReopeningForm) -> bool:
    """Whether it is over; what stands in the way goes beside the field."""
    try:
        asked = rules.reopen(record, by=request.user, reason=form.cleaned_data["reason"])
    except rules.ReopenedError:
        messages.info(request, _("It does not stand any more."))
        return True
    except rules.OnLeaveError:
        back = _("They are on leave, when no due date runs. Reopen it when they are back.")
        form.add_error(None, back)
        return False
    except rules.NotAskedNowError:
        form.add_error(
            None, _("They have moved or left, or nobody requires this of them any more.")
        )
        return False
    day = date_in_words(asked.due_on, style="long")
    messages.success(
        request,
        _("%(person)s is asked again, due %(day)s.") % {"person": record.person, "day": day},
    )
    return True


def _due_on(record: Closing) -> object:
    """The soonest day that the rules give from today."""
    rows = record.assignments.closed().select_related("requirement")
    days = (due_date(row.requirement, assigned_on=today()) for row in rows)
    return min(days, default=None)


def _of_another(request: SignedInRequest, pk: int) -> Assignment:
    others = Assignment.objects.exclude(person=request.user)
    found = others.select_related("person", "version__policy", "closing")
    return get_or_404(found, request.user, "acknowledgments.refuse", pk=pk)


def _may(request: SignedInRequest, asked: Assignment, why: str) -> bool:
    """A refusal may be recorded by whoever comes here; the rest needs a further permission."""
    return why == Closing.Why.REFUSED or can(request.user, MAY, asked)


def _over(request: SignedInRequest, asked: Assignment) -> HttpResponse:
    messages.info(request, _("Nothing is open here any more: it was signed, closed or ended."))
    if asked.closing_id:
        return redirect("acknowledgments:closing", asked.closing_id)
    return redirect("people:person", asked.person_id)
