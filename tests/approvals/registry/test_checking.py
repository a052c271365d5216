"""Is this really ours? Asked by anybody, with whatever they have seen."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags

from approvals.platforms import UnreadableAddressError
from approvals.registry import checking
from approvals.registry.models import Account
from approvals.registry.views import public
from tests.factories import approvals as factory
from tests.factories.district import set_up
from tests.standing import standing


def entered(cast, **fields):
    """An account of Northside, asked for by Lou: active, unless students are written to."""
    deciders, known = [cast.pat, cast.ada], {"manager": cast.hana, "place": cast.northside}
    return factory.registered(
        cast.lou, deciders=deciders, **{**known, "writes_to_students": "no", **fields}
    )


@standing
def band(cast):
    """The Instagram account of Northside Band: it writes to nobody, so it is active."""
    return entered(
        cast,
        purpose="Concert dates",
    )


@pytest.mark.parametrize(
    "text",
    [
        "@NorthsideBand",
        "northsideband",
        "instagram.com/northsideband",
        "https://www.instagram.com/NorthsideBand/?igsh=abc",
        " https://m.instagram.com/northsideband/reels/ ",
    ],
)
def test_every_spelling_of_an_active_account_is_ours(band, text):
    answer = checking.check(text)
    assert (answer.verdict, answer.accounts) == ("ours", (band,))
    assert answer.by_handle == ("/" not in text)


@pytest.mark.parametrize(
    "text",
    [
        "@northsldeband",
        "@northside_band",
        "https://www.instagram.com/northslde.band",
        "@nоrthsideband",  # a Cyrillic о, which Instagram would not take
        "https://instagram.com/nоrthsideband",
        "https://www.tiktok.com/@northsideband",  # the same name, elsewhere
        "x.com/NorthsideBand",
    ],
)
def test_what_looks_like_it_is_not_ours_and_leads_to_the_real_one(band, text):
    answer = checking.check(text)
    assert (answer.verdict, answer.accounts) == ("alike", (band,))


@pytest.mark.parametrize(
    "text", ["@southsideband", "x.com/southsideband", "https://example.org", "facebook.com/band"]
)
def test_what_we_do_not_know_is_unknown(band, text):
    assert checking.check(text) == checking.Answer(checking.Verdict.UNKNOWN)


@pytest.mark.parametrize("state", ["waiting", "suspended", "closed"])
def test_what_is_not_active_is_not_ours_now(band, state):
    Account.objects.update(
        state=state, active_from=None if state == "waiting" else band.active_from
    )
    assert checking.check("@northsideband").verdict == "not_now"
    assert checking.check("@northsldeband").verdict == "unknown"
    assert not checking.active().exists()


def test_one_that_was_closed_and_asked_for_anew_is_ours(band, cast):
    Account.objects.update(state="closed")
    again = entered(
        cast,
    )
    assert checking.check("@northsideband").accounts == (again,)


def test_a_site_is_found_by_its_address(cast):
    site = entered(
        cast,
        platform="blog",
        handle="https://band.example.org/news",
    )
    assert checking.check("www.band.example.org/news/").accounts == (site,)
    assert checking.check("band.examp1e.org/news").verdict == "alike"


def test_a_handle_with_a_dot_is_found_as_a_handle_and_as_a_site(cast):
    social = entered(
        cast,
        platform="bluesky",
        handle="@band.bsky.social",
    )
    for text in ("band.bsky.social", "@Band.bsky.social", "bsky.app/profile/band.bsky.social"):
        assert checking.check(text).accounts == (social,)
    assert checking.check("band.bsky.socia1").verdict == "alike"
    assert checking.check("band.example.org").verdict == "unknown"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("two words", "Leave no space"),
        ("https://lou:secret@example.org", "Leave user names"),
        ("@!!!", "neither a handle nor a web address"),
        ("instagram.com", "leads to no profile on Instagram"),
        ("https://www.instagram.com/p/Cxyz/", "leads to no profile on Instagram"),
    ],
)
def test_what_can_be_no_address_is_refused_in_words(band, text, words):
    with pytest.raises(UnreadableAddressError, match=words):
        checking.check(text)


def asked(client, text):
    page = client.get("/check/", {"address": text})
    assert page.status_code == 200
    return " ".join(strip_tags(page.text).split())


@pytest.mark.parametrize("text", ["northside band", "Northside Band"])
def test_the_name_of_an_account_leads_to_it_without_a_promise(band, client, text):
    assert checking.check(text) == checking.Answer(checking.Verdict.NAMED, (band,))
    page = asked(client, text)
    assert "By that name we have this" in page
    assert "Yes, this is ours" not in page


def test_whom_to_tell_is_said(band, client):
    set_up(contact_email="office@marlow.example")
    assert "office@marlow.example" in asked(client, "@northsldeband")
    assert "office@marlow.example" in asked(client, "@elsewhere")
    assert "On Instagram." in asked(client, "@northsideband")
    assert "On Instagram." not in asked(client, "instagram.com/northsideband")


@pytest.mark.parametrize(
    ("website", "text", "verdict"),
    [
        ("https://www.marlow.example", "marlow.example", "own_site"),
        ("https://www.marlow.example", "https://www.marlow.example/news?id=3", "own_site"),
        ("https://www.marlow.example", "lunch.marlow.example/menu", "own_site"),
        ("https://www.marlow.example", "notmarlow.example", "unknown"),
        ("https://www.marlow.example", "marlow.example.org", "unknown"),
        ("https://sites.example.com/marlow", "sites.example.com/marlow/news", "own_site"),
        ("https://sites.example.com/marlow", "sites.example.com/other", "unknown"),
        ("https://sites.example.com/marlow", "x.sites.example.com/marlow", "unknown"),
        ("", "marlow.example", "unknown"),
    ],
)
def test_every_page_of_the_district_s_own_website_is_ours(band, client, website, text, verdict):
    set_up(website=website)
    assert checking.check(text).verdict == verdict
    assert ("of the district’s own website" in asked(client, text)) is (verdict == "own_site")


def test_a_guest_gets_the_answer_and_no_name_of_a_person(band, client):
    page = asked(client, "@NorthsideBand")
    assert "Yes, this is ours" in page
    assert "Concert dates" in page
    assert "Northside" in page
    for person in (band.owner, band.recovery_owner, *band.managers.all()):
        assert str(person) not in page
    assert band.district_address not in page
    assert "It only looks like one of ours" in asked(client, "@northsldeband")
    assert "We don’t know this account" in asked(client, "@elsewhere")
    assert "Leave no space" in asked(client, "two words")
    assert "Paste a link, or type a handle" in asked(client, "")
    Account.objects.update(state="closed")
    page = asked(client, "@northsideband")
    assert "No, not at present" in page
    assert "Concert dates" not in page


def test_the_list_and_its_files_hold_what_is_active_and_nobody_s_name(band, cast, client):
    waiting = entered(
        cast,
        writes_to_students="yes",
        handle="@northsidechoir",
        name="Northside Choir",
    )
    assert waiting.state == "waiting"
    pages = [
        client.get(f"/check/{name}") for name in ("accounts/", "accounts.csv", "accounts.json")
    ]
    for page in pages:
        assert "Northside Band" in page.text
        assert "Northside Choir" not in page.text
        assert "Berg" not in page.text
        assert "marlow.example" not in page.text
        assert page["X-Robots-Tag"] == "noindex"
    [row] = pages[2].json()["accounts"]
    assert row["address"] == band.address
    assert "no-store" not in pages[1]["Cache-Control"]
    assert "max-age=300" in pages[1]["Cache-Control"]


def test_the_list_can_be_searched(band, client):
    assert "Northside Band" in client.get("/check/accounts/", {"words": "@NORTHSIDE"}).text
    assert "No account matches" in client.get("/check/accounts/", {"words": "choir"}).text
    Account.objects.update(state="closed")
    assert "No account speaks for us yet" in client.get("/check/accounts/").text


def test_a_cell_of_the_sheet_is_no_formula(band, client):
    Account.objects.update(name="=1+1")
    assert "'=1+1" in client.get("/check/accounts.csv").text


def test_programs_get_the_same_answer(band, client):
    with CaptureQueriesContext(connection) as first:
        answer = client.get("/check/answer.json", {"address": "@northsideband"})
    assert [query for query in first if query["sql"].startswith("EXECUTE")]
    assert answer.json()["verdict"] == "ours"
    assert answer.json()["by_handle"] is True
    assert answer.json()["accounts"][0]["place"] == "Northside School"
    assert answer["Access-Control-Allow-Origin"] == "*"
    with CaptureQueriesContext(connection) as again:
        kept = client.get("/check/answer.json", {"address": "@northsideband"})
    assert kept.json() == answer.json()
    assert kept["Access-Control-Allow-Origin"] == "*"
    assert not [query for query in again if query["sql"].startswith("EXECUTE")]

    refused = client.get("/check/answer.json", {"address": "two words"})
    assert refused.status_code == 400
    assert "Leave no space" in refused.json()["error"]
    assert client.get("/check/answer.json").status_code == 400


@pytest.mark.parametrize("state", ["waiting", "suspended", "closed"])
def test_what_is_not_active_is_not_told_of(band, client, state):
    Account.objects.update(
        state=state, active_from=None if state == "waiting" else band.active_from
    )
    answer = client.get("/check/answer.json", {"address": "@northsideband"}).json()
    assert (answer["verdict"], answer["accounts"]) == ("not_now", [])
    assert "Northside" not in asked(client, "@northsideband").replace("northsideband", "")


@pytest.mark.parametrize(
    "text",
    [
        "https://www.instagram.com/northsideband/../evil",
        "https://www.instagram.com/northsideband/%2e%2e/evil",
        "https://www.instagram.com/northsideband/%2E%2e%2fevil",
        "https://www.instagram.com/northsideband\\..\\evil",
        "https://www.instagram.com/northsideband%00",
    ],
)
def test_a_path_that_leads_elsewhere_than_it_shows_is_refused(band, text):
    with pytest.raises(UnreadableAddressError):
        checking.check(text)


@pytest.mark.parametrize(
    "text",
    [
        "\u200einstagram.com/NorthsideBand",
        "instagram.com:443/NorthsideBand",
        "https://instagram.com/northsideband.",
    ],
)
def test_what_chats_and_sentences_add_makes_no_difference(band, text):
    assert checking.check(text).verdict == "ours"


@standing
def site(cast):
    """A site with a folder of its own on a host that others share."""
    return entered(
        cast,
        platform="website",
        handle="https://massschools.org/band",
    )


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("massschools.org/band/news/concert.html", "ours"),
        ("https://www.massschools.org/band/", "ours"),
        ("massschools.org", "unknown"),
        ("massschools.org/choir", "unknown"),
        ("massschools.org/Band", "unknown"),
        ("massschools.org/band?u=evil", "unknown"),
        ("massschools.org/bandit", "unknown"),
        ("https://maßschools.org/band", "alike"),
        ("xn--maschools-h1a.org/band", "alike"),
        ("massscho0ls.org/band", "alike"),
    ],
)
def test_pages_of_a_site_are_ours_and_its_neighbours_are_not(site, text, verdict):
    assert checking.check(text).verdict == verdict


def test_a_handle_of_ours_on_two_platforms_names_both(band, cast, client):
    entered(
        cast,
        platform="tiktok",
    )
    page = asked(client, "@northsideband")
    assert "On Instagram. On TikTok." in page


def test_who_asks_too_often_waits(band, client, monkeypatch):
    monkeypatch.setitem(public.LIMITS, "check", 3)
    for _time in range(3):
        assert client.get("/check/", {"address": "@band"}).status_code == 200
    refused = client.get("/check/")
    assert (refused.status_code, refused["Retry-After"]) == (429, "60")
    cache.clear()
    assert client.get("/check/").status_code == 200


def test_it_takes_no_more_queries_for_several_accounts_than_for_one(band, cast, client):
    with CaptureQueriesContext(connection) as few:
        assert (
            len(client.get("/check/", {"address": "@northsldeband"}).context["found"].accounts) == 1
        )
    for number in range(1, 4):
        entered(
            cast,
            handle=f"@north{'_' * number}sideband",
        )
    with CaptureQueriesContext(connection) as many:
        assert (
            len(client.get("/check/", {"address": "@northsldeband"}).context["found"].accounts) == 4
        )
    assert len(many) == len(few) <= 4
