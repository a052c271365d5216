"""Two sheets, or two people with one sheet, at the same moment: one after the other."""

from __future__ import annotations

import pytest

from accounts import roles
from accounts.models import Person, Posting, RoleGrant
from accounts.roster import applying, confirming, undoing
from accounts.roster.models import Run
from district_portal import audit
from district_portal.permissions import Role
from tests.accounts.roster.sheets import SHEET, applied, sheet_of_today, waiting, without
from tests.cast import call_the_cast
from tests.factories.approvals import enter_presets
from tests.races.together import together

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_sheet_that_several_apply_at_once_is_applied_once():
    enter_presets()
    run = waiting(SHEET)
    answers = together([lambda: applying.apply(run, by=None) for _ in range(4)])
    assert sum(isinstance(answer, Run) for answer in answers) == 1
    assert sum(isinstance(answer, applying.EndedError) for answer in answers) == 3
    assert Person.objects.count() == Posting.objects.count() == 4
    assert audit.events(act="roster.applied").count() == 1


def test_of_two_sheets_the_second_is_compared_with_what_the_first_made():
    enter_presets()
    applied(SHEET)
    runs = [waiting(without("4")), waiting(SHEET.replace("Teacher,pat@", "Counselor,pat@"))]
    answers = together([lambda run=run: applying.apply(run, by=None) for run in runs])
    states = sorted(answer.state for answer in answers)
    assert states == ["applied", "waiting"]
    assert Posting.objects.filter(until=None, primary=True).count() in (3, 4)


def test_a_confirmation_by_two_at_once_counts_once():
    enter_presets()
    cast = call_the_cast()
    sheet = sheet_of_today()
    more = "".join(f"{n},Sam,Smith{n},,Northside School,Aide,E007,,\n" for n in range(100, 110))
    applied(sheet + more)
    run = applied(sheet)
    assert run.state == "to_be_confirmed"
    answers = together(
        [lambda by=by: confirming.confirm(run, by=by) for by in (cast.hana, cast.tom)]
    )
    assert sum(isinstance(answer, Run) for answer in answers) == 1
    assert sum(isinstance(answer, confirming.NotAskedError) for answer in answers) == 1


def test_a_run_is_undone_once():
    enter_presets()
    applied(SHEET)
    run = applied(without("4"))
    answers = together([lambda: undoing.undo(run, by=None) for _ in range(3)])
    assert sum(isinstance(answer, Run) for answer in answers) == 1
    assert sum(isinstance(answer, undoing.NotTheLastError) for answer in answers) == 2
    assert Person.objects.get(number="4").is_active


def test_a_role_given_while_the_sheet_is_undone_is_held_by_somebody_who_may_sign_in():
    enter_presets()
    applied(without("4"))
    run = applied(SHEET)
    val = Person.objects.get(number="4")
    given, undone = together(
        [
            lambda: roles.appoint(val, role=Role.DISTRICT_ADMINISTRATOR, by=None),
            lambda: undoing.undo(run, by=None),
        ]
    )
    assert isinstance(undone, Run)
    val.refresh_from_db()
    assert val.is_active == isinstance(given, RoleGrant)
    assert val.is_active or isinstance(given, roles.LeftError)
