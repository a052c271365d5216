"""The page that finds policies."""

import html
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from policies.models import Policy
from tests.factories.district import set_up
from tests.factories.policies import published

pytestmark = pytest.mark.django_db


@pytest.fixture
def lou(cast, client):
    client.force_login(cast.lou)
    return client


@pytest.fixture(autouse=True)
def _two():
    published("417.2", "Staff Use of Social Media", series="400 Staff", clauses=["Be kind."])
    published("529", "Phones", clauses=[f"Calls of kind {number} wait." for number in range(9)])


def found(client, **fields):
    return client.get("/policies/search/", fields).content.decode()


def test_what_is_found_is_counted_marked_and_linked(lou):
    page = found(lou, q="social kind")
    assert "1 policy · 1 clause" in strip_tags(page)
    assert '<a href="/policies/417.2/?search=q%3Dsocial%2Bkind">' in page
    assert "Be <mark>kind</mark>." in page


def test_more_clauses_of_one_policy_are_a_link_away(lou):
    page = found(lou, q="calls wait")
    assert "6 more in this policy" in strip_tags(page)
    assert "?q=calls+wait&amp;within=529" in page
    alone = found(lou, q="calls wait", within="529")
    assert alone.count("<mark>Calls</mark>") == 9
    assert "Only in 529 Phones" in strip_tags(alone)


@pytest.mark.parametrize(
    ("filters", "codes"),
    [
        ({"series": "400 Staff"}, ["417.2"]),
        ({"kind": "policy"}, ["417.2", "529"]),
        ({"kind": "rule"}, []),
        ({"state": "rescinded"}, []),
        ({"kind": "nonsense", "page": "x", "state": "draft"}, ["417.2", "529"]),
    ],
)
def test_filters_narrow_it_down(lou, filters, codes):
    page = found(lou, q="kind", **filters)
    assert [code for code in ("417.2", "529") if f'href="/policies/{code}/?' in page] == codes


def test_former_versions_are_marked_as_such(lou):
    published("529", "Phones", clauses=["No calls."])
    assert "superseded" not in found(lou, q="wait")
    page = found(lou, q="wait", former_too="on")
    assert "Version 1, superseded" in page
    assert re.search(r'href="/policies/529/v1/\?search=[^"#]+#c1"', page)


def test_while_somebody_types_only_what_was_found_is_sent(lou):
    answer = lou.get("/policies/search/", {"q": "kin"}, headers={"HX-Request": "true"})
    page = answer.content.decode()
    assert "<html" not in page
    assert "Be <mark>kind</mark>." in page
    assert 'id="found-count" hx-swap-oob="innerHTML"' in page
    assert "HX-Request" in answer["Vary"]


def test_an_empty_search_says_what_can_be_typed(lou):
    assert "A code, a title, words" in found(lou)


def test_a_search_in_vain_helps(lou):
    page = strip_tags(found(lou, q="phonse kind", kind="rule"))
    assert "Nothing found for “phonse kind”" in page
    assert "without filters" in page
    assert "Search former versions too" in page
    assert "Did you mean phones kind?" in " ".join(strip_tags(found(lou, q="phonse kind")).split())


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        '"><img src=x onerror=alert(1)>',
        "'; DROP TABLE policies_clause; --",
        "a:* & !b | (c <-> d",
        "\\' :* \\",
        "%s %(q)s {{ q }}",
        "\x00",
        "kind\x02\x03",
        "-" * 200,
        "or or -or",
        "é ß 中文 🐝",
        "x" * 5000,
    ],
)
def test_whatever_is_typed_is_only_looked_for(lou, text):
    answer = lou.get("/policies/search/", {"q": text})
    assert answer.status_code == 200
    page = answer.content.decode()
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert Policy.objects.count() == 2


@settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    text=st.text(max_size=60) | st.text(alphabet=" \"-or&|!:*()<>\\'kindphoesé.#", max_size=40),
    rest=st.dictionaries(
        st.sampled_from(["series", "kind", "state", "former_too", "within", "page"]),
        st.text(max_size=8),
    ),
)
def test_no_address_breaks_the_page(lou, text, rest):
    assert lou.get("/policies/search/", {"q": text, **rest}).status_code == 200


@pytest.mark.thorough
def test_the_page_asks_as_often_for_thirty_policies_as_for_three(lou):
    def asked():
        with CaptureQueriesContext(connection) as counted:
            found(lou, q="kind")
        return len(counted)

    few = asked()
    for number in range(30):
        published(f"9{number}", "Bees", clauses=["Be kind.", "Kind."])
    assert asked() == few


def test_every_page_has_the_search_but_its_own(lou):
    box = 'id="header-search"'
    assert box in lou.get("/policies/").content.decode()
    assert box in lou.get("/").content.decode()
    assert box not in found(lou)


def test_guests_search_the_public_manual_and_nothing_else(client):
    address = "/policies/search/?q=kind"
    assert client.get(address).status_code == 302
    set_up(manual_is_public=True)
    Policy.objects.filter(code="529").update(is_public=False)
    page = client.get(address).content.decode()
    assert 'href="/policies/417.2/?' in page
    assert "529" not in page
    assert 'id="header-search"' in client.get("/policies/").content.decode()


def test_who_is_not_signed_in_gets_no_box(client):
    assert "header-search" not in client.get("/accounts/login/").content.decode()


def test_what_was_found_leads_back_to_the_search(lou):
    published("530", "Rooms", clauses=["Rooms are shared."])
    page = found(lou, q="shared", kind="policy")
    way = re.search(r'href="(/policies/530/c/[^"]+)"', page)[1]
    answer = lou.get(html.unescape(way), follow=True)
    assert answer.redirect_chain[0][0].endswith("#c1")
    assert 'href="/policies/search/?q=shared&amp;kind=policy">What the search found' in answer.text
    assert "All policies" in lou.get("/policies/530/").text
    odd = lou.get("/policies/530/", {"search": '"><script>'}).text
    assert "<script>" not in odd.split("<main")[1]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("the", "“the” stands nearly everywhere"),
        ("the and", "These words stand nearly everywhere, so they are not looked for: the, and."),
    ],
)
def test_words_that_stand_everywhere_say_why_they_find_nothing(lou, words, said):
    assert said in " ".join(strip_tags(found(lou, q=words)).split())


def test_what_is_missing_is_told_apart_from_what_stands_everywhere(lou):
    said = " ".join(strip_tags(found(lou, q="the kind zebra")).split())
    assert "Nowhere: zebra." in said
    assert "Search with fewer words: kind" in said
