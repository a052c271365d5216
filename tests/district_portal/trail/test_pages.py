"""The page of the trail, its file, and the ways to it."""

from __future__ import annotations

import csv
import io

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts import moving
from district_portal import audit
from district_portal.audit import sealing
from district_portal.audit.models import Event
from district_portal.trail import exporting
from district_portal.ui.spreadsheets import AS_TEXT
from tests.factories.policies import published

HOSTILE = (
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    '=cmd|"/C calc"!A0',
    '"quoted", line\n',
)


@pytest.fixture
def page(client):
    def look(person, **asked):
        client.force_login(person)
        return client.get(reverse("trail:search"), asked)

    return look


@pytest.fixture
def rows(client):
    def download(person, **asked):
        client.force_login(person)
        answer = client.get(reverse("trail:csv"), asked)
        content = b"".join(answer.streaming_content).decode()
        assert content.startswith("\ufeff")
        return list(csv.DictReader(io.StringIO(content[1:], newline="")))

    return download


def test_an_act_is_told_in_words_with_what_it_changed(cast, page):
    moving.move(cast.lou, by=cast.hana, position="Dean")
    text = page(cast.otto, about=cast.lou.email).text
    for words in (
        "Posting changed",
        "Hana Sato",
        "Lou Berg",
        "Northside School",
        "Position",
        "Dean",
    ):
        assert words in text
    assert "people.moved</th>" not in text
    assert "on_leave" not in text


def test_a_sensitive_field_is_told_without_its_values(cast, page):
    audit.record(
        "x.y", by=cast.hana, on=cast.lou, before={"phone": "555-1"}, after={"phone": "555-2"}
    )
    text = page(cast.otto).text
    assert "changed, not shown" in text
    assert "555-" not in text


def test_whoever_may_not_search_finds_no_page_and_no_way_to_it(cast, page, client):
    for person in (cast.lou, cast.pat, cast.tom, cast.polly, cast.bea):
        assert page(person).status_code == 404
        assert client.get(reverse("trail:csv")).status_code == 404
        assert reverse("trail:search") not in client.get(reverse("home:today")).text


def test_nobody_on_the_roster_and_days_that_are_no_days_are_told_beside_the_field(cast, page):
    text = page(cast.otto, by="Nobody Here", since="2026-02-31").text
    assert "Nobody on the roster is “Nobody Here”." in text
    assert "A filter is wrong" in text
    assert (
        "Choose the same day or a later one"
        in page(cast.otto, since="2026-02-03", until="2026-02-01").text
    )


def test_words_alone_would_look_through_everything(cast, page):
    assert "Choose a first day" in page(cast.otto, words="Northside").text
    assert "No act fits" in page(cast.otto, words="zebra", since="2026-01-01").text


def test_somebody_who_left_is_found_by_name(cast, page):
    audit.record("people.ended", by=None, on=cast.left, person=cast.left)
    assert "Last day over" in page(cast.otto, about=str(cast.left)).text


@pytest.mark.parametrize(
    "asked",
    [
        {"on": "policies.policy:1' OR 1=1"},
        {"on": "accounts.person:" + "9" * 40},
        {"on": "accounts.person:" + "9" * 18},
        {"on": "policies.policy:999999999999999999"},
        {"on": "registry.account:999999999999999999"},
        {"act": "concerns."},
        {"act": "x' --"},
        {"place": "99999999999999999999"},
        {"by": "a\0b"},
        {"words": "a\0b", "since": "2026-01-01"},
        {"words": "%_\\", "since": "2026-01-01"},
        {"older": "0-0", "newer": "0-0"},
        {"since": "9999-12-31"},
        {"until": "2199-12-31"},
        {"itself": "on", "by": "Lou Berg"},
    ],
)
def test_what_no_browser_sends_makes_no_page_fail(cast, client, asked):
    client.force_login(cast.otto)
    assert client.get(reverse("trail:search"), asked).status_code == 200
    assert client.get(reverse("trail:csv"), asked).status_code in {200, 302}


def test_what_was_typed_never_becomes_markup(cast, page):
    audit.record("x.<b>", by=None, after={"<i>k</i>": "<script>alert(1)</script>"})
    text = page(cast.otto).text
    assert "<script>alert" not in text
    assert "<i>k" not in text


def test_each_object_s_page_leads_to_its_history(cast, client):
    version = published("529", "Staff Use of Social Media", by=cast.polly)
    pages = {
        reverse("people:person", args=[cast.lou.pk]): f"accounts.person:{cast.lou.pk}",
        reverse("people:place", args=[cast.northside.pk]): f"accounts.place:{cast.northside.pk}",
        version.policy.get_absolute_url(): f"policies.policy:{version.policy_id}",
    }
    for address, thing in pages.items():
        client.force_login(cast.otto)
        link = f"{reverse('trail:search')}?on={thing}"
        assert link in client.get(address).text
        assert "Only the history of" in client.get(link).text
        client.force_login(cast.lou)
        assert "/audit/" not in client.get(address).text
    client.force_login(cast.otto)
    policy = f"{reverse('trail:search')}?on=policies.policy:{version.policy_id}"
    assert "Policy, 529 Staff Use of Social Media" in client.get(policy).text
    client.force_login(cast.hana)
    assert "/audit/?on" not in client.get(version.policy.get_absolute_url()).text


