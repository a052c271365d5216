"""Say who was at a meeting, and reset a PIN that was forgotten."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from accounts.models import Person
from accounts.recent_sign_in import recently
from accounts.signed_in import SignedInRequest
from district_portal.permissions import get_or_404, needs
from policies.acknowledgments.forms.meeting import AbsentForm, ResetForm
from policies.acknowledgments.kiosk import following, opening, witnessing
from policies.acknowledgments.models import Meeting, Seat


@require_POST
@needs(witnessing.MAY)
@recently("POST")
def confirm(request: SignedInRequest, pk: int) -> HttpResponse:
    """Those whose boxes are ticked were there, and signed before the reader's eyes."""
    meeting = get_or_404(Meeting.objects.all(), request.user, following.SEE, pk=pk)
    ids = [int(n) for box in request.POST.getlist("seen") for n in box.split(".") if n.isdecimal()]
    try:
        said = witnessing.say(meeting, ids, by=request.user)
    except witnessing.NoThirdError:
        messages.error(
            request,
            _("You prepared this meeting or printed codes for it. Somebody else must confirm."),
        )
    else:
        people = len({presence.signature.person_id for presence in said})
        words = ngettext(
            "You confirmed that %(n)d person was there.",
            "You confirmed that %(n)d people were there.",
            people,
        )
        if people:
            messages.success(request, words % {"n": people})
        else:
            messages.info(request, _("Nothing was confirmed. Tick the people whom you saw sign."))
    return redirect("acknowledgments:meeting", pk)


@needs(witnessing.MAY)
@recently("POST")
def absent(request: SignedInRequest, pk: int) -> HttpResponse:
    """Somebody signed and was not there, says the reader, and why."""
    seat = get_or_404(
        Seat.objects.select_related("meeting", "person"), request.user, witnessing.MAY, pk=pk
    )
    [line] = following.lines([seat])
    if seat.person == request.user or not line.open:
        raise Http404
    form = AbsentForm(request.POST or None)
    if form.is_bound and form.is_valid():
        ids, reason = [row.pk for row in line.open], form.cleaned_data["reason"]
        try:
            witnessing.say(seat.meeting, ids, by=request.user, was_present=False, reason=reason)
        except witnessing.NoThirdError:
            messages.error(
                request,
                _("You prepared this meeting or printed codes for it. Somebody else must say so."),
            )
        else:
            messages.success(
                request, _("It is recorded. Human resources sees it with each receipt.")
            )
        return redirect("acknowledgments:meeting", seat.meeting_id)
    return render(
        request, "acknowledgments/absent.html", {"line": line, "seat": seat, "form": form}
    )


@needs("meetings.reset_pin")
@recently("POST")
def reset_pin(request: SignedInRequest, pk: int) -> HttpResponse:
    """End a forgotten PIN; the person chooses another with their next code."""
    person = get_or_404(Person.objects.all(), request.user, "meetings.reset_pin", pk=pk)
    if person == request.user:
        raise Http404
    form = ResetForm(request.POST or None)
    if form.is_bound and form.is_valid():
        reason = form.cleaned_data["reason"]
        if opening.reset(person, by=request.user, reason=reason):
            words = _("The PIN is reset. With the next code %(name)s chooses another.")
            messages.success(request, words % {"name": person.called})
        return redirect("people:person", pk)
    context = {"person": person, "form": form, "pin": opening.pin_of(person)}
    return render(request, "acknowledgments/reset_pin.html", context)
