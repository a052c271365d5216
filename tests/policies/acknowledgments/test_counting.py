"""The counts of who has signed what are those of a recount, whatever happened."""

from __future__ import annotations

import datetime as dt
from collections import Counter

import pytest
from django.core.management.sql import emit_post_migrate_signal
from django.utils import timezone

from accounts import arranging_places, moving, roles
from accounts.models import Person, Posting
from benchmarks.filling import hire
from district_portal import audit
from district_portal.district.current import today
from district_portal.reports import completion
from policies.acknowledgments import assigning, closing, counting, requiring
from policies.acknowledgments.models import Completion, OnRoll, RollCall
from policies.acknowledgments.models.completion import MANY
from tests.cast import call_the_cast
from tests.factories.acknowledgments import signed
from tests.factories.policies import published

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    cast = call_the_cast()
    counting.call_roll()
    return cast


@pytest.fixture
def version(cast):
    version = published("511", "Social media")
    requiring.require(version.policy, by=cast.polly, everyone=True)
    return version


def found(**asked):
    """What the report counts for today: what is kept is what each row says, and a recount."""
    question = completion.Question(as_of=today(), **asked)
    kept = completion.finding(question)
    assert counting.difference() == 0
    rows = list(completion.rows(question))
    of = Counter(row.status for row in rows)
    assert completion._from_counts(question) in ([kept] if rows else [kept, None])
    assert kept.asked == len(rows)
    assert (kept.open, kept.signed) == (of["open"], of["signed"])
    why = Counter(row.ended_why for row in rows if row.status == "closed")
    recorded = why["refused"] + why["unable"] + why["exempted"]
    assert (kept.closed, kept.replaced, kept.left) == (recorded, why["superseded"], why["left"])
    assert kept.rows("closed") == of["closed"]
    late = [row for row in rows if row.status == "open" and row.due < question.as_of]
    assert kept.late == sum(not row.on_leave for row in late)
    return kept


def test_what_is_signed_is_counted_at_each_place_above(cast, version):
    before = found(place=cast.northside)
    signed(cast.lou, version)
    after = found(place=cast.northside)
    assert (after.open, after.signed) == (before.open - 1, before.signed + 1)
    assert found(place=cast.district).signed == found().signed == 1
    assert found(place=cast.transportation).signed == 0


def test_who_is_asked_twice_counts_once(cast, version):
    requiring.require(version.policy, by=cast.polly, people=[cast.lou], due_days=3)
    signed(cast.gus, version)
    everybody = OnRoll.objects.count()
    assert found().asked == everybody - 2  # mia is on leave, and bea has no posting


def test_an_older_version_keeps_its_counts(cast, version):
    signed(cast.lou, version)
    published("511", "Social media", asks_again="everyone")
    older = found(policy=version.policy, version=1)
    assert (older.signed, older.open) == (1, 0)
    assert (older.closed, older.replaced) == (0, older.asked - 1)
    assert found(policy=version.policy).signed == 0


def test_who_moves_goes_on_leave_or_leaves_is_counted_elsewhere(cast, version):
    signed(cast.gus, version)
    moving.move(cast.gus, by=cast.hana, place=cast.northside)
    assert found(place=cast.northside).signed == 1
    assert found(place=cast.transportation).signed == 0
    moving.go_on_leave(cast.lou, by=cast.hana)
    found()
    signed(cast.val, version)
    moving.leave(cast.val, by=cast.hana)
    assert found().signed == 1
    moving.return_from_leave(cast.mia, by=cast.hana)
    assert found(place=cast.northside).open == 3


def test_a_place_below_another_one_counts_there(cast, version):
    arranging_places.change(cast.transportation, by=cast.ada, parent=cast.northside)
    assert found(place=cast.northside).open == 5


def test_a_rule_for_a_place_reaches_what_comes_to_lie_below_it(cast):
    version = published("512", "Buses")
    requiring.require(version.policy, by=cast.polly, places=[cast.northside])
    arranging_places.change(cast.transportation, by=cast.ada, parent=cast.northside)
    assert version.assignments.open().filter(person=cast.gus).exists()
    assert assigning.verify() == {}


def test_what_was_due_is_late_unless_its_person_is_on_leave(cast, version):
    version.assignments.filter(person__in=[cast.lou, cast.gus]).update(
        due_on=today() - dt.timedelta(days=2)
    )
    assert found().late == 2
    moving.go_on_leave(cast.gus, by=cast.hana)
    assert found().late == 1


