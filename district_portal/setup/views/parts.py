"""What the first set-up and the settings of later have in common: each part of a page, once."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _

from accounts.models import Person
from district_portal import mailing
from district_portal.district import current
from district_portal.district.models import Logo
from district_portal.schooldays.models import Closure
from district_portal.setup import (
    closing_days,
    dressing,
    settling,
    suggesting_days,
    throttling,
)
from district_portal.setup.forms.days import DaysForm, StateForm, SuggestionsForm
from district_portal.setup.forms.look import ColorForm, LogoForm
from district_portal.setup.forms.mail import TrialForm

TRIAL, SENT = "mail_trial", "sent"


@dataclass
class Part:
    """What a part shows; `saved` when something was, so that the page is loaded anew."""

    context: dict[str, Any] = field(default_factory=dict)
    saved: bool = False


def look(request: HttpRequest, *, by: Person | None) -> Part:
    """Logo and color, each with a form of its own; `act` says which was sent."""
    act = request.POST.get("act", "")
    district = current.current()
    logo = LogoForm(*(_sent(request) if act == "logo" else ()))
    color = ColorForm(request.POST if act in ("color", "plain") else None, accent=district.accent)
    if act == "logo" and logo.is_valid():
        dressing.put_up_logo(logo.cleaned_data["logo"], by=by)
        return _done(request, _("The logo is up."))
    if act == "take_down":
        dressing.take_down_logo(by=by)
        return _done(request, _("The logo is down."))
    if act == "plain":
        settling.settle(by=by, settings={"accent": ""})
        return _done(request, _("The portal has its own color again."))
    if act == "color" and color.is_valid():
        settling.settle(by=by, settings=color.cleaned_data)  # type: ignore[arg-type]
        return _done(request, _("The color is saved."))
    shown = Logo.objects.filter(pk=1).defer("content").first()
    return Part({"logo_form": logo, "color_form": color, "forms": [logo, color], "logo": shown})


def days(request: HttpRequest, *, by: Person | None) -> Part:
    """The days without school of one school year; `act` says what was sent."""
    state = StateForm(request.GET)
    asked = state.cleaned_data if state.is_valid() else {}
    now = current.school_year_bounds()
    first, last = suggesting_days.school_year(now, begins_in=asked.get("year"))
    closed = closing_days.closures(first, last)
    taken = {(one.first_day, one.last_day) for one in closed}
    suggested = [
        one
        for one in suggesting_days.suggestions(first, last, state=asked.get("state", ""))
        if (one.first_day, one.last_day) not in taken
    ]
    changing = _closure(request.GET.get("change"))
    forms = _days_forms(request, suggested, changing)
    if request.method == "POST" and (done := _save_days(request, forms, changing, by=by)):
        return done
    return Part(
        {
            "closures": closed,
            "changing": changing,
            "national": suggesting_days.national(first, last),
            "suggested": suggested,
            "state_form": state,
            "days_form": forms["days"],
            "suggestions_form": forms["suggested"],
            "forms": list(forms.values()),
            "first": first,
            "last": last,
            "year": current.school_year(first),
            "years": [(y, current.school_year(first.replace(year=y))) for y in _years(now[0].year)],
            "query": request.GET.urlencode(),
        }
    )


def mail(request: HttpRequest, *, by: Person | None) -> Part:
    """The settings of the mail server, and a test message; `accepted` says how it went.

    A failure and the address that was typed stand there until another test went out.
    """
    trial = request.session.get(TRIAL)
    typed = trial["address"] if trial else by.email if by else ""
    form = TrialForm(request.POST if request.method == "POST" else None, initial={"address": typed})
    if request.method == "POST" and form.is_valid():
        who = str(by.pk) if by else client_address(request)
        if not throttling.may_try("mail", by=who):
            form.add_error("address", _("That were many. Wait five minutes, then try once more."))
        else:
            answer = mailing.try_out(form.cleaned_data["address"], by=by)
            outcome = {"outcome": answer.outcome.value, "words": answer.words}
            request.session[TRIAL] = {**outcome, "address": form.cleaned_data["address"]}
            return Part({"accepted": answer.outcome.value == SENT}, saved=True)
    server = {
        "host": settings.EMAIL_HOST,
        "port": settings.EMAIL_PORT,
        "user": settings.EMAIL_HOST_USER,
        "tls": settings.EMAIL_USE_TLS,
        "ssl": settings.EMAIL_USE_SSL,
        "sender": settings.DEFAULT_FROM_EMAIL,
    }
    if trial and trial["outcome"] == SENT:
        del request.session[TRIAL]
    return Part({"form": form, "server": server, "trial": trial, "portal": settings.PORTAL_ADDRESS})


def again(request: HttpRequest) -> str:
    """The address of this page with its filters, done with what was being changed."""
    query = request.GET.copy()
    query.pop("change", None)
    return f"{request.path}?{query.urlencode()}" if query else request.path


def client_address(request: HttpRequest) -> str:
    """The network address that a request comes from, past the district's own web servers."""
    return str(get_adapter(request).get_client_ip(request))


def _days_forms(
    request: HttpRequest, suggested: list[suggesting_days.Suggestion], changing: Closure | None
) -> dict[str, Any]:
    act = request.POST.get("act", "")
    names = ("name", "first_day", "last_day")
    initial = {name: getattr(changing, name) for name in names} if changing else {}
    sent = request.POST if act in ("add", "change") else None
    return {
        "days": DaysForm(sent, initial=initial, shown=initial),
        "suggested": SuggestionsForm(
            request.POST if act == "suggested" else None, suggested=suggested
        ),
    }


def _save_days(
    request: HttpRequest, forms: dict[str, Any], changing: Closure | None, *, by: Person | None
) -> Part | None:
    act = request.POST.get("act", "")
    if act == "remove" and (closure := _closure(request.POST.get("closure"))):
        closing_days.reopen(closure, by=by)
        return _done(request, _("There is school on those days now."))
    if act == "change" and changing and forms["days"].is_valid():
        closing_days.change(changing, forms["days"].days, by=by)
        return _done(request, _("The days are changed."))
    if act == "add" and forms["days"].is_valid():
        closing_days.close([forms["days"].days], by=by)
        return _done(request, _("The days are entered."))
    if act == "suggested" and forms["suggested"].is_valid():
        closing_days.close(forms["suggested"].days, by=by)
        return _done(request, _("The chosen days are entered."))
    return _done(request, "") if act == "remove" else None


def _closure(number: str | None) -> Closure | None:
    if not number or not number.isdecimal() or len(number) > 9:  # noqa: PLR2004 – digits
        return None
    return Closure.objects.filter(pk=int(number)).first()


def _years(this: int) -> list[int]:
    return [this + ahead for ahead in range(4)]


def _sent(request: HttpRequest) -> tuple[Any, Any]:
    return request.POST, request.FILES


def _done(request: HttpRequest, words: str) -> Part:
    if words:
        messages.success(request, words)
    return Part(saved=True)
