from __future__ import annotations

import datetime as dt

import pytest

from accounts import moving
from accounts.models import Person
from district_portal import audit
from policies.acknowledgments import assigning, requiring
from policies.acknowledgments.assigning import Change
from policies.acknowledgments.models import Assignment
from tests.factories.acknowledgments import required, signed
from tests.factories.policies import published

pytestmark = pytest.mark.django_db


def names(assignments) -> set[str]:
    return {assignment.person.given_name for assignment in assignments.select_related("person")}


def open_people(version) -> set[str]:
    return names(version.assignments.open())


def of(person, version) -> Assignment:
    return Assignment.objects.get(person=person, version=version)


def everybody(cast) -> set[str]:
    return {person.given_name for person in cast.people().values()} - {"Mia", "Lena", "Bea"}


def test_everyone_at_work_is_asked_but_not_who_is_on_leave_gone_or_on_the_board(cast):
    version = published("511", "Conduct")
    required(version)
    assert open_people(version) == everybody(cast)


def test_a_board_officer_is_asked_when_named(cast):
    version = published("511", "Conduct")
    required(version, people=[cast.bea])
    assert open_people(version) == {"Bea"}


def test_again_it_changes_nothing(cast):
    version = published("511", "Conduct")
    requirement = required(version)
    before = list(Assignment.objects.order_by("pk").values())
    acts = audit.events().count()
    assert not assigning.reconcile(requirement)
    assert not assigning.reconcile(requirement, people={cast.lou.pk})
    assert list(Assignment.objects.order_by("pk").values()) == before
    assert audit.events().count() == acts


def test_one_act_says_how_many_were_asked(cast):
    requirement = required(published("511", "Conduct"), by=cast.polly)
    event = audit.events(act="acknowledgments.assigned").get()
    assert event.after["opened"] == len(everybody(cast))
    assert event.actor == "Polly Hart"
    assert event.object_id == str(requirement.pk)


def test_who_returns_from_leave_is_asked_then(cast):
    version = published("511", "Conduct")
    required(version)
    moving.return_from_leave(cast.mia, by=cast.hana)
    assert "Mia" in open_people(version)


def test_what_is_open_stays_open_on_leave_with_its_clock_stopped(cast):
    version = published("511", "Conduct")
    required(version, at=dt.datetime(2026, 9, 1, 15, tzinfo=dt.UTC))
    moving.go_on_leave(cast.lou, by=cast.hana)
    assert "Lou" in open_people(version)
    assert "Lou" not in names(version.assignments.late(dt.date(2030, 1, 2)))
    assert "Gus" in names(version.assignments.late(dt.date(2030, 1, 2)))


def test_back_from_leave_the_due_date_has_moved_by_the_days_of_leave(cast):
    version = published("511", "Conduct")
    noon = dt.time(18, tzinfo=dt.UTC)
    requirement = required(version, due_days=14, at=dt.datetime.combine(dt.date(2026, 9, 1), noon))
    assert of(cast.lou, version).due_on == dt.date(2026, 9, 15)
    moving.move(cast.lou, by=None, on=dt.date(2026, 9, 7), on_leave=True)
    moving.move(cast.lou, by=None, on=dt.date(2026, 10, 1), on_leave=False)
    assigning.reconcile(requirement, at=dt.datetime.combine(dt.date(2026, 10, 1), noon))
    assert of(cast.lou, version).due_on == dt.date(2026, 9, 15) + dt.timedelta(days=24)
    assert of(cast.gus, version).due_on == dt.date(2026, 9, 15)


def test_a_new_hire_is_asked_from_the_first_day(cast):
    version = published("511", "Conduct")
    required(version, places=[cast.transportation])
    new = Person.objects.enter(given_name="Nia", family_name="New", email="nia@marlow.example")
    moving.hire(
        new, place=cast.transportation, position="Bus driver", supervisor=cast.theo, by=cast.hana
    )
    assert open_people(version) == {"Theo", "Gus", "Nia"}


def test_a_transfer_ends_what_the_old_place_asked_and_opens_what_the_new_one_asks(cast):
    version, other = published("511", "Conduct"), published("740", "Driving")
    required(version, places=[cast.northside])
    required(other, places=[cast.transportation])
    moving.move(cast.lou, by=cast.hana, place=cast.transportation)
    assert of(cast.lou, version).ended_why == "rule"
    assert of(cast.lou, other).ended_at is None


def test_who_moves_back_is_asked_again_and_what_ended_stays_ended(cast):
    version = published("511", "Conduct")
    required(version, places=[cast.northside])
    moving.move(cast.lou, by=cast.hana, place=cast.transportation)
    moving.move(cast.lou, by=cast.hana, place=cast.northside)
    spells = Assignment.objects.filter(person=cast.lou, version=version).order_by("pk")
    assert [spell.ended_why for spell in spells] == ["rule", ""]


def test_who_leaves_has_nothing_open_and_it_says_why(cast):
    version = published("511", "Conduct")
    required(version)
    moving.leave(cast.lou, by=cast.hana)
    assert of(cast.lou, version).ended_why == "left"


