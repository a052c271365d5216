"""How what an act changed is told."""

from __future__ import annotations

import ast
import datetime as dt
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.utils import timezone

from approvals.concerns.models import Concern
from approvals.kinds import KINDS
from district_portal import audit
from district_portal.district.models import District
from district_portal.trail.fields import FIELDS, SENSITIVE, field_in_words
from district_portal.trail.objects import kind_in_words
from district_portal.trail.telling import DAY, changes, in_words, told
from tests.factories.api import token

ROOT = Path(__file__).parents[3]


def said(before, after):
    return [str(change) for change in changes(before, after)]


def test_only_what_differs_is_told_where_both_sides_are_known(district_set_up):
    before = {"position": "Teacher", "place": "Northside", "on_leave": False}
    after = {"position": "Dean", "place": "Northside", "on_leave": True}
    assert said(before, after) == ["Position: Teacher → Dean", "On leave: No → Yes"]


def test_the_ways_to_sign_in_are_told_in_words(district_set_up):
    assert said(None, {"ways": "password, mfa"}) == ["Signed in with: password, second factor"]
    assert said(None, {"ways": "mailed_link"}) == ["Signed in with: mailed link"]
    assert said(None, {"ways": "by pigeon"}) == ["Signed in with: by pigeon"]


def test_one_side_alone_is_told_whole(district_set_up):
    assert said(None, {"position": "Dean"}) == ["Position: Dean"]
    assert said({"position": "Dean"}, None) == ["Position: Dean → no longer said"]
    assert said(None, None) == []


@pytest.mark.parametrize("name", sorted(SENSITIVE))
def test_a_sensitive_field_is_changed_and_no_more(district_set_up, name):
    (line,) = said({name: "before this"}, {name: "after that"})
    assert line == f"{field_in_words(name)}: changed, not shown"
    assert "that" not in in_words("steps", [{name: "that", "place": 1}])


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("since", "2026-01-02", "Jan 2, 2026"),
        ("starts_at", "2026-01-02T18:00:00Z", "Jan 2, 2026, 6:00 p.m."),
        ("since", "2026-02-31", "2026-02-31"),
        ("primary", True, "Yes"),
        ("until", None, "none"),
        ("people", [], "none"),
        ("people", ["Lou Berg", "Gus"], "Lou Berg, Gus"),
        (
            "steps",
            [{"place": 1, "all_must": False}],
            "Building or department: 1; All must approve: No",
        ),
        ("role", "hr", "Human resources"),
        ("role", "no such role", "no such role"),
        ("kind", "volunteer", "Volunteer"),
        ("state", "waiting", None),
        (
            "scopes",
            ["registry", "policies"],
            "Approved accounts, Policies, their versions and clauses",
        ),
        ("changed", ["email", "given_name"], "E-mail address, Given name"),
        ("never_seen_before", 7, "7"),
    ],
)
def test_values_in_words(district_set_up, name, value, words):
    with timezone.override("UTC"):
        told_so = in_words(name, value)
    assert told_so == words or (words is None and told_so != value)


def test_what_an_act_was_done_on_has_words(cast):
    audit.record("places.changed", by=cast.hana, on=cast.northside)
    row = told(audit.events(act="places.changed").get())
    assert str(row.kind) == "Building or department"
    assert str(row.thing) == f"accounts.place:{cast.northside.pk}"
    audit.record("x.y", by=None, at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
    assert told(audit.events(act="x.y").get()).thing is None


def test_a_token_for_a_program_has_words_and_a_history(cast):
    made, _text = token(cast.hana, "people")
    row = told(audit.events(act="api.token_made").get())
    assert str(row.thing) == f"api.token:{made.pk}"
    assert str(row.kind) == "Token of a program"
    said = {change.field: change.after for change in row.changes}
    assert said["May read"] == "People: name, number, position and place"
    assert "Works until" in said


def test_every_field_that_an_act_names_outright_has_words():
    named = set()
    for part in ("accounts", "approvals", "policies", "district_portal"):
        for path in (ROOT / part).rglob("*.py"):
            for call in ast.walk(ast.parse(path.read_text())):
                if isinstance(call, ast.Call) and getattr(call.func, "attr", "") == "record":
                    named |= set(_keys(call))
    assert named - set(FIELDS) == set()


CODE = re.compile(r"[a-z]+_[a-z_]+|[a-z]+\.[a-z]+")
"""How a name of the program looks: words of people have spaces."""


def of_the_portal():
    parts = {"accounts", "approvals", "policies", "district_portal"}
    return [each for each in apps.get_models() if each.__module__.split(".")[0] in parts]


def test_whatever_an_act_may_be_done_on_has_words():
    for model in of_the_portal():
        words = kind_in_words(model._meta.label_lower)
        assert not CODE.search(words), words
        assert words[0].isupper(), words
    assert kind_in_words("reports.savedview") == "Saved view"
    assert kind_in_words("of.former_days") == "of.former_days"


def test_every_choice_that_a_field_may_hold_has_words(district_set_up):
    for model in of_the_portal():
        for field in model._meta.concrete_fields:
            for value, label in field.flatchoices:
                said = in_words(field.name, value, on=model._meta.label_lower)
                assert said == str(label) or field.name == "role" or DAY.fullmatch(value), field


@pytest.mark.parametrize("field", [one.name for one in District._meta.concrete_fields])
def test_every_setting_of_the_district_has_words(field):
    assert field in FIELDS or field == "id"


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_request_has_words(district_set_up, kind):
    assert in_words("kind", kind, on="approvals.request") == str(KINDS[kind].label)
    assert in_words("kind", kind) == str(KINDS[kind].label)


def test_the_own_field_of_what_an_act_was_done_on_goes_before_others(district_set_up):
    assert in_words("state", "answered", on="questions.question") == "Answered"
    assert in_words("state", "waiting", on="registry.account") == "Waiting for parents’ notice"
    assert in_words("state", "waiting", on="claiming.sheet") == "Not taken in yet"
    assert in_words("format", "pdf") == "PDF"
    assert in_words("concern_day_and_night", ["communication"]) == str(
        Concern.Kind.COMMUNICATION.label
    )


def test_what_is_empty_on_its_only_side_is_not_told(district_set_up):
    after = {"why": None, "note": "", "people": [], "ended": 0, "on_leave": False}
    assert said(None, after) == ["Ended: 0", "On leave: No"]
    assert said({"until": None}, {"until": "2026-01-02"}) == ["Until: none → Jan 2, 2026"]


def test_the_format_of_a_file_comes_first(cast):
    audit.record("reports.exported", by=cast.hana, after={"as_of": "2026-01-02", "format": "csv"})
    row = told(audit.events(act="reports.exported").get())
    assert str(row.changes[0]) == "Format: CSV"


def _keys(call):
    for keyword in call.keywords:
        if keyword.arg in ("before", "after") and isinstance(keyword.value, ast.Dict):
            yield from (key.value for key in keyword.value.keys if isinstance(key, ast.Constant))
