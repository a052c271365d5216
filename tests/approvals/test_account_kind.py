"""What the account form asks, checks, and leaves to be looked at."""

from __future__ import annotations

import datetime as dt

import pytest

from accounts.forms.roster_field import find_people
from approvals import kinds, requesting
from tests.cast import person, post
from tests.factories import approvals as factory


@pytest.fixture
def filled(cast):
    """A form with these changes, checked."""
    factory.enter_presets()
    request = requesting.start("account", by=cast.lou)

    def fill(**changes):
        details = factory.typed(manager=cast.hana, place=cast.northside)
        request.draft = {"details": {**details, **{name: [text] for name, text in changes.items()}}}
        form = kinds.details_form(request, check=True)
        form.is_valid()
        return form

    return fill


def test_a_complete_form_has_no_error(filled):
    assert filled().errors == {}


def test_every_missing_answer_has_its_own_message(cast):
    factory.enter_presets()
    form = kinds.details_form(requesting.start("account", by=cast.lou), check=True)
    said = [error for errors in form.errors.values() for error in errors]
    assert len(said) == len(set(said)) == 16
    assert not [error for error in said if "required" in error]


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"handle": "facebook.com/band"}, "handle", "not to Instagram"),
        ({"handle": "two words"}, "handle", "no space"),
        ({"district_address": "band@gmail.com"}, "district_address", "of the district"),
        ({"district_address": "band"}, "district_address", "Enter an e-mail address"),
        ({"launch_on": "2020-01-01"}, "launch_on", "not in the past"),
        ({"launch_on": "soon"}, "launch_on", "year, month and day"),
        ({"manager": "Lou Berg"}, "manager", "somebody else"),
        ({"manager": "Nobody Atall"}, "manager", "Nobody on the roster"),
        ({"manager": "Lena Past"}, "manager", "Nobody on the roster"),
        ({"comments": "open"}, "comment_rules", "Say who reads the comments"),
        ({"under_13": ""}, "under_13", "under 13"),
        ({"platform": "999999"}, "platform", "Choose one from the list"),
        ({"name": "a\x00b"}, "name", "Null characters"),
    ],
)
def test_what_can_not_be_is_said_at_its_field(filled, changes, field, words):
    form = filled(**changes)
    assert list(form.errors) == [field]
    assert words in form.errors[field][0]


def test_age_is_only_asked_where_students_are_concerned(filled):
    form = filled(writes_to_students="no", shows_students="no", under_13="")
    assert form.errors == {}


@pytest.mark.parametrize("text", ["hana sato", "Sato Hana", "HANA@marlow.example", "sato"])
def test_a_person_is_found_by_name_or_address(cast, text):
    assert find_people(text) == [cast.hana]


@pytest.mark.parametrize(("text", "name"), [("mia alvarez", "mia"), ("nguyen", "theo")])
def test_accents_make_no_difference(cast, text, name):
    assert find_people(text) == [getattr(cast, name)]


def test_several_people_are_offered_and_one_is_picked(cast, filled):
    twin = person("Hanae Sato", 77)
    form = filled(manager="han sato")
    assert "Choose one of them below" in form.errors["manager"][0]
    choices = dict(form.fields["manager_pick"].choices)
    assert set(choices) == {cast.hana.pk, twin.pk}
    picked = filled(manager="han sato", manager_pick=str(twin.pk))
    assert picked.errors == {}
    assert picked.cleaned_data["manager"] == twin
    assert "manager_pick" not in picked.values()


def test_a_full_name_wins_over_longer_ones(cast):
    person("Hanae Sato", 77)
    assert find_people("hana sato") == [cast.hana]


def test_with_several_jobs_the_form_asks_for_which(cast):
    factory.enter_presets()
    second = post(cast.lou, cast.transportation, "Bus aide", cast.theo, primary=False)
    request = requesting.start("account", by=cast.lou)
    typed = factory.typed(manager=cast.hana, place=cast.northside)
    request.draft = {"details": typed}
    assert list(kinds.details_form(request, check=True).errors) == ["posting"]
    request.draft = {"details": {**typed, "posting": [str(second.pk)]}}
    assert kinds.complete(request).posting == second


def test_the_answers_carry_plain_values_and_the_words_people_saw(cast, filled):
    form = filled(handle="https://instagram.com/NorthsideBand?igsh=1")
    answers = form.answers(creates="account")
    assert answers.title == "Instagram account for Northside Band"
    assert answers.about == "instagram.com/northsideband"
    assert answers.values["manager"] == cast.hana.pk
    assert answers.values["writes_to_students"] is True
    words = {row["name"]: row["text"] for row in answers.words}
    assert words["handle"] == "@NorthsideBand · https://www.instagram.com/northsideband"
    assert words["audience"] == "Parents and guardians; Students"
    assert words["manager"] == "Hana Sato"
    assert "comment_rules" not in words
    chosen = {row["name"] for row in answers.words if row.get("chosen")}
    assert {"audience", "frequency", "writes_to_students"} <= chosen
    assert chosen.isdisjoint({"handle", "name", "purpose", "manager", "place", "launch_on"})


def doubts_of(form):
    values = form.answers(creates="account").values
    return kinds.KINDS["account"].doubts(values, form.request)


def test_doubts_are_said_and_do_not_forbid(cast, filled):
    assert doubts_of(filled()) == []
    said = " ".join(
        doubts_of(filled(under_13="yes", district_address="hana@marlow.example", handle="@b"))
    )
    assert "Instagram is for people of 13 and older" in said
    assert "hana@marlow.example is the address of one person, Hana Sato" in said
    assert doubts_of(filled(district_address="band@elsewhere.example")) == [
        "band@elsewhere.example is not at marlow.example."
    ]


def test_an_account_that_is_asked_for_is_doubted_and_a_registered_one_refused(cast, filled):
    other = factory.sent(cast.pat, manager=cast.hana, place=cast.northside)
    assert doubts_of(filled()) == [f"Pat Novak has asked for the same: request {other.number}."]
    factory.decided(other, by=cast.ada)
    form = filled(handle="https://www.instagram.com/NorthsideBand/")
    assert (
        "registered already: Northside Band, looked after by Pat Novak"
        in (form.errors["handle"][0])
    )


def test_the_check_is_as_of_the_day_it_is_told_for(cast):
    factory.enter_presets()
    request = requesting.start("account", by=cast.lou)
    request.draft = {
        "details": factory.typed(manager=cast.hana, place=cast.northside, launch_on="2026-02-01")
    }
    assert kinds.complete(request, at=dt.datetime(2026, 1, 5, 12, tzinfo=dt.UTC))
    with pytest.raises(kinds.IncompleteError):
        kinds.complete(request)
