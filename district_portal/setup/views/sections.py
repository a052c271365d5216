"""What is settled for the whole district, later on: one page a section."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.recent_sign_in import recently
from accounts.roles import holders
from accounts.signed_in import SignedInRequest
from approvals import unseated
from approvals.concerns.packs import keeping as packs
from approvals.registry import letters
from district_portal import audit
from district_portal.district import current, wording
from district_portal.mailing import wording as mail_wording
from district_portal.permissions import Role, can, needs
from district_portal.setup import closing_days, settling
from district_portal.setup.forms.concerns import ConcernsForm
from district_portal.setup.forms.settings import (
    ZONES,
    AccountsForm,
    DistrictForm,
    ManualForm,
    PeopleForm,
    SettingsForm,
    YearForm,
    months,
)
from district_portal.setup.views import parts


@needs("district.settle")
def overview(request: SignedInRequest) -> HttpResponse:
    """Every setting as it is, each with the page on which it is changed."""
    now = current.current()
    grants = can(request.user, "roles.grant")
    roles = [wording.role(role) for role in now.second_factor_roles if role in Role]
    context = {
        "now": now,
        "month": dict(months())[now.school_year_month],
        "zone": dict(ZONES).get(now.time_zone, now.time_zone),
        "closures": len(closing_days.closures(*current.school_year_bounds())),
        "year": current.school_year(),
        "second_factor": roles,
        "gaps": unseated.gaps(),
        "mend_url": reverse("people:give_role") if grants else "",
        "menders": [] if grants else holders(Role.DISTRICT_ADMINISTRATOR),
        "guard_url": reverse("setup:people") if can(request.user, "district.guard") else "",
        "texts_url": reverse("setup:mail_texts") if can(request.user, "mail.reword") else "",
        "texts": sum(bool(row.subject) for row in mail_wording.newest().values()),
        "letter_url": reverse("registry:letter", args=[settings.LANGUAGE_CODE])
        if can(request.user, "registry.reword_letter")
        else "",
        "letters": letters.text(settings.LANGUAGE_CODE) != letters.default(settings.LANGUAGE_CODE),
        **_state_pack(request),
        "last": audit.history(now).filter(act="district.settled").first(),
    }
    return render(request, "setup/overview.html", context)


@needs("district.settle")
def district(request: SignedInRequest) -> HttpResponse:
    """Name, words for two offices, and whom guests ask."""
    return _settings(request, DistrictForm, "setup:district", _("Name, words and contact"))


@needs("district.settle")
def year(request: SignedInRequest) -> HttpResponse:
    """The clock and the start of the school year."""
    return _settings(request, YearForm, "setup:year", _("Clock and school year"))


@needs("district.settle")
@recently("POST")
def manual(request: SignedInRequest) -> HttpResponse:
    """Who reads the manual, how it is published, how often it is reviewed."""
    return _settings(request, ManualForm, "setup:manual", _("The manual"))


@needs("district.settle")
def accounts(request: SignedInRequest) -> HttpResponse:
    """Of which accounts parents are told, what follows if they are not, and what all see."""
    return _settings(request, AccountsForm, "setup:accounts", _("Accounts and parents"))


@needs("district.settle")
def concerns(request: SignedInRequest) -> HttpResponse:
    """How soon an unread concern goes up, by day or at night too, and how long names are kept."""
    return _settings(request, ConcernsForm, "setup:concerns", _("Concerns"))


@needs("district.guard")
@recently("POST")
def people(request: SignedInRequest) -> HttpResponse:
    """Second factors, and how many one sheet may end; changed only after a recent sign-in."""
    return _settings(request, PeopleForm, "setup:people", _("People and signing in"))


@needs("district.settle")
def look(request: SignedInRequest) -> HttpResponse:
    """Logo and color."""
    part = parts.look(request, by=request.user)
    if part.saved:
        return redirect("setup:look")
    return render(request, "setup/look.html", part.context)


@needs("district.settle")
def days(request: SignedInRequest) -> HttpResponse:
    """The days without school."""
    part = parts.days(request, by=request.user)
    if part.saved:
        return redirect(parts.again(request))
    return render(request, "setup/days.html", part.context)


@needs("district.settle")
def mail(request: SignedInRequest) -> HttpResponse:
    """The mail server, and a test."""
    part = parts.mail(request, by=request.user)
    if part.saved:
        return redirect("setup:mail")
    return render(request, "setup/mail.html", part.context)


def _state_pack(request: SignedInRequest) -> dict[str, Any]:
    """By which pack concerns start clocks, for those who settle that."""
    if not can(request.user, "state_packs.settle"):
        return {}
    pack = packs.in_use()
    is_old = pack is not None and packs.is_old(pack)
    return {"pack_url": reverse("concerns:packs"), "pack": pack, "pack_is_old": is_old}


def _settings(
    request: SignedInRequest, form_class: type[SettingsForm], here: str, title: str
) -> HttpResponse:
    form = form_class(
        request.POST if request.method == "POST" else None, district=current.current()
    )
    if request.method == "POST" and form.is_valid():
        settling.settle(by=request.user, settings=form.settings)
        messages.success(request, _("The settings of the district are saved."))
        return redirect("setup:overview")
    context: dict[str, Any] = {"form": form, "title": title, "here": here}
    return render(request, "setup/settings.html", context)
