from __future__ import annotations

import datetime as dt
from urllib.parse import urlencode

import pytest
from django.urls import reverse

from district_portal.district.current import today
from policies.acknowledgments import closing, counting, requiring
from policies.acknowledgments.models import Requirement
from tests.factories.acknowledgments import cost, required, sign_in, signed
from tests.factories.policies import published
from tests.standing import standing

pytestmark = pytest.mark.django_db

REQUIREMENTS = "/requirements/"
ANSWERS = {
    "who": "everyone",
    "due": "count",
    "due_days": "14",
    "cycle": "once",
    "before_due": "14, 7, 3, 1",
    "late_every": "7",
    "supervisor_after": "7",
    "hr_after": "7",
}


@standing
def version(cast):
    return published("529", "Staff Use of Social Media")


@pytest.fixture
def polly(client, cast):
    return sign_in(client, cast.polly)


def asked(**answers):
    return {"query_params": {**ANSWERS, **answers}}


PAGE = "/policies/529/require/"


def test_the_form_then_how_many_and_who_then_it_is_saved(polly, cast, version):
    assert "Show whom it reaches" in polly.get(PAGE).content.decode()
    seen = polly.get(PAGE, **asked()).content.decode()
    assert "11 people must sign" in seen
    assert "10 employees, 1 volunteer; 10 new, 0 drop out." in " ".join(seen.split())
    assert "Gus de la Cruz" in seen
    assert not Requirement.objects.exists(), "a preview saves nothing"
    answer = polly.post(PAGE, **asked(), follow=True)
    assert answer.redirect_chain == [(REQUIREMENTS, 302)]
    assert "10 people are asked to sign it." in answer.content.decode()
    assert Requirement.objects.get().everyone


def test_a_double_click_makes_one_requirement(polly, cast, version):
    polly.post(PAGE, **asked())
    polly.post(PAGE, **asked())
    assert Requirement.objects.count() == 1


def test_some_people_by_place_kind_position_and_name(polly, cast, version):
    answers = asked(
        who="some",
        places=[cast.northside.pk],
        kinds=["employee"],
        people="gus@marlow.example\nBea Okafor\ne003",
        excluded="Pat Novak",
        before_due="3 10",
        cycle="school_year",
    )
    seen = polly.get(PAGE, **answers).content.decode()
    assert "5 people must sign" in seen
    assert "Asked on return" in seen
    polly.post(PAGE, **answers)
    requirement = Requirement.objects.get()
    assert set(requirement.people.all()) == {cast.gus, cast.bea, cast.tom}
    assert set(requirement.excluded.all()) == {cast.pat}
    assert list(requirement.places.all()) == [cast.northside]
    assert (requirement.kinds, requirement.before_due) == (["employee"], [10, 3])
    assert requirement.cycle == "school_year"


@pytest.mark.parametrize(
    ("answers", "message"),
    [
        ({"who": ""}, "Choose who must sign"),
        ({"who": "some"}, "Choose a kind, a place or a position, or name somebody"),
        ({"kinds": ["employee"]}, "You ticked kinds, buildings or positions."),
        ({"due_days": ""}, "Enter how many days people get, such as 14"),
        ({"due": "day"}, "Enter the day by which it must be signed"),
        ({"cycle": ""}, "Choose how often it must be signed"),
        ({"late_every": ""}, "Enter how many days lie between reminders, such as 7"),
        ({"hr_after": "0"}, "Enter a whole number from 1 to"),
        ({"before_due": "soon"}, "Write numbers of days, such as 14, 7, 3, 1"),
        ({"people": "Nobody Known"}, "Nobody on the roster is “Nobody Known”."),
        ({"excluded": "Lena Past"}, "Nobody on the roster is “Lena Past”."),
    ],
)
def test_what_is_missing_or_wrong_is_said_in_its_own_words(polly, cast, version, answers, message):
    text = polly.get(PAGE, **asked(**answers)).content.decode()
    assert message in text
    assert "<title>Error: " in text
    assert "This field is required" not in text
    polly.post(PAGE, **asked(**answers))
    assert not Requirement.objects.exists()


