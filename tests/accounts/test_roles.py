import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from accounts import moving, roles
from accounts.models import Person, Place, RoleGrant
from district_portal import audit
from district_portal.district.current import today
from district_portal.permissions import Role
from tests.cast import SINCE
from tests.factories.roles import dismiss


def test_everyone_active_is_an_employee_and_those_with_reports_are_supervisors(cast):
    assert cast.lou.roles == {Role.EMPLOYEE}
    assert cast.pat.roles == {Role.EMPLOYEE, Role.SUPERVISOR}
    assert cast.left.roles == frozenset()


def test_appointing_twice_gives_one_grant_and_one_event(cast):
    roles.appoint(cast.lou, role=Role.HR, by=cast.ada)
    roles.appoint(cast.lou, role=Role.HR, by=cast.ada)
    assert RoleGrant.objects.filter(person=cast.lou).count() == 1
    assert audit.events(act="roles.appointed", person_id=cast.lou.pk).count() == 1


def test_the_last_district_administrator_keeps_the_role(cast):
    with pytest.raises(roles.LastAdministratorError):
        dismiss(cast.ada, role=Role.DISTRICT_ADMINISTRATOR, by=cast.bea)
    assert roles.holders(Role.DISTRICT_ADMINISTRATOR).get() == cast.ada


def test_a_dismissed_role_is_gone_today_and_its_days_stay_on_record(cast):
    dismiss(cast.hana, role=Role.HR, by=cast.ada)
    assert not roles.holders(Role.HR).exists()
    assert RoleGrant.objects.get(person=cast.hana).until is not None


def test_who_leaves_loses_roles(cast):
    moving.leave(cast.hana, by=cast.ada)
    cast.hana.refresh_from_db()
    assert cast.hana.roles == frozenset()
    assert not roles.holders(Role.HR).exists()


def test_the_database_refuses_the_same_role_twice(cast):
    with pytest.raises(IntegrityError), transaction.atomic():
        RoleGrant.objects.create(person=cast.hana, role=Role.HR, since="2026-01-01")


def test_an_administrator_who_left_does_not_count_as_another_one(cast):
    RoleGrant.objects.create(
        person=cast.left, role=Role.DISTRICT_ADMINISTRATOR, since=SINCE, until=today()
    )
    with pytest.raises(roles.LastAdministratorError):
        dismiss(cast.ada, role=Role.DISTRICT_ADMINISTRATOR, by=cast.ada)


def test_an_administrator_is_not_signed_out_before_the_successor_begins(cast):
    last = today() + dt.timedelta(days=5)
    begins = last + dt.timedelta(days=1)
    grant = roles.appoint(cast.pat, role=Role.DISTRICT_ADMINISTRATOR, by=None, since=begins)
    with pytest.raises(roles.LastAdministratorError), transaction.atomic():
        moving.leave(cast.ada, by=cast.hana, last_day=last, at_once=True)
    cast.ada.refresh_from_db()
    assert cast.ada.is_active
    roles.end(grant, by=None)
    roles.appoint(cast.pat, role=Role.DISTRICT_ADMINISTRATOR, by=None)
    moving.leave(cast.ada, by=cast.hana, last_day=last, at_once=True)
    assert not RoleGrant.objects.still_on(today()).filter(person=cast.ada).exists()


def test_who_has_left_is_given_no_role(cast):
    with pytest.raises(roles.LeftError):
        roles.appoint(cast.left, role=Role.HR, by=cast.ada)


def test_the_database_lets_nobody_who_left_hold_a_role(cast):
    with pytest.raises(IntegrityError, match="who_left_holds_no_role"), transaction.atomic():
        Person.objects.filter(pk=cast.hana.pk).update(is_active=False)
    grant = {"person": cast.left, "role": Role.HR, "since": today()}
    with pytest.raises(IntegrityError, match="who_left_holds_no_role"), transaction.atomic():
        RoleGrant.objects.create(**grant)
    with pytest.raises(IntegrityError, match="who_left_holds_no_role"), transaction.atomic():
        RoleGrant.objects.create(**grant, until=today() + dt.timedelta(days=30))
    assert RoleGrant.objects.create(**{**grant, "since": SINCE}, until=SINCE).pk


def test_the_database_knows_no_day_that_cannot_be_counted_on_from(cast):
    for rows in (cast.lou.postings, cast.hana.grants):
        with pytest.raises(IntegrityError, match="within_reach"), transaction.atomic():
            rows.update(until=dt.date.max)
    with pytest.raises(IntegrityError, match="within_reach"), transaction.atomic():
        Place.objects.filter(pk=cast.northside.pk).update(closed_on=dt.date.max)
