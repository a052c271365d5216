from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.signed_in import SignedInRequest
from district_portal.district.current import today
from district_portal.permissions import can, needs
from district_portal.ui.dates import date_in_words
from policies.acknowledgments import coming_year as coming
from policies.acknowledgments import starting
from policies.acknowledgments.forms.year import CALENDAR, DAY, NOW, YearForm

MAY = "acknowledgments.start_year"
PAGE = "acknowledgments:next_year"


@needs("acknowledgments.requirements")
def next_year(request: SignedInRequest) -> HttpResponse:
    """What the next school year will ask of whom, and when."""
    year = coming.coming_year()
    context: dict[str, Any] = {
        "year": year,
        "last": year.last_started,
        "may_require": can(request.user, "acknowledgments.require"),
        "may_start": can(request.user, MAY),
    }
    if (last := year.last_started) and last.starts_on == today():
        context["behind"], context["rules"] = starting.still_asking(on=today())
    return render(request, "acknowledgments/next_year.html", context)


@needs(MAY)
def decide(request: SignedInRequest) -> HttpResponse:
    """Choose when the next school year is asked for."""
    year = coming.coming_year()
    form = YearForm(request.POST or None, year=year)
    if request.method == "POST" and form.is_valid():
        if form.cleaned_data["when"] == NOW:
            return redirect("acknowledgments:start_year")
        if _decided(request, form):
            return redirect(PAGE)
    may_start = starting.may_start_now(year.name, on=today())
    context = {"year": year, "form": form, "may_start": may_start}
    context["opens_on"] = year.first_day - starting.EARLIEST
    return render(request, "acknowledgments/decide_year.html", context)


@needs(MAY)
def start(request: SignedInRequest) -> HttpResponse:
    """Ask for the next school year at once, after a look at what that does."""
    year = coming.coming_year(begins=today())
    if request.method == "POST":
        try:
            starting.start_now(request.POST.get("year", ""), by=request.user)
        except starting.YearStartedError:
            messages.info(request, _("That school year is asked for already."))
        except starting.OutOfReachError:
            messages.error(request, _("It is too early to ask for the next school year."))
        else:
            said = _("The school year %(year)s is asked for from now on.") % {"year": year.name}
            messages.success(request, said)
        return redirect(PAGE)
    if not starting.may_start_now(year.name, on=today()):
        messages.info(request, _("It is too early to ask for the next school year."))
        return redirect("acknowledgments:decide_year")
    context = {"year": year, "still_open": coming.still_open()}
    return render(request, "acknowledgments/start_year.html", context)


def _decided(request: SignedInRequest, form: YearForm) -> bool:
    """Whether it is over; what stands in the way goes beside the field."""
    said, by = form.cleaned_data, request.user
    try:
        if said["when"] == CALENDAR:
            starting.leave_to_calendar(said["year"], by=by)
        else:
            starting.set_day(said["year"], said["day"], by=by)
    except starting.YearStartedError:
        messages.info(request, _("That school year is asked for already."))
        return True
    except starting.OutOfReachError:
        form.add_error("day" if said["when"] == DAY else "when", _("That day is over"))
        return False
    if said["when"] == DAY:
        day = date_in_words(said["day"], style="long")
        messages.success(request, _("People are asked on %(day)s.") % {"day": day})
    else:
        messages.success(request, _("People are asked on the first day of the school year."))
    return True
