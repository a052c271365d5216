"""What the form for a tie to students asks, checks, and leaves to be looked at."""

from __future__ import annotations

import datetime as dt

import pytest

from approvals import kinds, lasting, requesting
from approvals.models import Attestation, Request
from district_portal.district.current import school_year_bounds, today
from tests.cast import person, post
from tests.factories import approvals as factory
from tests.factories import relationships


@pytest.fixture
def filled(cast):
    """A form with these changes, checked."""
    factory.enter_presets()
    request = requesting.start("relationship", by=cast.lou)

    def fill(**changes):
        request.draft = {"details": relationships.typed(**changes)}
        form = kinds.details_form(request, check=True)
        form.is_valid()
        return form

    return fill


def doubts_of(form):
    values = form.answers(creates="relationship").values
    return kinds.KINDS["relationship"].doubts(values, form.request)


def test_a_complete_form_takes_its_place_from_the_job(filled, cast):
    form = filled()
    assert form.errors == {}
    answers = form.answers(creates="relationship")
    assert answers.place == cast.northside
    assert answers.title == "Tie to students outside school: Scouting or another youth group"
    assert answers.values["place"] == cast.northside.pk


def test_every_missing_answer_has_its_own_message(cast):
    factory.enter_presets()
    form = kinds.details_form(requesting.start("relationship", by=cast.lou), check=True)
    said = [error for errors in form.errors.values() for error in errors]
    assert len(said) == len(set(said)) == 7
    assert not [error for error in said if "required" in error]


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"tie": "other"}, "other", "which tie it is"),
        ({"tie": "stranger"}, "tie", "Choose one from the list"),
        ({"students": "0"}, "students", "Enter a whole number from 1 to 999"),
        ({"students": "many"}, "students", "such as 2"),
        ({"who": "a\nb"}, "who", "one line"),
        ({"starts_on": "2020-01-01"}, "starts_on", "not in the past"),
        ({"ends_on": "2020-01-01"}, "ends_on", "not before the first"),
        ({"ends_on": "2090-01-01"}, "ends_on", "asked for again then"),
        ({"consent_by": ""}, "consent_by", "who consented"),
        ({"consent_on": ""}, "consent_on", "day of the consent"),
        ({"consent_on": "2090-01-01"}, "consent_on", "not in the future"),
        ({"consent_on": "soon"}, "consent_on", "year, month and day"),
        ({"consent_how": ""}, "consent_how", "how they consented"),
        ({"consent_scope": " "}, "consent_scope", "to what they consented"),
    ],
)
def test_what_can_not_be_is_said_at_its_field(filled, changes, field, words):
    form = filled(**changes)
    assert list(form.errors) == [field]
    assert words in form.errors[field][0]


def test_a_family_needs_no_consent_and_half_of_one_is_left_out(filled):
    none = {"consent_by": "", "consent_on": "", "consent_how": "", "consent_scope": ""}
    assert filled(tie="family", **none).errors == {}
    form = filled(tie="family", consent_scope="")
    assert form.errors == {}
    values = form.values()
    assert (values["consent_by"], values["consent_on"]) == ("", None)
    assert "consent_by" not in {row["name"] for row in form.words()}
    assert filled(tie="family").values()["consent_by"] == "parent"


def test_it_ends_with_the_coming_school_year_at_the_latest(filled):
    _first, last = school_year_bounds(today())
    _first, coming = school_year_bounds(last + dt.timedelta(days=1))
    assert lasting.latest_end(today(), school_years=2) == coming
    assert filled(ends_on=coming).errors == {}
    assert "ends_on" in filled(ends_on=coming + dt.timedelta(days=1)).errors


def test_who_has_no_job_says_where_and_who_has_two_says_which(cast):
    factory.enter_presets()
    helper = person("Ivy Green", 900)
    form = kinds.details_form(requesting.start("relationship", by=helper), check=False)
    assert "place" in form.fields
    post(cast.lou, cast.transportation, "Bus aide", cast.theo, primary=False)
    form = kinds.details_form(requesting.start("relationship", by=cast.lou), check=False)
    assert "posting" in form.fields


def test_the_supervisor_of_the_chosen_job_takes_note(cast):
    second = post(cast.lou, cast.transportation, "Bus aide", cast.theo, primary=False)
    request = relationships.sent(cast.lou, posting=second.pk)
    seats = factory.step_of(request).seats.all()
    assert [seat.person for seat in seats] == [cast.theo]
    assert request.place == cast.transportation


def test_what_to_look_at(filled, cast):
    filled().request.save()
    assert doubts_of(filled()) == []
    assert "orally" in doubts_of(filled(consent_how="orally"))[0]
    assert "No student is named" in doubts_of(filled(who="Nina Reyes, my neighbor"))[0]
    other = relationships.sent(cast.lou)
    [said] = doubts_of(filled())
    assert said == f"The same tie is disclosed already: request {other.number}."
    factory.decided(other, by=cast.pat)
    [said] = doubts_of(filled())
    assert said.startswith("The same tie is noted until")
    assert doubts_of(filled(tie="club")) == []


def test_four_promises_are_kept_with_it_and_the_supervisor_alone_decides(cast):
    request = relationships.sent(cast.val)
    assert Attestation.objects.filter(submission__request=request).count() == 4
    factory.decided(request, by=cast.pat)
    assert request.state == Request.State.APPROVED
