from __future__ import annotations

import pytest

from accounts.models import Place, Posting
from district_portal import audit
from policies.acknowledgments import requiring
from policies.acknowledgments.audience import Audience, in_words
from policies.acknowledgments.models import Requirement
from tests.factories.acknowledgments import required, signed
from tests.factories.policies import published

pytestmark = pytest.mark.django_db


def reached(**audience) -> set[str]:
    return {person.given_name for person in requiring.audience(Audience(**audience))}


def test_a_place_reaches_those_below_it(cast):
    wing = Place.objects.create(name="North wing", kind="school", parent=cast.northside)
    cast.val.postings.update(place=wing)
    assert reached(places={cast.northside.pk}) == {"Pat", "Lou", "Mia", "Val"}
    assert reached(places={wing.pk}) == {"Val"}


def test_places_positions_and_kinds_must_all_fit(cast):
    assert reached(positions={"Teacher"}) == {"Lou", "Mia"}
    assert reached(places={cast.northside.pk}, kinds={"volunteer"}) == {"Val"}
    assert reached(places={cast.transportation.pk}, positions={"Teacher"}) == set()


def test_the_named_are_reached_besides_and_the_excluded_never(cast):
    assert reached(positions={"Teacher"}, people={cast.gus.pk}) == {"Lou", "Mia", "Gus"}
    assert reached(everyone=True, excluded={cast.lou.pk}) & {"Lou", "Gus"} == {"Gus"}
    assert reached(people={cast.lou.pk}, excluded={cast.lou.pk}) == set()


def test_nobody_is_reached_who_has_left_or_has_no_posting(cast):
    assert reached(everyone=True) & {"Lena", "Bea"} == set()
    assert reached(people={cast.left.pk, cast.bea.pk}) == {"Bea"}


def test_a_second_posting_is_enough(cast):
    Posting.objects.create(
        person=cast.lou,
        place=cast.transportation,
        position="Bus monitor",
        since="2026-08-01",
        primary=False,
    )
    assert "Lou" in reached(places={cast.transportation.pk})


def test_whom_it_reaches_in_words(cast):
    version = published("511", "Conduct")
    assert in_words(required(version, excluded=[cast.gus])) == "Everyone; except Gus de la Cruz"
    by_posting = required(
        version, places=[cast.northside], kinds=["employee"], positions=["Teacher"]
    )
    assert in_words(by_posting) == "Employees, Teacher at Northside School"
    assert in_words(required(version, people=[cast.bea])) == "Bea Okafor"


def test_requiring_twice_is_one_requirement(cast):
    version = published("511", "Conduct")
    terms = {"places": [cast.northside], "positions": ["Teacher"], "before_due": [1, 3, 7, 14]}
    assert required(version, **terms) == required(version, **terms)
    assert Requirement.objects.count() == 1
    assert audit.events(act="requirements.required").count() == 1


def test_nobody_at_all_is_refused(cast):
    version = published("511", "Conduct")
    with pytest.raises(requiring.NobodyError):
        requiring.require(version.policy, by=cast.polly)
    requirement = required(version)
    with pytest.raises(requiring.NobodyError):
        requiring.change(requirement, by=cast.polly, everyone=False)
    requirement.refresh_from_db()
    assert requirement.everyone


def test_a_policy_without_a_version_in_force_can_not_be_required(cast):
    version = published("511", "Conduct")
    type(version).objects.update(state="superseded")
    with pytest.raises(requiring.NotInForceError):
        required(version)


def test_the_trail_keeps_the_terms_before_and_after(cast):
    requirement = required(published("511", "Conduct"))
    requiring.change(requirement, by=cast.polly, due_days=30)
    event = audit.events(act="requirements.changed").get()
    assert (event.before["due_days"], event.after["due_days"]) == (14, 30)
    assert event.after["who"] == "Everyone"


def test_a_change_of_nothing_is_no_act(cast):
    requirement = required(published("511", "Conduct"))
    requiring.change(requirement, by=cast.polly, due_days=14, everyone=True)
    assert not audit.events(act="requirements.changed").exists()


def test_ending_ends_what_is_open_and_keeps_what_was_signed(cast):
    version = published("511", "Conduct")
    requirement = required(version)
    signed(cast.lou, version)
    open_before = version.assignments.open().count()
    change = requiring.end(requirement, by=cast.polly)
    assert change.rule == open_before
    assert not version.assignments.open().exists()
    assert version.assignments.get(person=cast.lou).ended_why == "signed"
    assert not requiring.end(requirement, by=cast.polly), "a second click is harmless"
    with pytest.raises(requiring.EndedError):
        requiring.change(requirement, by=cast.polly, due_days=3)
