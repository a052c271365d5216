import datetime as dt
import time

import pytest
from allauth.core.exceptions import ReauthenticationRequired
from django.test import RequestFactory
from django.urls import reverse

from accounts import delegating, recent_sign_in
from accounts.models import Delegation
from district_portal.district.current import today
from policies.models import Rescission, Version
from tests.accounts.roster.sheets import sheet_of_today, waiting
from tests.cast import PASSWORD
from tests.factories.policies import draft, published
from tests.standing import standing


def sign_in(client, person, minutes_ago=0):
    client.post("/accounts/login/", {"login": person.email, "password": PASSWORD})
    session = client.session
    session["account_authentication_methods"][-1]["at"] = time.time() - 60 * minutes_ago
    session.save()


def request_of(client, person):
    request = RequestFactory().get("/")
    request.user, request.session = person, client.session
    return request


@pytest.mark.parametrize(("minutes_ago", "recent"), [(0, True), (29, True), (31, False)])
def test_a_sign_in_is_recent_for_half_an_hour(cast, client, minutes_ago, recent):
    sign_in(client, cast.lou, minutes_ago)
    proved = recent_sign_in.proved_at(request_of(client, cast.lou))
    assert recent_sign_in.is_recent(proved) is recent


def test_it_is_of_this_session_and_of_this_person(cast, client):
    sign_in(client, cast.lou)
    request = request_of(client, cast.gus)
    del request.session["signed_in_at"]
    assert recent_sign_in.proved_at(request) is None
    with pytest.raises(ReauthenticationRequired):
        recent_sign_in.require(request)


def test_what_was_sent_goes_on_after_the_answer(cast, client):
    sign_in(client, cast.ada, minutes_ago=31)
    page = client.post(f"/people/{cast.lou.pk}/sign-out/")
    assert page.headers["Location"].startswith("/accounts/reauthenticate/?next=")
    page = client.post(page.headers["Location"], {"password": PASSWORD}, follow=True)
    assert "Lou Berg was not signed in anywhere." in page.text


def test_a_stranger_is_not_even_asked(cast, client):
    sign_in(client, cast.gus, minutes_ago=31)
    assert client.post(f"/people/{cast.lou.pk}/sign-out/").status_code == 404


GIVES_POWER = [
    ("ada", "people:give_role"),
    ("ada", "people:end_role", "grant"),
    ("hana", "people:new"),
    ("hana", "people:act", "lou", "move"),
    ("hana", "people:act", "lou", "end"),
    ("hana", "people:act_on_posting", "lou", "posting", "correct"),
    ("hana", "people:place_change", "northside"),
    ("hana", "people:place_head", "northside"),
    ("pat", "people:ask_delegate"),
    ("theo", "people:accept_delegation", "delegation"),
    ("hana", "roster:apply", "run"),
    ("hana", "roster:confirm", "run"),
    ("hana", "roster:undo", "run"),
    ("ada", "setup:people"),
    ("polly", "policies:publish", "draft"),
    ("polly", "policies:agree", "draft"),
    ("polly", "policies:rescind", "policy"),
    ("polly", "policies:withdraw", "scheduled", 1),
]
"""By whom and where power is given, many people are changed, or what binds everyone is."""


@standing
def world(cast):
    days = {"since": today(), "until": today() + dt.timedelta(days=5)}
    asked = delegating.delegate(cast.pat, to=cast.theo, matters=["requests"], by=cast.pat, **days)
    return {
        "lou": cast.lou.pk,
        "posting": cast.lou.posting.pk,
        "northside": cast.northside.pk,
        "grant": cast.hana.grants.get().pk,
        "delegation": asked[0].pk,
        "run": waiting(sheet_of_today(), by=cast.hana).pk,
        "draft": draft("530", "Mail").pk,
        "policy": published("529", "Staff Networks").policy.slug,
        "scheduled": published(
            "531", "Chat", effective_on=today() + dt.timedelta(days=3)
        ).policy.slug,
    }


@pytest.mark.parametrize(("who", "name", "arguments"), [(w, n, a) for w, n, *a in GIVES_POWER])
def test_who_gives_power_or_changes_many_was_asked_a_short_while_ago(
    cast, client, world, who, name, arguments
):
    address = reverse(name, args=[world.get(argument, argument) for argument in arguments])
    sign_in(client, getattr(cast, who), minutes_ago=31)
    answer = client.post(address)
    assert answer.headers["Location"].startswith("/accounts/reauthenticate/?next=")


@pytest.mark.parametrize("asked_for", ["", "?person=1"])
def test_what_was_typed_outlives_the_question(cast, client, asked_for):
    sign_in(client, cast.ada, minutes_ago=31)
    typed = {"person": cast.lou.email, "role": "auditor", "since": today().isoformat()}
    page = client.post(reverse("people:give_role") + asked_for, typed)
    page = client.post(page.headers["Location"], {"password": PASSWORD}, follow=True)
    assert page.redirect_chain[-1][0] == f"/people/{cast.lou.pk}/", page.text
    assert cast.lou.grants.get().role == "auditor"


def test_a_delegation_goes_on_after_the_answer(cast, client, world):
    sign_in(client, cast.theo, minutes_ago=31)
    page = client.post(reverse("people:accept_delegation", args=[world["delegation"]]))
    assert Delegation.objects.get().accepted_at is None
    client.post(page.headers["Location"], {"password": PASSWORD})
    assert Delegation.objects.get().accepted_at


def test_a_page_with_two_steps_goes_on_after_the_answer(cast, client):
    sign_in(client, cast.hana, minutes_ago=31)
    address = reverse("people:act", args=[cast.lou.pk, "end"])
    page = client.post(address, {"last_day": today().isoformat()})
    page = client.post(page.headers["Location"], {"password": PASSWORD})
    assert "Is this right?" in page.text
    assert f'<form method="post" novalidate action="{address}">' in page.text


def test_a_policy_is_published_with_everything_that_was_typed(cast, client):
    published("529", "Staff Networks")
    revised = draft("529", "Staff Networks", clauses=["Be kinder."])
    sign_in(client, cast.polly, minutes_ago=31)
    decided = {"revision": "minor", "summary": "Two managers.", "asks_again": "nobody", "seen": 1}
    address = reverse("policies:publish", args=[revised.pk])
    page = client.post(address, decided)
    page = client.post(page.headers["Location"], {"password": PASSWORD})
    assert "Publish version 2?" in page.text
    assert f'action="{address}"' in page.text
    assert '<input type="hidden" name="summary" value="Two managers.">' in page.text
    sign_in(client, cast.polly, minutes_ago=31)
    page = client.post(address, {**decided, "confirmed": "yes"})
    client.post(page.headers["Location"], {"password": PASSWORD})
    version = Version.objects.get(number=2)
    assert (version.summary, version.revision) == ("Two managers.", "minor")


def test_a_policy_is_rescinded_with_everything_that_was_typed(cast, client):
    policy = published("529", "Staff Networks").policy
    sign_in(client, cast.polly, minutes_ago=31)
    typed = {"on": today().isoformat(), "reason": "Nobody uses it.", "resolution": "2026-15"}
    page = client.post(
        reverse("policies:rescind", args=[policy.slug]), {**typed, "confirmed": "yes"}
    )
    assert not Rescission.objects.exists()
    client.post(page.headers["Location"], {"password": PASSWORD})
    rescission = Rescission.objects.get()
    assert (rescission.reason, rescission.resolution) == ("Nobody uses it.", "2026-15")