def test_a_new_version_that_all_must_sign_supersedes_the_old(cast):
    first = published("511", "Conduct")
    required(first)
    signed(cast.lou, first)
    second = published("511", "Conduct", asks_again="everyone")
    assert not first.assignments.open().exists()
    assert of(cast.gus, first).ended_why == "superseded"
    assert of(cast.lou, first).ended_why == "signed"
    assert open_people(second) == everybody(cast)


def test_a_new_version_that_nobody_must_sign_again_takes_the_old_signature(cast):
    first = published("511", "Conduct")
    required(first)
    signature = signed(cast.lou, first)
    second = published("511", "Conduct", asks_again="nobody")
    assert of(cast.lou, second).signature == signature
    assert open_people(second) == everybody(cast) - {"Lou"}


def test_who_never_signed_is_asked_for_the_newest_and_keeps_the_due_date(cast):
    first = published("511", "Conduct")
    required(first, at=dt.datetime(2026, 9, 1, 15, tzinfo=dt.UTC))
    second = published("511", "Conduct", asks_again="nobody")
    assert of(cast.gus, second).due_on == of(cast.gus, first).due_on == dt.date(2026, 9, 15)
    third = published("511", "Conduct", asks_again="everyone")
    assert of(cast.gus, third).due_on > dt.date(2026, 9, 15)


def test_a_signature_that_counts_already_is_taken_by_a_new_requirement(cast):
    version = published("511", "Conduct")
    required(version, people=[cast.lou])
    signature = signed(cast.lou, version)
    again = required(version, kinds=["employee"])
    assert again.assignments.get(person=cast.lou).signature == signature
    assert "Lou" not in names(again.assignments.open())


def test_each_school_year_asks_again_and_last_year_s_signature_does_not_count(cast):
    version = published("511", "Conduct")
    autumn = dt.datetime(2026, 9, 1, 15, tzinfo=dt.UTC)
    requirement = required(version, people=[cast.lou, cast.gus], cycle="school_year", at=autumn)
    signed(cast.lou, version, at=autumn)
    assigning.reconcile(requirement, at=autumn + dt.timedelta(days=300))
    assert requirement.assignments.count() == 2
    assigning.reconcile(requirement, at=autumn.replace(year=2027))
    assert names(requirement.assignments.open().filter(cycle="2027–28")) == {"Lou", "Gus"}
    assert requirement.assignments.get(person=cast.gus, cycle="2026–27").ended_why == "superseded"


def test_the_day_begins_once_and_brings_what_the_calendar_changed(cast):
    version = published("511", "Conduct")
    now = dt.datetime(2026, 11, 2, 15, tzinfo=dt.UTC)
    required(version, places=[cast.northside], at=now)
    cast.lou.postings.update(until=dt.date(2026, 11, 2))
    assert assigning.begin_day(at=now) == 0
    tomorrow = now + dt.timedelta(days=1)
    assert assigning.begin_day(at=tomorrow) == 1
    assert of(cast.lou, version).ended_why == "left"
    assert assigning.begin_day(at=tomorrow) == 0


def test_the_verifier_finds_nothing_then_finds_what_somebody_broke_and_leaves_it(cast):
    requirement = required(published("511", "Conduct"))
    assert assigning.verify() == {}
    requirement.assignments.filter(person=cast.lou).delete()
    assert assigning.verify() == {requirement.pk: Change(opened=1)}
    assert not requirement.assignments.filter(person=cast.lou).exists()
    assert audit.events(act="acknowledgments.alarm").get().object_id == str(requirement.pk)


def test_my_open_tasks_name_a_version_once_by_its_soonest_due_date(cast):
    version = published("511", "Conduct")
    required(version, people=[cast.lou], due_days=30)
    required(version, kinds=["employee"], due_days=5)
    mine = list(assigning.open_for(cast.lou))
    assert len(mine) == 1
    assert mine[0].due_on == min(a.due_on for a in Assignment.objects.filter(person=cast.lou))


def test_a_change_of_terms_opens_and_ends_at_once(cast):
    version = published("511", "Conduct")
    requirement = required(version, places=[cast.northside])
    requiring.change(requirement, by=cast.polly, places=[cast.transportation], excluded=[cast.gus])
    assert open_people(version) == {"Theo"}
    assert of(cast.lou, version).ended_why == "rule"


def test_a_due_date_that_moves_is_kept_with_the_moment_when_it_moved(cast):
    version = published("511", "Conduct")
    autumn = dt.datetime(2026, 9, 1, 15, tzinfo=dt.UTC)
    requirement = required(version, people=[cast.lou], due_days=14, at=autumn)
    later = autumn + dt.timedelta(days=3)
    requiring.change(requirement, by=None, due_days=28, at=later)
    kept = of(cast.lou, version).former_dues.get()
    assert (kept.due_on, kept.until) == (dt.date(2026, 9, 15), later)
    assert of(cast.lou, version).due_on == dt.date(2026, 9, 29)