def test_a_person_s_page_tells_human_resources_of_staff_alone(cast, client):
    audit.record("exemptions.granted", by=cast.ada, on=cast.lou, person=cast.lou)
    address = reverse("people:person", args=[cast.lou.pk])
    client.force_login(cast.otto)
    assert "Exemption granted" in client.get(address).text
    client.force_login(cast.hana)
    assert "Exemption granted" not in client.get(address).text


def test_the_page_says_how_far_the_trail_was_verified(cast, page):
    assert "Nobody has checked yet" in page(cast.otto).text
    audit.record("x.y", by=None)
    call_command("verify_audit", verbosity=0)
    count = Event.objects.get(act="audit.verified").after["events"]
    assert f"all {count} acts recorded until then match" in page(cast.otto).text
    audit.record("audit.verified", by=None, after={"events": 7, "altered": 2})
    text = page(cast.otto).text
    assert "The trail was altered" in text
    assert "2 of 7 acts do not match" in text
    audit.record("audit.verified", by=None, after={"events": 7, "altered": 0, "broken": 1})
    text = page(cast.otto).text
    assert "The trail was altered" in text
    assert "1 seal is not what it was" in text


def test_the_page_says_up_to_where_the_trail_is_sealed(cast, page):
    assert "No act is sealed yet." in page(cast.otto).text
    audit.record("x.y", by=None)
    sealing.seal_all()
    assert f"Newest seal: number {audit.head().pk} (" in page(cast.otto).text


def test_older_and_newer_keep_the_filters(cast, page, client):
    for number in range(120):
        audit.record("places.changed", by=cast.hana, on=cast.northside, after={"name": str(number)})
    text = page(cast.otto, act="places.changed").text
    assert "Older" in text
    assert "Newer" not in text
    older = page(cast.otto, act="places.changed").context["leaf"].older
    text = page(cast.otto, act="places.changed", older=older).text
    assert "Newer" in text
    assert "act=places.changed" in text
    assert "older=" in text


def test_a_page_costs_the_same_for_many_acts_as_for_few(cast, client):
    client.force_login(cast.otto)

    def cost():
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse("trail:search"), {"act": "places."}).status_code == 200
        return len(queries)

    audit.record("places.changed", by=cast.hana, on=cast.northside, after={"name": "a"})
    cost()
    few = cost()
    for number in range(60):
        audit.record("places.changed", by=cast.hana, on=cast.northside, after={"name": str(number)})
    assert cost() == few
    assert few <= 12


@pytest.mark.parametrize("label", ["policies.policy", "registry.account", "accounts.place"])
def test_the_history_of_an_object_costs_no_more_than_a_page_may(cast, client, label):
    version = published("529", "Staff Use of Social Media", by=cast.polly)
    client.force_login(cast.otto)
    asked = {"on": f"{label}:{version.policy_id}", "by": cast.polly.email}
    client.get(reverse("trail:search"), asked)
    with CaptureQueriesContext(connection) as queries:
        client.get(reverse("trail:search"), asked)
    assert len(queries) <= 12, [query["sql"][:100] for query in queries]


def test_the_file_holds_what_was_filtered_and_is_an_act_itself(cast, rows):
    moving.move(cast.lou, by=cast.hana, position="Dean")
    moving.move(cast.gus, by=cast.hana, position="Mechanic")
    found = rows(cast.otto, about="Lou Berg", act="people.")
    assert [row["Act"] for row in found] == ["people.moved"]
    assert "Position: " in found[0]["What changed"]
    assert found[0]["Fingerprint"] == Event.objects.get(person_id=cast.lou.pk).row_hash
    assert found[0]["Seal"] == "", "not sealed yet"
    sealing.seal_all()
    assert rows(cast.otto, about="Lou Berg", act="people.")[0]["Seal"] == "1"
    event = Event.objects.filter(act="audit.exported").latest("pk")
    assert event.actor_id == cast.otto.pk
    assert event.after["rows"] == 1
    assert event.after["filters"] == {"about": "Lou Berg", "act": "people."}


@pytest.mark.parametrize("text", HOSTILE)
def test_no_cell_is_taken_for_a_formula(cast, rows, text):
    Event(
        at=Event.objects.create(act="x.y", actor="x", at="2026-01-01T00:00:00Z").at,
        act="x.z", actor=text, object_type="accounts.place", object_id="1", object=text,
        after={text: text},
    ).save(force_insert=True)  # fmt: skip
    row = next(row for row in rows(cast.otto) if row["Act"] == "x.z")
    for cell in row.values():
        assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
    assert AS_TEXT.sub("", row["Who did it"]) == text


def test_too_many_acts_lead_back_with_what_to_do(cast, client, monkeypatch):
    monkeypatch.setattr(exporting, "MOST", 2)
    for _ in range(3):
        audit.record("places.changed", by=cast.hana, on=cast.northside)
    client.force_login(cast.otto)
    asked = {"act": "places.changed"}
    answer = client.get(reverse("trail:csv"), asked, follow=True)
    assert answer.redirect_chain[0][0] == f"{reverse('trail:search')}?act=places.changed"
    assert "More than 2 acts fit. Narrow the filters" in answer.text
    assert not Event.objects.filter(act="audit.exported")


def test_the_file_is_made_piece_by_piece(cast, rows, monkeypatch):
    monkeypatch.setattr(exporting, "_AT_ONCE", 2)
    for number in range(5):
        audit.record("places.changed", by=cast.hana, on=cast.northside, after={"name": str(number)})
    found = rows(cast.otto, act="places.changed")
    assert [row["What changed"] for row in found] == [f"Name: {n}" for n in (4, 3, 2, 1, 0)]
