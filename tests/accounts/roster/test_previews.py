"""What a run would do is told exactly, and nothing is written by telling it."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.utils import timezone

from accounts import moving, roles
from accounts.models import Person, Place, Posting
from accounts.roster import comparing
from district_portal.district.current import today
from district_portal.permissions import Role
from tests.accounts.roster.sheets import (
    HEADING,
    SHEET,
    applied,
    pairs,
    rows,
    told,
    waiting,
    without,
)


def test_an_empty_portal_would_take_everybody(db):
    run = waiting(SHEET)
    assert rows(run, "added") == ["1", "2", "3", "4"]
    assert rows(run, "place") == ["District Office", "Northside School"]
    assert (run.added, run.new_places, run.problems, run.rostered) == (4, 2, 0, 0)
    assert Person.objects.count() == Place.objects.count() == Posting.objects.count() == 0


def test_changes_are_told_column_by_column(roster):
    sheet = SHEET.replace("Teacher,pat@marlow.example,employee,yes", "Counselor,1,employee,no")
    run = waiting(sheet)
    assert pairs(run, "3") == {
        "position": ("Teacher", "Counselor"),
        "supervisor": ("2", "1"),
        "on_leave": ("yes", "no"),
    }
    assert (run.changed, run.unchanged, run.left, run.added) == (1, 3, 0, 0)


def test_the_same_sheet_differs_in_nothing(roster):
    run = waiting(SHEET)
    assert not run.differs
    assert (run.unchanged, run.rostered, run.changes.count()) == (4, 4, 0)


def test_everything_at_once_is_told_each_in_its_kind(roster):
    sheet = without("4").replace("Pat,Novak,pat@", "Patricia,Novak,patricia@")
    sheet = sheet.replace("pat@marlow.example,employee,yes", "2,employee,yes")
    run = waiting(sheet + "9,Nora,New,nora@marlow.example,Depot,Driver,Patricia Novak,,,,yes\n")
    assert rows(run, "added") == ["9"]
    assert rows(run, "left") == ["4"]
    assert rows(run, "place") == ["Depot"]
    assert pairs(run, "2") == {
        "first_name": ("Pat", "Patricia"),
        "email": ("pat@marlow.example", "patricia@marlow.example"),
    }
    nora = run.changes.get(number="9")
    assert nora.after == {
        "place": "Depot",
        "position": "Driver",
        "email": "nora@marlow.example",
        "supervisor": "2",
        "head": "yes",
    }
    assert nora.row == 5


def test_who_left_and_stands_in_the_sheet_again_comes_back(roster):
    Person.objects.filter(number="4").update(is_active=False)
    Posting.objects.filter(person__number="4").update(until=today())
    run = waiting(SHEET)
    assert rows(run, "returned") == ["4"]
    assert run.unchanged == 3


@pytest.mark.parametrize("column", ["email", "supervisor", "kind", "on_leave", "head"])
def test_what_stands_in_no_column_is_left_alone(roster, column):
    at = HEADING.split(",").index(column)
    lines = [line.split(",") for line in SHEET.splitlines()]
    sheet = "\n".join(",".join(cell for n, cell in enumerate(line) if n != at) for line in lines)
    run = waiting(sheet)
    assert told(run) == []
    assert not run.differs


def test_a_sheet_that_is_not_whole_ends_nobody(roster):
    run = waiting(without("4"), whole=False)
    assert (run.left, run.unchanged) == (0, 3)


def test_people_without_a_number_are_not_compared(roster):
    Person.objects.enter(given_name="Bea", family_name="Okafor", email="bea@marlow.example")
    assert not waiting(SHEET).differs


def test_what_is_planned_for_a_later_day_is_no_difference(roster):
    soon = today() + dt.timedelta(days=20)
    mia = Posting.objects.get(person__number="3")
    mia.until = soon - dt.timedelta(days=1)
    mia.save()
    Posting.objects.create(
        person=mia.person, place=mia.place, position="Counselor", supervisor=None, since=soon
    )
    assert not waiting(SHEET).differs


def test_who_is_still_to_come_is_not_hired_twice(roster):
    nora = Person.objects.enter(
        number="9", given_name="Nora", family_name="New", email="nora@marlow.example"
    )
    place = Place.objects.get(name="Northside School")
    begins = today() + dt.timedelta(days=20)
    Posting.objects.create(person=nora, place=place, position="Teacher", since=begins)
    row = "9,Nora,New,nora@marlow.example,Northside School,Teacher,2,,,,\n"
    assert not waiting(SHEET + row).differs
    assert waiting(SHEET).left == 0


# Several postings


FURTHER = SHEET + "4,Val,O’Neill,,District Office,Coach,1,volunteer,,,\n"


def test_who_was_signed_out_before_the_last_day_is_not_let_in_by_the_sheet(roster):
    Posting.objects.update(since=today() - dt.timedelta(days=30))
    val = Person.objects.get(number="4")
    last = today() + dt.timedelta(days=5)
    moving.leave(val, by=None, last_day=last, at_once=True)
    run = applied(SHEET.replace("Teacher", "Counselor"))
    assert (run.returned, run.changed, run.left, run.unchanged) == (0, 1, 0, 3)
    val.refresh_from_db()
    assert (val.is_active, val.postings.get().until) == (False, last)
    assert waiting(without("4")).left == 0


def test_the_last_day_itself_is_no_day_of_return(roster):
    Posting.objects.update(since=today() - dt.timedelta(days=30))
    val = Person.objects.get(number="4")
    moving.leave(val, by=None, last_day=today(), at_once=True)
    assert not waiting(SHEET).differs
    with time_machine.travel(timezone.now() + dt.timedelta(days=1)):
        assert rows(waiting(SHEET), "returned") == ["4"]


def test_a_second_row_of_a_number_is_a_further_posting(roster):
    run = waiting(FURTHER)
    assert pairs(run, "4") == {"further": ("", "Coach, District Office (1), volunteer")}
    assert run.changed == 1


def test_a_sheet_of_one_row_a_person_leaves_further_postings_alone(roster):
    val = Person.objects.get(number="4")
    office = Place.objects.get(name="District Office")
    Posting.objects.create(person=val, place=office, position="Coach", primary=False, since=today())
    assert not waiting(SHEET).differs
    other = SHEET + "3,Mia,Álvarez,mia@marlow.example,District Office,Coach,1,,no,,\n"
    assert pairs(waiting(other), "4") == {"further": ("Coach, District Office", "")}


def test_what_of_a_further_posting_stands_in_no_column_is_left_alone(roster):
    applied(FURTHER)
    heading, *lines = FURTHER.splitlines()
    dropped = [heading.split(",").index(name) for name in ("supervisor", "kind", "on_leave")]
    shorter = "\n".join(
        ",".join(cell for at, cell in enumerate(line.split(",")) if at not in dropped)
        for line in (heading, *lines)
    )
    assert not waiting(shorter).differs


# Problems


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        ("3,Mia", ",Mia", (4, "number")),
        ("3,Mia", "2,Mia", (4, "number")),
        ("mia@marlow.example", "mia(at)marlow", (4, "email")),
        ("mia@marlow.example", "PAT@marlow.example", (4, "email")),
        ("volunteer,,", "helper,,", (5, "kind")),
        ("Volunteer,2,", "Volunteer,99,", (5, "supervisor")),
        ("Volunteer,2,", "Volunteer,4,", (5, "supervisor")),
        ("Superintendent,,", "Superintendent,3,", (2, "supervisor")),
        ("volunteer,,,", "volunteer,,,yes", (5, "head")),
    ],
)
def test_every_fault_is_told_with_row_and_column(db, old, new, where):
    run = waiting(SHEET.replace(old, new, 1))
    assert where in told(run)
    assert run.problems == len(told(run))


def test_rows_that_cannot_be_read_stop_the_comparison(roster):
    run = waiting(SHEET.replace("3,Mia", ",Mia"))
    assert run.faulty
    assert (run.left, run.changed, run.added) == (0, 0, 0)


def test_an_unknown_supervisor_does_not_hide_the_rest(roster):
    run = waiting(without("2"))
    assert told(run) == [(3, "supervisor"), (4, "supervisor")]
    assert rows(run, "left") == ["2"]


def test_a_supervisor_may_be_a_name(roster):
    assert not waiting(SHEET.replace("Volunteer,2,", "Volunteer,Pat Novak,")).differs
    assert not waiting(SHEET.replace("Volunteer,2,", 'Volunteer,"novak, pat",')).differs


def test_a_name_that_two_have_is_ambiguous(roster):
    twin = "7,Pat,Novak,,District Office,Clerk,1,,,,\n"
    run = waiting(SHEET.replace("Volunteer,2,", "Volunteer,Pat Novak,") + twin)
    assert told(run) == [(5, "supervisor")]
    message = run.changes.get(kind="problem").message
    assert message == ("“Pat Novak” may be several people: 2, 7. Give the employee number.")


def test_a_supervisor_without_a_number_is_found_on_the_roster(roster):
    Person.objects.enter(given_name="Bea", family_name="Okafor", email="bea@marlow.example")
    run = waiting(SHEET.replace("Superintendent,,", "Superintendent,Bea Okafor,"))
    assert told(run) == []
    assert list(pairs(run, "1")) == ["supervisor"]


def test_a_supervisor_whom_the_sheet_leaves_out_is_a_problem(roster):
    run = waiting(without("2"))
    assert run.changes.filter(kind="problem").first().message == (
        "“pat@marlow.example” is Pat Novak, who is not in this sheet and would leave."
    )


def test_a_ring_is_told_once_with_everybody_in_it(db):
    run = waiting(SHEET.replace("Superintendent,,", "Superintendent,3,"))
    (problem,) = run.changes.filter(kind="problem")
    assert problem.row == 2
    assert problem.message == "Supervision runs in a circle: 1 → 3 → 2 → 1."


def test_a_ring_through_somebody_beside_the_sheet_is_found(roster):
    bea = Person.objects.enter(given_name="Bea", family_name="Okafor", email="b@marlow.example")
    ada = Person.objects.get(number="1")
    Posting.objects.create(
        person=bea, place=ada.posting.place, position="Chair", supervisor=ada, since=today()
    )
    run = waiting(SHEET.replace("Superintendent,,", "Superintendent,b@marlow.example,"))
    assert told(run) == [(2, "supervisor")]


def test_a_ring_through_a_further_posting_is_found(db):
    run = waiting(SHEET + "1,Ada,Lindqvist,ada@marlow.example,Northside School,Coach,3,,,,\n")
    assert told(run) == [(2, "supervisor")]


def test_a_sheet_cannot_take_the_last_district_administrator(roster):
    ada = Person.objects.get(number="1")
    roles.appoint(ada, role=Role.DISTRICT_ADMINISTRATOR, by=None)
    sheet = without("1").replace(",1,employee", ",,employee")
    assert told(waiting(sheet)) == [(1, "number")]
    roles.appoint(Person.objects.get(number="2"), role=Role.DISTRICT_ADMINISTRATOR, by=None)
    assert told(waiting(sheet)) == []


def test_somebody_outside_the_sheet_keeps_their_address(roster):
    Person.objects.enter(given_name="Bea", family_name="Okafor", email="bea@marlow.example")
    assert told(waiting(SHEET.replace("mia@", "bea@"))) == [(4, "email")]


def test_addresses_may_be_swapped_within_a_sheet(roster):
    sheet = SHEET.replace("ada@", "x@").replace("pat@", "ada@").replace("x@", "pat@")
    assert told(waiting(sheet)) == []


def test_a_place_that_is_closed_takes_nobody(roster):
    Place.objects.create(name="Southside School", kind="school", closed_on=dt.date(2025, 6, 30))
    run = waiting(SHEET.replace("Northside School,Teacher", "Southside School,Teacher"))
    assert told(run) == [(4, "place")]
    message = "“Southside School” was closed on Jun 30, 2025."
    assert run.changes.filter(kind="problem").first().message == message


def test_a_sheet_without_people_is_no_sheet(roster):
    run = waiting(HEADING + "\n")
    assert run.problems


def test_two_files_make_one_run(db):
    head, *lines = SHEET.splitlines(keepends=True)
    run = waiting(head + "".join(lines[:2]), head + "".join(lines[2:]))
    assert (run.added, run.problems, run.files) == (4, 0, ["staff0.csv", "staff1.csv"])
    again = waiting(SHEET, head + lines[3].replace("4,Val", "5,Val").replace("Val", "Vic"))
    assert again.problems == 0


def test_an_address_in_two_files_is_told_in_the_second(db):
    head = HEADING + "\n"
    other = "8,Eve,Other,mia@marlow.example,Northside School,Aide,,,,,\n"
    run = waiting(SHEET, head + other)
    (problem,) = run.changes.filter(kind="problem")
    assert (problem.file, problem.row, problem.column) == (1, 2, "email")


def test_looking_again_tells_what_the_roster_says_now(roster):
    run = waiting(without("4"))
    assert run.left == 1
    Posting.objects.filter(person__number="3").update(position="Librarian")
    comparing.compare(run)
    assert (run.left, run.changed) == (1, 1)
