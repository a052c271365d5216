"""The manual in series, as of any day, in parts when long, and taken along as a file."""

from __future__ import annotations

import datetime as dt
import re
import time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags

from policies.paper import typesetting
from policies.publication.rescinding import rescind
from tests.factories.policies import published

pytestmark = pytest.mark.django_db
MAY, JUNE, JULY = (dt.date(2024, month, 10) for month in (5, 6, 7))


@pytest.fixture
def lou(cast, client):
    client.force_login(cast.lou)
    return client


def said(client, address, **query):
    """What a page says, in one line."""
    answer = client.get(address, query)
    assert answer.status_code == 200
    return " ".join(strip_tags(answer.content.decode()).split())


def in_order(page, *words):
    places = [page.index(word) for word in words]
    return places == sorted(places)


def test_the_manual_stands_in_series_each_as_people_count(lou):
    published("1012", "Visitors", series="1000 Community")
    published("410", "Sick Leave", series="400 Staff")
    published("402.3", "Fire Drills", series="400 Staff")
    published("7", "Loose Ends")
    page = said(lou, "/policies/")
    assert in_order(
        page, "400 Staff", "Fire Drills", "Sick Leave", "1000 Community", "Visitors",
        "Without a series", "Loose Ends",
    )  # fmt: skip


def test_it_is_one_list_for_who_wants_that(lou):
    published("1012", "Visitors", series="1000 Community")
    published("410", "Sick Leave", series="400 Staff")
    assert in_order(said(lou, "/policies/", sort="title"), "Sick Leave", "Visitors")
    assert "1000 Community" not in said(lou, "/policies/", sort="code")


def test_what_was_rescinded_is_shown_on_request(lou):
    policy = published("560", "Pagers", effective_on=MAY).policy
    rescind(policy, on=JUNE, reason="Gone.", by=None)
    assert "Pagers" not in said(lou, "/policies/")
    assert "Pagers" in said(lou, "/policies/", state="rescinded")
    assert "Pagers" in said(lou, "/policies/", state="all")


def test_the_manual_of_a_day_holds_what_bound_then_as_it_was_called_then(lou):
    policy = published("529", "Telephones", effective_on=MAY).policy
    published("529", "Phones", policy=policy, effective_on=JULY)
    published("530", "Robots", effective_on=JULY)
    page = lou.get("/policies/", {"as_of": "2024-06-10"}).content.decode()
    assert "As they stood on June 10, 2024." in strip_tags(page)
    assert "Telephones" in page
    assert "Robots" not in page
    assert 'href="/policies/529/as-of/2024-06-10/"' in page


@pytest.mark.thorough
def test_the_manual_of_a_day_asks_as_often_for_thirty_policies_as_for_three(lou):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            said(lou, "/policies/", as_of="2024-06-10")
        return len(queries)

    for number in range(3):
        published(f"{number}", "A policy", series="A", effective_on=MAY)
    few = asked()
    for number in range(3, 30):
        published(f"{number}", "A policy", series="A", effective_on=MAY)
    assert asked() == few


def test_a_policy_as_of_a_day_is_the_version_of_that_day(lou):
    published("529", "Phones", clauses=["Be kind."], effective_on=MAY)
    published("529", "Phones", clauses=["Be kinder."], effective_on=JULY)
    page = said(lou, "/policies/529/as-of/2024-07-09/")
    assert "As it stood on July 9, 2024" in page
    assert "Be kind." in page
    assert "Be kinder." in said(lou, "/policies/529/as-of/2024-07-10/")


def test_a_day_before_the_first_version_says_that_there_was_none(lou):
    published("529", "Phones", effective_on=MAY)
    assert "Not in force on May 9, 2024" in said(lou, "/policies/529/as-of/2024-05-09/")


def test_the_chosen_day_becomes_an_address(lou):
    published("529", "Phones", effective_on=MAY)
    answer = lou.get("/policies/529/as-of/", {"day": "06/10/2024"})
    assert answer.url == "/policies/529/as-of/2024-06-10/"


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("", "Choose a day"),
        ("soon", "Enter a valid date"),
        ("2199-01-01", "still to come"),
    ],
)
def test_a_day_that_makes_no_sense_is_asked_for_again(lou, day, words):
    published("529", "Phones", effective_on=MAY)
    assert words in said(lou, "/policies/529/as-of/", day=day)
    if day:
        assert words in said(lou, "/policies/", as_of=day)


