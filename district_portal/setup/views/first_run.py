"""The first set-up, step by step; open to whoever entered the token, until it is finished."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from approvals import unseated
from district_portal.district import current
from district_portal.permissions import public
from district_portal.setup import closing_days, settling, throttling
from district_portal.setup.first_run import finishing, letting_in, stepping, welcoming
from district_portal.setup.first_run.stepping import Step, taking
from district_portal.setup.forms.first_run import FirstPersonForm, RosterForm, TokenForm
from district_portal.setup.forms.settings import ZONES, NameForm, SettingsForm, YearForm, months
from district_portal.setup.models import FirstRun
from district_portal.setup.views import parts

PASS, FINISHED = "first_run", "first_run_finished"
View = Callable[..., HttpResponse]


def until_set_up(view: View) -> Any:
    """Open a view to everyone, as long as the district is not set up."""

    @wraps(view)
    def guarded(request: HttpRequest) -> HttpResponse:
        try:
            if current.current().set_up_at is None:
                return view(request)
        except stepping.AlreadySetUpError:
            pass
        messages.info(request, _("The portal is set up already. Sign in to change anything."))
        return redirect("account_login")

    return public(never_cache(guarded))


def with_token(view: View) -> Any:
    """Open a step to whoever has entered the token; the first one comes before all others."""

    @wraps(view)
    def guarded(request: HttpRequest) -> HttpResponse:
        run = letting_in.stands(request.session.get(PASS, ""))
        if run is None:
            return redirect("setup:first")
        if Step.DISTRICT not in run.done and view.__name__ != "district":
            return redirect("setup:first_district")
        return view(request, run)

    return until_set_up(guarded)


@until_set_up
def enter(request: HttpRequest) -> HttpResponse:
    """Ask for the token, or go on where the set-up was left."""
    if run := letting_in.stands(request.session.get(PASS, "")):
        return redirect(address(stepping.next_step(run)))
    form = TokenForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        where = parts.client_address(request)
        if not throttling.may_try("token", by=where):
            form.add_error("token", _("Too many tries. Wait five minutes, then try once more."))
        elif kept := letting_in.let_in(form.cleaned_data["token"], address=where):
            request.session.cycle_key()
            request.session[PASS] = kept
            return redirect("setup:first")
        else:
            form.add_error(
                "token",
                _("This is not the token, or it is old. Look for the newest one, or make another."),
            )
    return render(request, "setup/first/enter.html", {"form": form})


@with_token
def district(request: HttpRequest, run: FirstRun) -> HttpResponse:
    """Name and words."""
    return _settings(request, run, Step.DISTRICT, NameForm)


@with_token
def look(request: HttpRequest, run: FirstRun) -> HttpResponse:
    """Logo and color."""
    return _part(request, run, Step.LOOK, parts.look)


@with_token
def year(request: HttpRequest, run: FirstRun) -> HttpResponse:
    """The clock and the start of the school year."""
    return _settings(request, run, Step.YEAR, YearForm)


@with_token
def days(request: HttpRequest, run: FirstRun) -> HttpResponse:
    """The days without school."""
    return _part(request, run, Step.DAYS, parts.days)


@with_token
def mail(request: HttpRequest, run: FirstRun) -> HttpResponse:
    """The mail server, and a test; nobody waits for another one's test."""
    if "go_on" in request.POST:
        return _go_on(Step.MAIL)
    part = parts.mail(request, by=None)
    if part.saved:
        if part.context["accepted"]:
            finishing.note_mail()
        return redirect("setup:first_mail")
    return _render(request, run, Step.MAIL, part.context)


@with_token
def people(request: HttpRequest, run: FirstRun) -> HttpResponse:
    """The first people with their roles."""
    if "go_on" in request.POST:
        return _go_on(Step.PEOPLE)
    if "let_go" in request.POST:
        with taking(Step.PEOPLE, done=False):
            for person in welcoming.welcomed().filter(pk=_number(request.POST["let_go"])):
                welcoming.let_go(person)
        return redirect("setup:first_people")
    form = FirstPersonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        with taking(Step.PEOPLE, done=False):
            welcoming.welcome(
                given_name=told["given_name"],
                family_name=told["family_name"],
                email=told["email"],
                held=form.roles,
                number=told["number"],
                password=told["password"] or None,
            )
        messages.success(request, _("%(name)s is entered.") % {"name": told["given_name"]})
        return redirect("setup:first_people")
    people = welcoming.welcomed()
    gaps = unseated.gaps() if people else []
    return _render(request, run, Step.PEOPLE, {"form": form, "people": people, "gaps": gaps})


