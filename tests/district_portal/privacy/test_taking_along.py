"""What the portal keeps about somebody: told on a page, and taken along as a file."""

from __future__ import annotations

import io
import json
import zipfile

import pytest
from django.db import connections
from django.urls import reverse

from district_portal import audit, mailing
from district_portal.privacy import packing
from district_portal.privacy.kept import THINGS
from policies.questions import asking
from tests.accounts.test_recent_sign_in import sign_in
from tests.cast import PASSWORD
from tests.factories import approvals as requests
from tests.factories import concerns
from tests.factories import records as factory
from tests.factories.acknowledgments import required, signed
from tests.factories.policies import published

SECRET_WORDS = "A list of grades lay open"


@pytest.fixture
def file(client):
    def download(person):
        client.force_login(person)
        answer = client.get(reverse("privacy:own"))
        assert answer.status_code == 200
        return zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))

    return download


def rows(file, name):
    return json.loads(file.read(f"{name}.json"))


def test_the_page_tells_each_kind_why_and_how_long_by_the_schedule_in_force(cast, client):
    client.force_login(cast.lou)
    text = client.get(reverse("privacy:kept")).text
    assert all(str(thing.label) in text for thing in THINGS)
    assert "the board has adopted no retention schedule for it" in text
    factory.adopted(by=cast.ada, years=9)
    text = client.get(reverse("privacy:kept")).text
    assert "9 years (class SM-2; counted from: the day on which it was closed)" in text
    assert "no retention schedule" not in text


def test_the_page_costs_few_statements(cast, client, django_assert_max_num_queries):
    factory.adopted(by=cast.ada)
    client.force_login(cast.lou)
    with django_assert_max_num_queries(12):
        client.get(reverse("privacy:kept"))


def test_all_that_is_somebodys_own_is_in_the_file(cast, file):
    version = published("529", "Staff Use of Social Media")
    required(version, by=cast.polly)
    signature = signed(cast.lou, version)
    asked = requests.sent(cast.lou, manager=cast.val, place=cast.northside)
    requests.decided(asked, by=cast.pat)
    asking.ask(version=version, clause=None, text="What is a post?", by=cast.lou)
    found = file(cast.lou)
    assert found.testzip() is None
    assert rows(found, "person")[0]["email"] == "lou@marlow.example"
    assert rows(found, "postings")[0]["place_name"] == "Northside School"
    [receipt] = rows(found, "signatures")
    assert (receipt["receipt"], receipt["version_sha256"]) == (signature.receipt, version.sha256)
    assert rows(found, "requests")[0]["number"] == asked.number
    assert rows(found, "decisions")[0]["person_family_name"] == "Novak"
    assert rows(found, "questions")[0]["text"] == "What is a post?"
    assert "requests.sent" in {row["act"] for row in rows(found, "acts")}
    assert "Lou Berg" in found.read("index.html").decode()
    assert signature.receipt in found.read("signatures.html").decode()
    names = {f"{thing.name}.{end}" for thing in THINGS for end in ("json", "html")}
    assert set(found.namelist()) == {*names, "index.html", "style.css"}


def test_nothing_of_others_is_in_it(cast, file):
    requests.sent(cast.lou, manager=cast.val, place=cast.northside)
    found = file(cast.gus)
    text = b"".join(found.read(name) for name in found.namelist()).decode()
    assert "Lou" not in text
    assert rows(found, "requests") == []


def test_no_word_of_a_concern_is_in_any_file(cast, file):
    concern = concerns.reported(cast.lou, about=cast.gus)
    for person in (cast.lou, cast.gus, cast.theo, cast.pat, cast.ada):
        found = file(person)
        text = b"".join(found.read(name) for name in found.namelist()).decode()
        assert SECRET_WORDS not in text
        own = [row["number"] for row in rows(found, "concerns")]
        assert own == ([concern.number] if person == cast.lou else [])
    assert concern.number not in str(rows(file(cast.gus), "mails"))


@pytest.mark.django_db(transaction=True)
def test_it_is_of_one_moment(cast, file, monkeypatch):
    before = packing.lasting.each

    def each():
        with connections["default"].cursor() as cursor:
            cursor.execute("SHOW transaction_isolation")
            assert cursor.fetchone() == ("repeatable read",)
        return before()

    monkeypatch.setattr(packing.lasting, "each", each)
    assert rows(file(cast.lou), "person")
    assert audit.events(act="privacy.taken_along").count() == 1


def test_no_secret_is_in_it(cast, file):
    mailing.queue("trial", key="x", to=cast.lou, context={"link": "/open-the-door/"}, secret=True)
    found = file(cast.lou)
    text = b"".join(found.read(name) for name in found.namelist()).decode()
    assert rows(found, "mails")[0]["words"] == ""
    assert cast.lou.password not in text
    assert "argon2" not in text


def test_what_was_typed_never_becomes_markup(cast, file):
    cast.lou.preferred_name = "<script>alert(1)</script>"
    cast.lou.save()
    found = file(cast.lou)
    assert "<script" not in found.read("person.html").decode() + found.read("index.html").decode()


def test_it_is_recorded_with_how_many_rows_it_holds(cast, file):
    file(cast.lou)
    [event] = audit.events(act="privacy.taken_along")
    assert (event.actor_id, event.person_id) == (cast.lou.pk, cast.lou.pk)
    assert event.after["postings"] == 1


def test_a_large_one_ends_at_its_limit_and_says_so(cast, file, monkeypatch):
    monkeypatch.setattr(packing, "MOST", 2)
    for number in range(3):
        mailing.queue("trial", key=str(number), to=cast.lou, context={})
    found = file(cast.lou)
    assert len(rows(found, "mails")) == 2
    assert "Only the newest 2 are here" in found.read("index.html").decode()


def test_an_old_sign_in_is_asked_again_first(cast, client):
    sign_in(client, cast.lou, minutes_ago=31)
    answer = client.get(reverse("privacy:own"))
    assert answer.headers["Location"].startswith("/accounts/reauthenticate/?next=")
    assert not audit.events(act="privacy.taken_along").exists()
    answer = client.post(answer.headers["Location"], {"password": PASSWORD}, follow=True)
    assert answer["Content-Type"] == "application/zip"
