"""The meeting about a request for an exemption: calling, changing, cancelling it; its minutes."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.signed_in import SignedInRequest
from approvals.exemptions.meetings import calling, inviting, minuting
from approvals.exemptions.meetings.forms import CancelForm, MeetingForm, MinutesForm
from approvals.exemptions.models import Meeting
from approvals.models import Request
from district_portal.permissions import can, get_or_404, needs


@needs("exemptions.call")
def call(request: SignedInRequest, pk: int) -> HttpResponse:
    """Propose the date, or change it; everybody gets an invitation for their calendar."""
    rows = Request.objects.select_related("requester", "posting", "place", "meeting")
    asked = get_or_404(rows, request.user, "exemptions.call", pk=pk)
    meeting: Meeting | None = getattr(asked, "meeting", None)
    form = MeetingForm(request.POST or None, meeting=meeting)
    if form.is_valid():
        try:
            made = calling.call(asked, by=request.user, **form.facts())
        except calling.MeetingError as obstacle:
            form.add_error(obstacle.field, str(obstacle))
        except calling.ChangedError:
            return _changed(request, asked)
        except calling.NotToMeetError:
            messages.warning(request, _("This request was withdrawn: there is nothing to meet on."))
            return redirect(asked)
        else:
            messages.success(request, _("Everybody who takes part gets an invitation by mail."))
            return redirect(made)
    context = {
        "asked": asked,
        "meeting": meeting,
        "people": calling.taking_part(asked),
        "answers": asked.submissions.latest("number").answers,
        "form": form,
    }
    return render(request, "exemptions/call.html", context)


@needs("exemptions.attend")
def meeting(request: SignedInRequest, pk: int) -> HttpResponse:
    """When and where, with whom, and what came of it."""
    found = _meeting(request, pk, "exemptions.attend")
    context = {
        "meeting": found,
        "people": found.people.order_by("sort_name"),
        "minutes": found.minutes.select_related("recorded_by").order_by("-pk"),
        "leads": can(request.user, "exemptions.lead", found),
        "is_over": found.has_begun,
    }
    return render(request, "exemptions/meeting.html", context)


@needs("exemptions.attend")
def invitation(request: SignedInRequest, pk: int) -> HttpResponse:
    """The meeting as a file for a calendar."""
    found = _meeting(request, pk, "exemptions.attend")
    text = inviting.write(found, people=list(found.people.all()), method=inviting.PUBLISH)
    answer = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="meeting-{found.request.number}.ics"'
    return answer


@needs("exemptions.lead")
def cancel(request: SignedInRequest, pk: int) -> HttpResponse:
    """Cancel the meeting, for a reason."""
    found = _meeting(request, pk, "exemptions.lead")
    form = CancelForm(request.POST or None, initial={"seen": found.sequence})
    if form.is_valid():
        try:
            calling.cancel(found, by=request.user, **form.cleaned_data)
        except calling.ChangedError:
            return _changed(request, found)
        messages.success(request, _("The meeting is cancelled. Everybody is told by mail."))
        return redirect(found)
    return render(request, "exemptions/cancel.html", {"meeting": found, "form": form})


@needs("exemptions.lead")
def minutes(request: SignedInRequest, pk: int) -> HttpResponse:
    """Record what was said and agreed."""
    found = _meeting(request, pk, "exemptions.lead")
    form = MinutesForm(request.POST or None)
    if form.is_valid():
        try:
            minuting.record(found, by=request.user, **form.cleaned_data)
        except calling.MeetingError as obstacle:
            form.add_error(obstacle.field, str(obstacle))
        else:
            messages.success(request, _("The minutes are kept."))
            return redirect(found)
    return render(request, "exemptions/minutes.html", {"meeting": found, "form": form})


def _meeting(request: SignedInRequest, pk: int, permission: str) -> Meeting:
    rows = Meeting.objects.select_related("request__requester", "request__place", "changed_by")
    return get_or_404(rows, request.user, permission, pk=pk)


def _changed(request: SignedInRequest, to: Request | Meeting) -> HttpResponse:
    messages.warning(request, _("The meeting was changed in the meantime. Look at it first."))
    return redirect(to)