def test_what_is_closed_reopened_and_signed_all_the_same_is_counted(cast, version):
    asked = version.assignments.open().get(person=cast.lou)
    closed = closing.refuse(
        asked, by=cast.hana, witness=cast.otto, refused_on=today(), statement="Lou said no."
    )
    assert found().closed == 1
    closing.reopen(closed, by=cast.hana, reason="Lou asks to.")
    assert found().closed == 0
    signed(cast.lou, version)
    assert found().signed == 1


def test_who_needs_no_posting_is_counted_while_there(cast, version):
    requiring.require(version.policy, by=cast.polly, people=[cast.bea])
    before = found().asked
    [grant] = cast.bea.grants.all()
    roles.end(grant, by=cast.ada)
    Person.objects.filter(pk=cast.bea.pk).update(is_active=False)
    counting.enroll([cast.bea.pk])
    assert found().asked == before - 1


def test_sums_stay_the_same_when_folded(cast, version):
    for person in (cast.lou, cast.gus, cast.theo):
        signed(person, version)
    before, rows = found(), Completion.objects.count()
    counting.fold()
    counting.fold()
    assert found() == before
    assert Completion.objects.count() < rows
    assert not Completion.objects.filter(folded=False).exists()
    signed(cast.pat, version)
    counting.fold()
    assert found().signed == before.signed + 1


@pytest.mark.thorough
@pytest.mark.parametrize("twice", [0, 3], ids=["once", "some-twice"])
def test_of_many_who_are_asked_at_once_each_counts_once(version, twice):
    people = hire(MANY + 1)
    counting.enroll()
    assigning.reconcile(version.policy.requirements.get())
    if twice:
        requiring.require(version.policy, by=None, people=people[:twice])
        signed(people[0], version)
        signed(people[-1], version)
    before = found()
    assert before.asked > MANY
    assert counting.difference() == 0
    published("511", "Social media")
    again = found()
    assert (again.asked, again.signed) == (before.asked, 0)
    assert counting.difference() == 0


def test_wrong_sums_are_an_alarm_and_counted_anew(cast, version):
    assert assigning.verify() == {}
    assert not audit.events(act="acknowledgments.miscounted").exists()
    Completion.objects.filter(place=None, requirement=None).update(people=1000)
    assert counting.difference() > 0
    assigning.verify()
    assert counting.difference() == 0
    assert audit.events(act="acknowledgments.miscounted").get().after["people"] == 0
    found()


def test_who_is_counted_at_the_wrong_place_is_an_alarm_too(cast, version):
    Posting.objects.filter(person=cast.gus).update(place=cast.northside)
    assert counting.difference() == 0
    assert counting.misplaced() == 1
    assigning.verify()
    assert counting.misplaced() == 0
    assert audit.events(act="acknowledgments.miscounted").get().after["people"] == 1
    found(place=cast.northside)


def test_a_place_and_a_position_of_nobody_have_nothing_to_count(cast, version):
    empty = arranging_places.open_place(
        name="Annex", kind="school", parent=cast.district, by=cast.hana
    )
    assert completion.Question(as_of=today(), place=empty).few == []
    assert found(place=empty).asked == 0


def test_who_is_to_come_later_and_is_not_here_until_then_is_not_counted(cast, version):
    requiring.require(version.policy, by=cast.polly, people=[cast.bea])
    asked = found().asked
    later = today() + dt.timedelta(days=20)
    moving.hire(
        cast.bea, place=cast.northside, position="Aide", supervisor=None, by=cast.hana, since=later
    )
    assert found().asked == asked - 1
    assert not version.assignments.open().filter(person=cast.bea).exists()


def test_the_roll_is_called_once_a_day(cast, version):
    Completion.objects.all().delete()
    counting.call_roll()
    assert not Completion.objects.exists()
    tomorrow = timezone.now() + dt.timedelta(days=1)
    counting.call_roll(at=tomorrow)
    assert not counting.kept(today()).exists()
    assert RollCall.objects.get().day == today(tomorrow)


def test_what_was_signed_before_the_portal_counted_is_counted_with_the_upgrade(cast, version):
    signed(cast.lou, version)
    for kept in (Completion, OnRoll, RollCall):
        kept.objects.all().delete()
    emit_post_migrate_signal(verbosity=0, interactive=False, db="default")
    assert found().signed == 1
