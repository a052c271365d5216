"""Requests for tests, made the way the portal makes them."""

from __future__ import annotations

import datetime as dt
from importlib import import_module

from django.apps import apps
from django.urls import reverse

from accounts.models import Person, Place
from approvals import as_it_stands, attesting, deciding, kinds, requesting
from approvals.models import Decision, Platform, Promise, Request, Route, Step
from approvals.registry.models import Account
from district_portal.district.current import today

PRESETS = "approvals.migrations.0013_squashed_0014_what_a_district_starts_with"


def enter_presets() -> None:
    """The platforms, the routes and the promises that a district starts with.

    A migration enters them; a test with real transactions has emptied the tables and calls this.
    """
    if Platform.objects.exists() and Route.objects.exists():
        return
    import_module(PRESETS).enter(apps, None)


def typed(*, manager: Person, place: Place, platform: str = "instagram", **changes) -> dict:
    """What a person types into the first step, as the browser sends it."""
    answers = {
        "platform": str(Platform.objects.get(slug=platform).pk),
        "name": "Northside Band",
        "handle": "@NorthsideBand",
        "represents": "school",
        "place": str(place.pk),
        "purpose": "Concert dates and rehearsal clips for families",
        "audience": ["parents", "students"],
        "sample": "Spring concert on May 4, 7 p.m., in the gym.",
        "frequency": "weekly",
        "launch_on": today().isoformat(),
        "district_address": "band@marlow.example",
        "manager": manager.email,
        "recovery_owner": manager.email,
        "comments": "closed",
        "comment_rules": "",
        "writes_to_students": "yes",
        "shows_students": "no",
        "under_13": "no",
        **changes,
    }
    return {name: value if isinstance(value, list) else [value] for name, value in answers.items()}


def draft(
    by: Person, *, manager: Person, place: Place, at: dt.datetime | None = None, **changes
) -> Request:
    """A request with its first two steps filled in."""
    enter_presets()
    request = requesting.start("account", by=by, at=at)
    details = typed(manager=manager, place=place, **changes)
    request = requesting.save_step(
        request, by=by, step="details", typed=details, title="A draft", at=at
    )
    return promise_all(request, at=at)


def promise_all(request: Request, *, at: dt.datetime | None = None) -> Request:
    """Tick every promise that the draft asks for."""
    answers = kinds.complete(request, at=at)
    ticked = {
        str(row.promise.pk): row.promise.wording
        for row in attesting.asked_of(answers, kind=request.kind)
    }
    return requesting.save_step(request, by=request.requester, step="promises", typed=ticked, at=at)


def send(request: Request, *, at: dt.datetime | None = None) -> Request:
    """Send a draft that is filled in."""
    requesting.send(request, by=request.requester, answers=kinds.complete(request, at=at), at=at)
    request.refresh_from_db()
    return request


def sent(by: Person, *, at: dt.datetime | None = None, **fields) -> Request:
    """A request that waits for its first decision."""
    return send(draft(by, at=at, **fields), at=at)


def step_of(request: Request) -> Step:
    """The step at which a request stands."""
    return Step.objects.get(submission__request=request, state="open")


def decided(
    request: Request,
    *,
    by: Person,
    outcome: str = "approved",
    reason: str = "",
    at: dt.datetime | None = None,
) -> Decision:
    """A decision of the step at which a request stands."""
    words = reason or ("" if outcome == "approved" else "Please say more.")
    decision = deciding.decide(step_of(request), by=by, outcome=outcome, reason=words, at=at)
    request.refresh_from_db()
    return decision


def registered(by: Person, *, deciders: list[Person], **fields) -> Account:
    """An account that was asked for, approved by each of `deciders` in turn, and entered."""
    request = sent(by, **fields)
    for person in deciders:
        decided(request, by=person)
    return Account.objects.get(request=request)


def url(name: str, request: Request) -> str:
    """The address of one of the request's pages."""
    return reverse(f"approvals:{name}", args=[request.pk])


def tie(name: str, clause) -> None:
    """Let the promise of that name rest on a clause."""
    promise = Promise.objects.get(kind="account", name=name)
    attesting.ask(
        name,
        kind="account",
        wording=promise.wording,
        by=None,
        policy=clause.version.policy,
        clause_key=clause.key,
    )


def as_typed(form) -> dict[str, list[str]]:
    """What a person sends who changes nothing in a form that shows answers."""
    shown = {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}
    return {
        name: list(value) if isinstance(value, list) else [str(value)]
        for name, value in shown.items()
        if value is not None
    }


def change_of(account: Account, *, by: Person, kind: str = "account_change", **answers) -> Request:
    """A draft that asks for a change (or the end) of `account`, with these answers changed."""
    enter_presets()
    request = requesting.start(
        kind, by=by, about=as_it_stands.about(account.pk), title=account.name
    )
    typed = as_typed(kinds.details_form(request, check=False))
    typed |= {"why": ["It has grown."], **answers}
    details = {name: v if isinstance(v, list) else [v] for name, v in typed.items()}
    return requesting.save_step(request, by=by, step="details", typed=details)


def change_sent(account: Account, *, by: Person, **answers) -> Request:
    """A request for a change of `account` that waits for its first decision."""
    return send(promise_all(change_of(account, by=by, **answers)))
