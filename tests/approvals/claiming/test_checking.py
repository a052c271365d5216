"""What everyone is told of accounts that others run, and of those that nobody has confirmed."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import strip_tags

from approvals.claiming import answering, passing_on
from approvals.registry import checking
from district_portal.district.models import District
from tests.factories import approvals as requests
from tests.factories import existing as factory
from tests.factories import impostors
from tests.factories.district import set_up
from tests.factories.existing import BOOSTERS
from tests.standing import standing


@pytest.fixture(autouse=True)
def _nobody_has_asked_yet():
    cache.clear()


@standing
def choir(cast):
    return factory.listed(by=cast.tom)


@standing
def boosters(cast):
    return factory.listed(BOOSTERS, by=cast.tom)


def verdict(text):
    return checking.check(text).verdict


@pytest.mark.parametrize(
    "text", ["facebook.com/northsideboosters", "https://m.facebook.com/NorthsideBoosters/?ref=x"]
)
def test_who_runs_what_is_not_official_is_told(client, boosters, text):
    assert verdict(text) == "not_official"
    page = client.get("/check/", {"address": text}).text
    assert "Northside Boosters, facebook.com/northsideboosters: run by" in page
    assert "Northside Boosters Inc., not by the district" in page
    told = client.get("/check/answer.json", {"address": text}).json()
    assert told["verdict"] == "not_official"
    assert told["others"] == [
        {"address": "facebook.com/northsideboosters", "run_by": "Northside Boosters Inc."}
    ]
    assert (told["accounts"], told["warnings"]) == ([], [])


def test_what_was_found_is_not_confirmed_and_names_nobody(client, cast, choir):
    for act in (None, lambda: answering.claim(choir, by=cast.lou)):
        if act:
            act()
        page = client.get("/check/", {"address": "instagram.com/northsidechoir"}).text
        assert "Not confirmed yet" in page
        assert "Berg" not in page
        told = client.get("/check/answer.json", {"address": "@northsidechoir"})
        assert told.json()["verdict"] == "unconfirmed"
        assert "Berg" not in told.text


def test_a_handle_that_stands_for_several_names_each(client, cast, choir):
    line = "X,@northsidechoir,Choir Parents,,,,,,Parents of the choir\n"
    factory.taken(factory.brought(line, by=cast.tom), by=cast.tom)
    page = client.get("/check/", {"address": "@northsidechoir"}).text
    assert "instagram.com/northsidechoir: not confirmed yet" in page
    assert "x.com/northsidechoir: run by Parents of the choir, not by the district" in page


def seen(client, text):
    return " ".join(strip_tags(client.get("/check/", {"address": text}).text).split())


def test_what_is_gone_is_told_as_gone(client, cast, choir):
    passing_on.mark_gone(choir, "It is empty.", by=cast.tom)
    page = seen(client, "instagram.com/northsidechoir")
    assert "No. It is closed or gone" in page
    assert "We don’t know this account" not in page
    told = client.get("/check/answer.json", {"address": "@northsidechoir"}).json()
    assert (told["verdict"], told["accounts"]) == ("gone", [])


def test_what_is_gone_is_nothing_beside_what_others_run_by_that_handle(cast, choir):
    passing_on.mark_gone(choir, "It is empty.", by=cast.tom)
    line = "X,@northsidechoir,Choir Parents,,,,,,Parents of the choir\n"
    factory.taken(factory.brought(line, by=cast.tom), by=cast.tom)
    answer = checking.check("@northsidechoir")
    assert answer.verdict == "not_official"
    assert [row.address for row in answer.beside] == ["x.com/northsidechoir"]


def test_a_handle_alone_is_answered_with_a_caution(client, cast, choir, boosters):
    caution = "The same name anywhere else may be somebody else’s"
    for handle, link in {
        "@northsidechoir": "instagram.com/northsidechoir",
        "@northsideboosters": "facebook.com/northsideboosters",
    }.items():
        assert caution in seen(client, handle)
        assert caution not in seen(client, link)


def test_another_spelling_that_is_the_same_account_is_told_as_such(client, boosters):
    words = "On Facebook the sign “.” makes no difference in a handle"
    for text in ("@northside.boosters", "facebook.com/northside.boosters"):
        page = seen(client, text)
        assert "facebook.com/northsideboosters" in page
        assert words in page
    assert words not in seen(client, "@northsideboosters")


def test_whom_to_ask_about_what_is_not_confirmed_is_said(client, choir):
    assert "If you want to be sure" not in seen(client, "@northsidechoir")
    set_up(contact_email="office@marlow.example")
    page = seen(client, "@northsidechoir")
    assert "If you want to be sure, ask us:" in page
    assert "office@marlow.example" in page


def test_what_is_settled_waits_for_parents_without_an_alarm(client, cast, choir):
    request = factory.claimed(choir, by=cast.lou)
    requests.decided(request, by=cast.pat)
    requests.decided(request, by=cast.ada)
    assert verdict("instagram.com/northsidechoir") == "not_now"
    page = seen(client, "instagram.com/northsidechoir")
    assert "Not yet" in page
    assert "parents are told of it first" in page
    assert "No, not at present" not in page


def test_a_warning_counts_more(cast, boosters):
    impostors.warned_of("https://www.facebook.com/northsideboosters", by=cast.tom)
    assert verdict("facebook.com/northsideboosters") == "impostor"


def test_a_page_of_a_site_that_others_run_is_theirs(cast):
    factory.listed(",https://boosters.example.org,Boosters,,,,,,Boosters Inc.\n", by=cast.tom)
    assert verdict("https://www.boosters.example.org/shop/cart") == "not_official"


def test_it_costs_no_query_of_its_own(cast, choir, boosters):
    requests.registered(
        cast.lou,
        deciders=[cast.pat, cast.ada],
        manager=cast.hana,
        place=cast.northside,
        writes_to_students="no",
    )
    costs = {}
    for text in ("@northsideband", "x.com/nobody", "@northsidechoir", "fb.com/northsideboosters"):
        with CaptureQueriesContext(connection) as queries:
            checking.check(text)
        costs[text] = len(queries)
    assert set(costs.values()) == {2}


def test_the_list_is_public_where_the_district_wants_it(client, cast, boosters):
    page = reverse("not_official:list")
    assert client.get(page).status_code == 404
    assert page not in client.get("/check/").text
    client.force_login(cast.tom)
    assert client.post(reverse("setup:accounts"), {"lists_not_official": "on"}).status_code == 302
    assert District.objects.get().lists_not_official
    client.logout()
    shown = client.get(page)
    assert "Northside Boosters Inc." in shown.text
    assert shown["X-Robots-Tag"] == "noindex"
    assert "No account matches" in client.get(page, {"words": "zebra"}).text
    assert page in client.get("/check/").text
