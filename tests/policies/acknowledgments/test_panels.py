from __future__ import annotations

import datetime as dt

import pytest

from accounts import moving
from policies.acknowledgments import panels
from tests.factories.acknowledgments import required, sign_in, signed
from tests.factories.policies import draft, published

pytestmark = pytest.mark.django_db


def test_a_policy_s_page_says_by_when_i_must_sign_and_then_that_i_have(client, cast):
    version = published("529", "Staff Use of Social Media")
    required(version, people=[cast.lou])
    address = version.policy.get_absolute_url()
    assert "You must sign by" in sign_in(client, cast.lou).get(address).content.decode()
    signature = signed(cast.lou, version)
    text = client.get(address).content.decode()
    assert "You must sign by" not in text
    assert f"Receipt {signature.receipt}" in text
    assert "Require acknowledgment" not in text


def test_a_policy_s_page_shows_its_keepers_who_must_sign_and_the_way_to_require_it(client, cast):
    version = published("529", "Staff Use of Social Media")
    address = version.policy.get_absolute_url()
    text = sign_in(client, cast.polly).get(address).content.decode()
    assert "Nobody is asked to sign this policy." in text
    assert 'href="/policies/529/require/"' in text
    required(version, positions=["Teacher"])
    assert "<li>Teacher</li>" in client.get(address).content.decode()


def test_the_publish_page_says_how_many_each_choice_asks(cast, rf):
    version = published("529", "Staff Use of Social Media")
    required(version, places=[cast.northside])
    required(version, people=[cast.lou, cast.gus])
    signed(cast.lou, version)
    request = rf.get("/")
    told = panels.asked_again(request, draft("529", "Staff Use of Social Media"))
    later = "1 more when back from leave"
    assert told["everyone"] == f"4 people are asked, {later}", "Pat, Lou, Val, Gus; Mia later"
    assert told["nobody"] == f"3 people are asked, {later}"
    assert panels.asked_again(request, draft("740", "Driving")) == {}


def test_a_person_s_page_shows_their_tasks_to_those_above_and_human_resources(client, cast):
    version = published("529", "Staff Use of Social Media")
    required(version)
    address = f"/people/{cast.lou.pk}/"
    for viewer, sees in ((cast.pat, True), (cast.hana, True), (cast.tom, False)):
        text = sign_in(client, viewer).get(address).content.decode()
        assert ("Staff Use of Social Media" in text) is sees, viewer


def test_the_sentence_counts_and_names_the_first_due_date_or_what_is_late(cast, rf, monkeypatch):
    at = dt.datetime(2026, 11, 16, 18, tzinfo=dt.UTC)
    for code in ("1", "2"):
        required(published(code, f"Policy {code}"), people=[cast.lou], due_days=11, at=at)

    def sentence(day):
        monkeypatch.setattr(panels, "today", lambda: day)
        return panels.tasks(rf.get("/"), cast.lou).sentence

    assert sentence(dt.date(2026, 11, 24)) == "2 policies to sign. The first is due Fri, Nov 27."
    assert sentence(dt.date(2026, 12, 24)) == "2 policies to sign. 2 are late."
    moving.go_on_leave(cast.lou, by=None)
    assert sentence(dt.date(2026, 12, 24)) == "2 policies to sign."
    assert {task.due for task in panels.tasks(rf.get("/"), cast.lou).to_do} == {None}


def test_a_row_says_whether_it_is_new_and_how_long_it_takes(cast, rf):
    first = published("529", "Staff Use of Social Media")
    required(first)
    (task,) = panels.tasks(rf.get("/"), cast.lou).to_do
    assert task.meta == "Policy 529 · new to you · about 1 minute"
    signed(cast.lou, first)
    published("529", "Staff Use of Social Media", clauses=["Be kind. " * 600])
    (task,) = panels.tasks(rf.get("/"), cast.lou).to_do
    assert task.meta == "Policy 529 · version 2; you signed version 1 · about 4 minutes"
