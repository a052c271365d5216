"""Requirements and signatures for tests, made the way the portal makes them."""

from __future__ import annotations

import datetime as dt
import time

from allauth.account.internal.flows.login import record_authentication
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Person
from policies.acknowledgments import requiring, signing
from policies.acknowledgments.models import Requirement, Sheet, Signature
from policies.acknowledgments.paper import printing
from policies.models import Version


def required(version: Version, *, by=None, at: dt.datetime | None = None, **terms) -> Requirement:
    """A requirement for the policy of `version`, from everyone unless told otherwise."""
    if not terms.keys() & {"everyone", "places", "positions", "kinds", "people"}:
        terms["everyone"] = True
    return requiring.require(version.policy, by=by, at=at, **terms)


def signed(person: Person, version: Version, *, at: dt.datetime | None = None, **told) -> Signature:
    """The signature of `person` under `version`, who has been asked for it."""
    facts = {
        "typed_name": str(person),
        "address": "192.0.2.7",
        "browser": "A test",
        "opened_at": None,
        "signed_in_at": (at or timezone.now()) - dt.timedelta(minutes=1),
    }
    return signing.sign(person, version, **{**facts, **told}, at=at)


def codes(requirement: Requirement, *people: Person, by: Person) -> list[str]:
    """The codes of the sheets of `people`, as `by` prints them, in their order."""
    rows = requirement.assignments.open().filter(person__in=people)
    printing.give_codes(requirement, [row.pk for row in rows], by=by)
    sheets = Sheet.objects.filter(assignment__in=rows)
    found = dict(sheets.values_list("assignment__person", "code"))
    return [found[person.pk] for person in people]


def sign_in(client: Client, person: Person, *, minutes_ago: float = 0) -> Client:
    """Sign `person` in as the sign-in page does, with the password given some minutes ago."""
    client.force_login(person)
    request = RequestFactory().get("/")
    request.session, request.user = client.session, AnonymousUser()
    record_authentication(request, person, method="password", email=person.email)
    session = request.session
    session["account_authentication_methods"][-1]["at"] = time.time() - 60 * minutes_ago
    session.save()
    return client


def cost(client: Client, page: str) -> int:
    """How many queries the second look at a page takes."""
    assert client.get(page).status_code == 200
    with CaptureQueriesContext(connection) as queries:
        client.get(page)
    return len(queries)