@with_token
def roster(request: HttpRequest, run: FirstRun) -> HttpResponse:
    """Whether the roster is brought in right afterwards."""
    initial = {"when": "next" if run.roster_next or Step.ROSTER not in run.done else "later"}
    form = RosterForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        with taking(Step.ROSTER) as held:
            held.roster_next = form.cleaned_data["when"] == "next"
        return redirect(address(Step.FINISH))
    may = any(
        grant.role in welcoming.ROSTER_ROLES
        for person in welcoming.welcomed()
        for grant in person.grants.all()
    )
    return _render(request, run, Step.ROSTER, {"form": form, "somebody_may": may})


@with_token
def finish(request: HttpRequest, run: FirstRun) -> HttpResponse:
    """Everything once more, and the last button."""
    reasons = finishing.missing(run)
    if request.method == "POST":
        try:
            finishing.finish()
        except finishing.NotReadyError as not_yet:
            reasons = not_yet.reasons
        else:
            request.session.pop(PASS, None)
            request.session[FINISHED] = True
            return redirect("setup:first_done")
    told = [(reason, reverse(address(step))) for step, reason in reasons]
    return _render(request, run, Step.FINISH, {"reasons": told, **_summary(run)})


@public
@never_cache
def done(request: HttpRequest) -> HttpResponse:
    """What to do next; for the one who has just finished."""
    if not request.session.get(FINISHED):
        return redirect("home:today")
    run = FirstRun.objects.filter(pk=1).first()
    return render(request, "setup/first/done.html", {"run": run, "people": welcoming.welcomed()})


def address(step: Step) -> str:
    """The name of the address of a step."""
    return f"setup:first_{step.value}"


def _settings(
    request: HttpRequest, run: FirstRun, step: Step, form_class: type[SettingsForm]
) -> HttpResponse:
    now = current.current()
    if step not in run.done and step is Step.DISTRICT:
        now.name = ""
    form = form_class(request.POST if request.method == "POST" else None, district=now)
    if request.method == "POST" and form.is_valid():
        with taking(step):
            settling.settle(by=None, settings=form.settings)
        return redirect(address(stepping.after(step)))
    return _render(request, run, step, {"form": form})


def _part(
    request: HttpRequest, run: FirstRun, step: Step, part: Callable[..., parts.Part]
) -> HttpResponse:
    if "go_on" in request.POST:
        return _go_on(step)
    if request.method == "POST":
        with taking(step, done=False):
            found = part(request, by=None)
    else:
        found = part(request, by=None)
    if found.saved:
        return redirect(parts.again(request))
    return _render(request, run, step, found.context)


def _go_on(step: Step) -> HttpResponse:
    with taking(step):
        pass
    return redirect(address(stepping.after(step)))


def _render(
    request: HttpRequest, run: FirstRun, step: Step, context: dict[str, Any]
) -> HttpResponse:
    before = stepping.before(step)
    order = list(Step)
    frame = {
        "step": step,
        "number": order.index(step) + 1,
        "total": len(order),
        "steps": [
            {
                "label": one.label,
                "url": reverse(address(one)),
                "done": one in run.done,
                "current": one is step,
                "open": one is Step.DISTRICT or Step.DISTRICT in run.done,
            }
            for one in order
        ],
        "before": reverse(address(before)) if before else "",
        "skip": reverse(address(stepping.after(step))),
    }
    return render(request, f"setup/first/{step.value}.html", {**frame, **context})


def _summary(run: FirstRun) -> dict[str, Any]:
    now = current.current()
    return {
        "now": now,
        "month": dict(months())[now.school_year_month],
        "zone": dict(ZONES).get(now.time_zone, now.time_zone),
        "people": welcoming.welcomed(),
        "gaps": unseated.gaps(),
        "mend_url": reverse(address(Step.PEOPLE)),
        "run": run,
        "year": current.school_year(),
        "closures": len(closing_days.closures(*current.school_year_bounds())),
    }


def _number(value: str) -> int:
    return int(value) if value.isdecimal() and len(value) < 10 else 0  # noqa: PLR2004 – digits