def test_the_preview_tells_the_ladder_of_who_is_asked_today(polly, cast, version):
    seen = " ".join(polly.get(PAGE, **asked(late_every="10")).text.split())
    for words in (
        "they are asked",
        "a reminder that it is due",
        "a reminder that it is late, then every 10 days",
        "their supervisor is told, then every 10 days",
        "human resources are told, then every 10 days",
    ):
        assert words in seen
    assert "Human resources are not told." not in seen
    assert "Human resources are not told." in polly.get(PAGE, **asked(hr_after="")).text


def test_the_ladder_is_saved_and_changed(polly, cast, version):
    polly.post(PAGE, **asked(hr_after="21", supervisor_after="3"))
    requirement = Requirement.objects.get()
    assert (requirement.supervisor_after, requirement.hr_after) == (3, 21)
    page = reverse("acknowledgments:change", args=[requirement.pk])
    assert 'value="21"' in polly.get(page).text
    polly.post(page, **asked(hr_after=""))
    requirement.refresh_from_db()
    assert requirement.hr_after is None


def test_a_day_that_is_nearer_than_the_days_promised_is_refused(polly, cast, version):
    soon = today() + dt.timedelta(days=10)
    answers = asked(due="day", due_on=soon.isoformat())
    assert "That day is less than 14 days away." in polly.get(PAGE, **answers).content.decode()
    answers = asked(due="day", due_on=soon.isoformat(), due_days="5")
    assert "people must sign" in polly.get(PAGE, **answers).content.decode()


def test_two_people_of_one_name_must_be_told_apart(polly, cast, version):
    type(cast.tom).objects.filter(pk=cast.tom.pk).update(given_name="Lou", family_name="Berg")
    text = polly.get(PAGE, **asked(people="lou berg")).content.decode()
    assert "2 people are called “lou berg”. Give the e-mail address instead." in text


def test_the_answers_can_be_changed_before_saving(polly, cast, version):
    text = polly.get(PAGE, **asked(due_days="21", edit="1")).content.decode()
    assert 'value="21"' in text
    assert "Show whom it reaches" in text


def test_a_change_shows_who_is_new_who_stays_and_who_drops_out(polly, cast, version):
    requirement = required(version, places=[cast.northside])
    page = reverse("acknowledgments:change", args=[requirement.pk])
    assert "Northside School" in polly.get(page).content.decode()
    answers = asked(who="some", places=[cast.transportation.pk], people="Lou Berg")
    seen = " ".join(polly.get(page, **answers).content.decode().split())
    assert "3 people must sign" in seen
    assert "3 employees, 0 volunteers; 2 new, 2 drop out." in seen
    assert polly.post(page, **answers).url == REQUIREMENTS
    assert {a.person for a in requirement.assignments.open()} == {cast.lou, cast.theo, cast.gus}


def test_the_list_counts_and_ends_after_a_question(polly, cast, version):
    requirement = required(version)
    counting.call_roll()
    signed(cast.lou, version)
    text = " ".join(polly.get(REQUIREMENTS).content.decode().split())
    assert "Everyone" in text
    assert "That ends 9 open assignments; signatures stay." in text
    end = reverse("acknowledgments:end", args=[requirement.pk])
    assert polly.get(end).status_code == 405
    answer = polly.post(end, follow=True)
    assert "with it 9 open assignments" in answer.content.decode()
    assert polly.post(end).status_code == 404, "it has ended"


def test_only_policy_and_district_administrators_require_human_resources_and_auditor_read(
    client, cast, version
):
    requirement = required(version)
    change = reverse("acknowledgments:change", args=[requirement.pk])
    end = reverse("acknowledgments:end", args=[requirement.pk])
    for name, person in cast.people().items():
        if not person.is_active:
            continue
        sign_in(client, person)
        may_require, may_read = name in {"polly", "ada"}, name in {"polly", "ada", "hana", "otto"}
        assert client.get(REQUIREMENTS).status_code == (200 if may_read else 404), name
        for page in (PAGE, change):
            assert client.get(page).status_code == (200 if may_require else 404), name
        if not may_require:
            assert client.post(PAGE, **asked()).status_code == 404, name
            assert client.post(change, **asked(due_days="3")).status_code == 404, name
            assert client.post(end).status_code == 404, name
        if may_read and not may_require:
            assert change not in client.get(REQUIREMENTS).content.decode(), name
    requirement.refresh_from_db()
    assert (requirement.due_days, requirement.ended_at) == (14, None)