def test_the_versions_tell_what_the_board_did_and_lead_to_their_files(lou):
    published("529", "Phones")
    page = lou.get("/policies/529/").content.decode()
    assert "/policies/529/v1/pdf/" in page
    assert "/policies/529/v1/plain/" in page


@pytest.mark.parametrize(
    ("page", "kind", "name"),
    [
        ("pdf", "application/pdf", "529-v1.pdf"),
        ("plain", "text/plain; charset=utf-8", "529-v1.txt"),
        ("text", "text/plain; charset=utf-8", "529-v1-fingerprinted.txt"),
    ],
)
def test_a_version_is_taken_along_as_a_file(lou, page, kind, name):
    published("529", "Phones", clauses=["Be kind."])
    answer = lou.get(f"/policies/529/v1/{page}/")
    assert answer["Content-Type"] == kind
    assert answer["Content-Disposition"] == f'attachment; filename="{name}"'


def test_a_pdf_that_can_not_be_made_says_what_to_take_instead(lou, monkeypatch):
    monkeypatch.setattr(typesetting, "SECONDS", 0.001)
    monkeypatch.setattr(typesetting.stored, "get", lambda _key: None)
    published("529", "Phones")
    answer = lou.get("/policies/529/v1/pdf/", follow=True)
    assert "Take the text file instead." in answer.content.decode()


def manual(sections=30, clauses=20, words=30):
    """A long text: sections with numbered clauses."""
    nodes = []
    for section in range(1, sections + 1):
        nodes.append({"kind": "heading", "level": 1, "text": f"Section {section}"})
        nodes += [
            (f"{number}.", f"Rule {section}-{number}. " + "Word after word. " * (words // 3))
            for number in range(1, clauses + 1)
        ]
    return nodes


def test_a_short_text_stands_on_one_page(lou):
    published("1", "Manual", clauses=manual(sections=3))
    page = said(lou, "/policies/1/")
    assert "Part 1 of" not in page
    assert "Rule 3-20." in page


def test_a_long_text_is_read_part_by_part_and_none_is_lost(lou):
    published("1", "Manual", clauses=manual())
    rules, address = [], "/policies/1/"
    for _ in range(40):
        page = lou.get(address).content.decode()
        rules += re.findall(r"<p>Rule ([\d-]+)\.", page)
        following = re.search(r'rel="next" href="(\?at=[\d.]+)', page)
        if following is None:
            break
        address = f"/policies/1/{following[1]}"
    assert rules == [f"{section}-{rule}" for section in range(1, 31) for rule in range(1, 21)]


def test_a_clauses_address_leads_to_its_part(lou):
    version = published("1", "Manual", clauses=manual())
    clause = version.clauses.get(text__startswith="Rule 25-7.")
    answer = lou.get(f"/policies/1/c/{clause.key}/")
    assert answer.url == "/policies/1/?at=25.7#c25.7"
    page = lou.get(answer.url).content.decode()
    assert 'id="c25.7"' in page
    assert 'id="c1.1"' not in page


def test_the_contents_of_a_long_text_lead_to_every_section(lou):
    published("1", "Manual", clauses=manual())
    page = lou.get("/policies/1/").content.decode()
    assert 'href="?at=30#c30"' in page
    assert 'href="#c1"' in page


def test_all_of_a_long_text_is_there_on_one_page_too(lou):
    published("1", "Manual", clauses=manual())
    page = said(lou, "/policies/1/", all="1")
    assert "Rule 1-1." in page
    assert "Rule 30-20." in page
    assert "Show it in parts" in page


@pytest.mark.thorough
def test_a_part_of_a_manual_of_sixty_thousand_words_costs_a_fraction_of_all_of_it(lou):
    def work(**query):
        started = time.process_time()
        lou.get("/policies/1/", query)
        return time.process_time() - started

    published("1", "Manual", clauses=manual(sections=50, clauses=40, words=30))
    work()
    assert work(at="25") < 0.6 * work(all="1")
