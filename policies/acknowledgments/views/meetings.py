"""Prepare a signing meeting, print its codes, see how it stands, and end it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from accounts.recent_sign_in import recently
from accounts.signed_in import SignedInRequest
from district_portal.permissions import can, get_or_404, needs
from district_portal.ui.paging import page
from policies.acknowledgments.forms.meeting import MeetingForm
from policies.acknowledgments.kiosk import ending, following, preparing, printing, witnessing
from policies.acknowledgments.models import Meeting
from policies.paper.taking_turns import BusyError
from policies.paper.typesetting import NotSetError


@require_GET
@needs(following.SEE)
def meetings(request: SignedInRequest) -> HttpResponse:
    """The meetings that the reader may see, newest first."""
    context = {
        "meetings": page(following.meetings(by=request.user), request),
        "may_prepare": can(request.user, preparing.MAY),
        "now": timezone.now(),
    }
    return render(request, "acknowledgments/meetings.html", context)


@needs(preparing.MAY)
@recently("POST")
def prepare(request: SignedInRequest) -> HttpResponse:
    """What it is called and who is expected; they are shown first, then it is prepared."""
    form = MeetingForm(request.POST or None)
    people: list[Any] = []
    if form.is_bound and form.is_valid():
        whom = form.whom()
        people = list(preparing.expected(by=request.user, **whom)[: preparing.MOST + 1])
        if "prepare" in request.POST and people:
            try:
                name, end = form.cleaned_data["name"], form.end()
                made = preparing.prepare(name, by=request.user, codes_end_at=end, **whom)
            except preparing.NobodyError:
                people = []
            except preparing.TooManyError:
                pass
            else:
                return redirect("acknowledgments:meeting", made.pk)
    context = {
        "form": form,
        "people": people[: preparing.MOST],
        "too_many": len(people) > preparing.MOST,
        "most": preparing.MOST,
        "is_asked": form.is_bound and form.is_valid(),
    }
    return render(request, "acknowledgments/prepare_meeting.html", context)


@needs(following.SEE)
def meeting(request: SignedInRequest, pk: int) -> HttpResponse:
    """Who is expected, who has signed, and who was seen; what the reader may do there."""
    rows = following.with_standing(by=request.user)
    shown: Any = get_or_404(rows, request.user, following.SEE, pk=pk)
    people = page(following.seats(shown, by=request.user), request)
    lines = following.lines(people)
    is_over = shown.is_over(timezone.now())
    context = {
        "meeting": shown,
        "people": people,
        "lines": lines,
        "is_over": is_over,
        "kiosk": settings.PORTAL_ADDRESS + reverse("acknowledgments:kiosk"),
        "may_keep": shown.is_kept and not is_over and not shown.has_witnessed,
        "may_witness": not shown.has_printed and can(request.user, witnessing.MAY),
        "has_printed": shown.has_printed,
        "has_codes": any(line.slip for line in lines),
        "to_confirm": any(line.open and line.seat.person_id != request.user.pk for line in lines),
    }
    return render(request, "acknowledgments/meeting.html", context)


@require_POST
@never_cache
@needs(following.KEEP)
@recently("POST")
def slips(request: SignedInRequest, pk: int) -> HttpResponse:
    """A PDF with new codes: for everybody, or for the one person that is named."""
    kept = get_or_404(Meeting.objects.all(), request.user, following.KEEP, pk=pk)
    back = reverse("acknowledgments:meeting", args=[pk])
    one = request.POST.get("person", "")
    people = [int(one)] if one.isdecimal() else None
    try:
        made = printing.print_slips(kept, by=request.user, people=people)
    except BusyError:
        messages.info(request, _("Many PDFs are being made now. Try once more in a minute."))
    except NotSetError as refused:
        messages.error(request, str(refused))
    except printing.OverError:
        messages.info(request, _("The meeting is over. Prepare another one."))
    except printing.WitnessError:
        messages.info(request, _("You are a witness here, so you print no codes."))
    except preparing.NobodyError:
        messages.info(request, _("Nobody of them has anything left to sign."))
    else:
        headers = {"Content-Disposition": f'attachment; filename="codes-{pk}.pdf"'}
        return HttpResponse(made, content_type="application/pdf", headers=headers)
    return redirect(back)


@require_POST
@needs(following.KEEP)
def end(request: SignedInRequest, pk: int) -> HttpResponse:
    """End the meeting at once: no code opens anything any more."""
    kept = get_or_404(Meeting.objects.all(), request.user, following.KEEP, pk=pk)
    if ending.end(kept, by=request.user):
        messages.success(request, _("The meeting is ended. Its codes open nothing any more."))
    return redirect("acknowledgments:meeting", pk)