@pytest.mark.thorough
def test_the_list_costs_as_many_queries_for_30_as_for_3(polly, cast):
    for number in range(3):
        required(published(f"{number}", f"Policy {number}"), people=[cast.lou])
    few = cost(polly, REQUIREMENTS)
    for number in range(3, 30):
        required(published(f"{number}", f"Policy {number}"), people=[cast.lou])
    assert cost(polly, REQUIREMENTS) == few


def test_a_preview_costs_as_many_queries_for_everyone_as_for_one(polly, cast, version):
    one = cost(polly, f"{PAGE}?{urlencode({**ANSWERS, 'who': 'some', 'people': 'Lou Berg'})}")
    everyone = cost(polly, f"{PAGE}?{urlencode({**ANSWERS, 'people': 'Lou Berg'})}")
    assert everyone <= one


def typed(page):
    """What a browser sends of the form on `page`, hidden fields and all."""
    form = page.context["form"]
    return {
        field.html_name: value.replace("\n", "\r\n") if isinstance(value, str) else value
        for field in form
        if (value := field.value()) not in (None, "", [])
    }


def test_an_old_page_does_not_undo_what_somebody_else_changed(polly, cast, version):
    requirement = required(version, people=[cast.lou, cast.gus], due_days=14)
    page = reverse("acknowledgments:change", args=[requirement.pk])
    sent = {**typed(polly.get(page)), "late_every": 9}
    sent["people"] = sent["people"].replace("\r\n", "\n").replace("\n", "\r\n")
    requiring.change(requirement, by=cast.ada, due_days=30, people=[cast.lou])
    seen = polly.post(page, query_params=sent)
    assert "Somebody changed this while your page was open." in seen.text
    assert "Days to sign: 30" in seen.text
    requirement.refresh_from_db()
    assert (requirement.due_days, requirement.late_every) == (30, 7), "nothing is done yet"
    again = {**typed(seen)}
    assert polly.post(page, query_params=again).status_code == 302
    requirement.refresh_from_db()
    assert (requirement.due_days, requirement.late_every) == (30, 9)
    assert list(requirement.people.all()) == [cast.lou]


def test_a_page_that_is_no_older_goes_through_at_once(polly, cast, version):
    requirement = required(version, people=[cast.lou, cast.gus], due_days=14)
    page = reverse("acknowledgments:change", args=[requirement.pk])
    sent = {**typed(polly.get(page)), "due_days": 21}
    assert "Somebody changed this" not in polly.get(page, query_params=sent).text
    assert polly.post(page, query_params=sent).status_code == 302
    requirement.refresh_from_db()
    assert requirement.due_days == 21


def test_what_was_closed_unsigned_is_not_told_as_new(polly, cast, version):
    requirement = required(version, people=[cast.lou, cast.gus])
    lous = requirement.assignments.get(person=cast.lou)
    closing.exempt(lous, by=cast.hana, reason="Wrote it.")
    answers = asked(who="some", people="Lou Berg\nGus de la Cruz\nVal O’Neill")
    page = reverse("acknowledgments:change", args=[requirement.pk])
    seen = " ".join(polly.get(page, **answers).text.split())
    assert "1 new, 0 drop out" in seen
    assert "Closed without a signature, not asked again" in seen
    polly.post(page, **answers)
    assert requirement.assignments.open().count() == 2, "as it was told"
    assert "Asked now" in polly.get(PAGE, **answers).text
    assert "3 new, 0 drop out" in " ".join(polly.get(PAGE, **answers).text.split())
