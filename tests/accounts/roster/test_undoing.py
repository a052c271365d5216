"""Undoing the last run: every row it touched is again what it was."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from accounts import moving, roles, turning
from accounts.models import Delegation, Person, Place, Posting, RoleGrant
from accounts.roster import undoing
from district_portal import audit
from district_portal.district.current import today
from district_portal.permissions import Role
from tests.accounts.roster.sheets import SHEET, applied, rows, sheet_of_today, waiting, without
from tests.accounts.roster.test_applying import heard, person, since  # noqa: F401 - a fixture
from tests.cast import post
from tests.factories.roles import dismiss

COACH = "4,Val,O’Neill,,District Office,Coach,1,volunteer,,,\n"


def everything():
    """The roster, row by row, as it stands."""
    names = ("number", "given_name", "family_name", "sort_name", "email", "is_active")
    return {
        "people": list(Person.objects.order_by("pk").values("pk", *names)),
        "postings": list(Posting.objects.order_by("pk").values()),
        "places": list(Place.objects.order_by("pk").values()),
        "grants": list(RoleGrant.objects.order_by("pk").values()),
    }


def test_every_row_is_again_what_it_was(roster, heard):  # noqa: F811
    since(30)
    applied(SHEET + COACH)
    since(20, "2")
    roles.appoint(person("3"), role=Role.AUDITOR, by=None)
    later = today() + dt.timedelta(days=50)
    Posting.objects.filter(person__number="3").update(until=later)
    Posting.objects.create(
        person=person("3"),
        place=person("3").posting.place,
        position="Coach",
        since=later + dt.timedelta(days=1),
    )
    before = everything()
    sheet = without("3").replace("ada@", "x@").replace("pat@", "ada@").replace("x@", "pat@")
    sheet = sheet.replace("Northside School,Volunteer", "Northside School,Helper")
    nora = "9,Nora,New,mia@marlow.example,Depot,Driver,2,,,,yes\n"
    other = "2,Pat,Novak,ada@marlow.example,Depot,Planner,1,,,,\n"
    run = applied(sheet + nora + other)
    assert run.state == "applied"
    heard.clear()
    assert not undoing.changed_since(run).exists()
    undone = undoing.undo(run, by=None)
    assert undone.state == "undone"
    after = everything()
    left_over = [each for each in after["people"] if each["number"] == "9"]
    assert [(each["is_active"], each["email"]) for each in left_over] == [(False, None)]
    after["people"] = [each for each in after["people"] if each["number"] != "9"]
    assert [place["head_id"] for place in after["places"] if place["name"] == "Depot"] == [None]
    after["places"] = [place for place in after["places"] if place["name"] != "Depot"]
    assert after == before
    assert heard["moved"] == {person(number).pk for number in "1234"}
    assert heard["ended"] == {person("9").pk}
    assert heard["standing"] == {person("9").pk, person("3").pk}


def test_after_an_undo_the_same_sheet_differs_as_before(roster):
    since(30)
    sheet = without("4") + "9,Nora,New,nora@marlow.example,Northside School,Aide,2,,,,\n"
    undoing.undo(applied(sheet), by=None)
    again = waiting(sheet)
    assert (rows(again, "left"), rows(again, "returned")) == (["4"], ["9"])
    assert applied(sheet).state == "applied"
    assert person("9").email == "nora@marlow.example"


def test_who_is_back_since_today_stays_in_when_the_sheet_that_let_them_in_is_undone(roster):
    since(30)
    val = person("4")
    yesterday = today() - dt.timedelta(days=1)
    moving.leave(val, by=None, last_day=yesterday, at_once=True)
    post(val, val.postings.get().place, "Volunteer", person("2"), since=today())
    run = applied(SHEET)
    assert (rows(run, "returned"), person("4").is_active) == (["4"], True)
    turning.turn()
    undoing.undo(run, by=None)
    assert person("4").is_active


def test_only_the_last_can_be_undone_then_the_one_before(roster):
    first = applied(without("4"))
    second = applied(SHEET)
    with pytest.raises(undoing.NotTheLastError):
        undoing.undo(first, by=None)
    undoing.undo(second, by=None)
    assert not person("4").is_active
    undoing.undo(first, by=None)
    assert person("4").is_active
    with pytest.raises(undoing.NotTheLastError):
        undoing.undo(first, by=None)


def test_who_was_changed_since_stays_as_they_are_now(roster):
    since(30)
    run = applied(SHEET.replace("Teacher,pat@", "Counselor,pat@").replace("Volunteer,2", "Aide,2"))
    moving.move(person("3"), by=None, position="Librarian")
    assert list(undoing.changed_since(run)) == [person("3")]
    with pytest.raises(undoing.ChangedSinceError):
        undoing.undo(run, by=None, staying=[])
    undoing.undo(run, by=None, staying=[person("3").pk])
    assert person("3").posting.position == "Librarian"
    assert person("4").posting.position == "Volunteer"


@pytest.mark.parametrize(
    "change",
    [
        lambda mia: Person.objects.filter(pk=mia.pk).update(family_name="Rossi"),
        lambda mia: Person.objects.filter(pk=mia.pk).update(email="other@marlow.example"),
        lambda mia: Person.objects.filter(pk=mia.pk).update(is_active=False),
        lambda mia: mia.postings.filter(until=None).update(on_leave=False),
        lambda mia: mia.postings.filter(until=None).update(until=today() + dt.timedelta(days=5)),
        lambda mia: mia.postings.filter(until=None).delete(),
    ],
)
def test_any_change_of_a_person_is_seen(roster, change):
    since(30)
    sheet = SHEET.replace("3,Mia,Álvarez,mia@", "3,Maria,Álvarez,maria@")
    run = applied(sheet.replace("Teacher,pat@", "Counselor,pat@"))
    change(person("3"))
    assert [each.number for each in undoing.changed_since(run)] == ["3"]


def test_signing_in_is_no_change(roster):
    run = applied(SHEET.replace("Mia", "Maria"))
    Person.objects.filter(number="3").update(
        last_login=audit.events().first().at, password="x", phone="1", preferred_name="M"
    )
    assert not undoing.changed_since(run).exists()


NORA = "9,Nora,New,nora@marlow.example,Northside School,Principal,2,,,,\n"


def test_whom_the_sheet_brought_and_who_rules_the_district_by_now_stays(roster):
    ada = person("1")
    roles.appoint(ada, role=Role.DISTRICT_ADMINISTRATOR, by=None)
    run = applied(SHEET + NORA)
    roles.appoint(person("9"), role=Role.DISTRICT_ADMINISTRATOR, by=None)
    dismiss(ada, role=Role.DISTRICT_ADMINISTRATOR, by=None)
    assert list(undoing.changed_since(run)) == [person("9")]
    with pytest.raises(undoing.ChangedSinceError) as raised:
        undoing.undo(run, by=None, staying=[person("4").pk])
    assert raised.value.more == {person("9").pk}
    undoing.undo(run, by=None, staying=[person("9").pk])
    assert list(roles.holders(Role.DISTRICT_ADMINISTRATOR)) == [person("9")]
    assert person("9").posting.position == "Principal"


def test_who_came_back_by_the_sheet_and_holds_a_role_that_begins_later_stays(roster):
    applied(without("4"))
    run = applied(SHEET)
    begins = today() + dt.timedelta(days=9)
    roles.appoint(person("4"), role=Role.AUDITOR, by=None, since=begins)
    undoing.undo(run, by=None)
    assert person("4").is_active
    assert person("4").posting.position == "Volunteer"


def test_who_heads_a_place_since_the_sheet_stays(roster):
    run = applied(SHEET + NORA)
    Place.objects.filter(name="Northside School").update(head=person("9"))
    assert list(undoing.changed_since(run)) == [person("9")]


def test_who_stands_in_for_somebody_since_the_sheet_stays(roster):
    run = applied(SHEET + NORA)
    Delegation.objects.create(
        person=person("1"),
        delegate=person("9"),
        matter=Delegation.Matter.REQUESTS,
        since=today(),
        until=today() + dt.timedelta(days=3),
        entered_by=person("1"),
        entered_at=timezone.now(),
    )
    assert list(undoing.changed_since(run)) == [person("9")]


def test_who_supervises_somebody_that_stays_stays_too_and_keeps_the_place(roster):
    since(30)
    sheet = SHEET.replace("school,yes", "school,no").replace("Volunteer,2,", "Volunteer,9,")
    run = applied(sheet + NORA.replace(",,,,\n", ",,,,yes\n"))
    assert not undoing.changed_since(run).exists()
    moving.move(person("4"), by=None, position="Reader")
    assert {each.number for each in undoing.changed_since(run)} == {"4", "9"}
    undoing.undo(run, by=None, staying=[person("4").pk, person("9").pk])
    assert person("4").posting.supervisor == person("9")
    assert Place.objects.get(name="Northside School").head == person("9")


def test_a_role_that_comes_back_is_on_record_as_given(cast):
    grant = roles.appoint(cast.gus, role=Role.AUDITOR, by=cast.hana)
    today_only = roles.appoint(cast.gus, role=Role.HR, by=cast.hana, since=today())
    RoleGrant.objects.filter(pk=grant.pk).update(since=today() - dt.timedelta(days=9))
    run = applied(without(cast.gus.number, sheet_of_today()))
    assert not RoleGrant.objects.still_on(today()).filter(person=cast.gus).exists()
    seen = audit.events().order_by("-pk").first().pk
    undoing.undo(run, by=cast.hana)
    given = audit.events(act="roles.appointed", pk__gt=seen).order_by("pk")
    assert [(each.actor, each.person_id, each.after["role"]) for each in given] == [
        ("Hana Sato", cast.gus.pk, Role.AUDITOR),
        ("Hana Sato", cast.gus.pk, Role.HR),
    ]
    back = RoleGrant.objects.still_on(today()).filter(person=cast.gus)
    assert set(back) == {grant, today_only}
    assert {each.granted_by for each in back} == {cast.hana}


def test_whose_address_somebody_keeps_keeps_theirs_too(roster):
    run = applied(SHEET.replace("ada@", "x@").replace("pat@", "ada@").replace("x@", "pat@"))
    Person.objects.filter(number="1").update(family_name="Changed")
    assert {each.number for each in undoing.changed_since(run)} == {"1", "2"}
    undoing.undo(run, by=None)
    assert person("2").email == "ada@marlow.example"


def test_an_undo_that_would_make_a_ring_is_refused(roster):
    since(30)
    run = applied(SHEET.replace("Volunteer,2,", "Volunteer,1,").replace("yes,,", "no,,"))
    moving.move(person("2"), by=None, supervisor=person("4"))
    with pytest.raises(undoing.RefusedError):
        undoing.undo(run, by=None)
    assert person("4").posting.supervisor.number == "1"
    assert undoing.last_applied() == run


def test_whose_last_day_has_passed_since_the_sheet_does_not_come_back(roster):
    since(30)
    roles.appoint(person("4"), role=Role.AUDITOR, by=None)
    moving.leave(person("4"), by=None, last_day=today() + dt.timedelta(days=5))
    run = applied(without("4"))
    undoing.undo(run, by=None, at=timezone.now() + dt.timedelta(days=10))
    assert person("4").postings.get().until == today() + dt.timedelta(days=5)
    assert not person("4").is_active
    assert not RoleGrant.objects.still_on(today() + dt.timedelta(days=10)).exists()
    assert audit.events(act="people.ended", person_id=person("4").pk).count() == 1


def test_whose_last_day_is_still_to_come_is_there_until_then(roster):
    since(30)
    moving.leave(person("4"), by=None, last_day=today() + dt.timedelta(days=5))
    undoing.undo(applied(without("4")), by=None, at=timezone.now() + dt.timedelta(days=3))
    assert person("4").is_active


def test_an_undo_is_on_record(cast):
    run = applied(without(cast.gus.number, sheet_of_today()))
    undoing.undo(run, by=cast.hana)
    event = audit.events(act="roster.undone").get()
    assert (event.actor, event.object_id, event.after) == ("Hana Sato", str(run.pk), {"kept": 0})
    restored = audit.events(act="people.restored").get()
    assert (restored.person_id, restored.actor) == (cast.gus.pk, "Hana Sato")
