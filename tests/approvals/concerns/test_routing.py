"""Who receives a concern: the right people, and never whom it is about."""

from __future__ import annotations

import datetime as dt
from uuid import uuid4

import pytest
from django.db import IntegrityError, InternalError, transaction
from django.utils import timezone

from accounts import arranging_places, delegating, moving, roles
from accounts.models import RoleGrant
from approvals.concerns import closing, reporting, reseating, routing
from approvals.concerns.models import Concern, Receiver
from approvals.concerns.routing import Case, chairs_for
from district_portal.district.current import today
from district_portal.mailing.models import Message
from district_portal.permissions import Role
from tests.cast import person, post
from tests.factories import concerns as factory
from tests.factories.roles import dismiss

pytestmark = pytest.mark.django_db
Why = Receiver.Why


def who(reporter, *, place=None, about=None, levels=1):
    posting = reporter.posting
    place = place or (posting.place if posting else None)
    case = Case(reporter=reporter, posting=posting, place=place, about=about)
    return {chair.person: chair for chair in chairs_for(case, levels=levels)}


def delegated(giver, taker, matter="concerns"):
    left = delegating.delegate(
        giver, to=taker, matters=[matter], since=today(), until=today(), by=giver
    )
    for delegation in left:
        delegating.accept(delegation, by=taker)


@pytest.fixture
def lead(cast):
    """A lead teacher, who supervises Lou; Pat stays the head of Northside."""
    lead = person("Rae Stone", 40)
    post(lead, cast.northside, "Lead teacher", cast.pat)
    cast.lou.postings.update(supervisor=lead)
    return lead


def test_the_head_of_the_place_and_the_supervisor_receive_it(cast, lead):
    found = who(cast.lou)
    assert set(found) == {cast.pat, lead}
    assert (found[cast.pat].why, found[lead].why) == (Why.HEAD, Why.SUPERVISOR)


def test_who_is_both_receives_it_once(cast):
    assert set(who(cast.lou)) == {cast.pat}


def test_of_another_building_its_head_receives_it_too(cast):
    assert set(who(cast.lou, place=cast.transportation)) == {cast.theo, cast.pat}


def test_a_volunteer_reports_as_anybody(cast):
    assert set(who(cast.val)) == {cast.pat}


def test_whom_it_is_about_is_passed_over_for_who_stands_above_them(cast, lead):
    found = who(cast.lou, about=cast.pat)
    assert set(found) == {cast.ada, lead}
    assert found[cast.ada].why == Why.ABOVE
    assert set(who(cast.lou, about=lead)) == {cast.pat}


def test_a_principal_who_reports_asks_those_above(cast):
    assert set(who(cast.pat)) == {cast.ada}


def test_what_is_about_the_district_administrator_goes_to_the_board_officer_alone(cast):
    for reporter in (cast.lou, cast.pat, cast.gus):
        assert set(who(reporter, about=cast.ada)) == {cast.bea}


def test_what_the_district_administrator_reports_goes_to_the_board_officer(cast):
    assert set(who(cast.ada)) == {cast.bea}


def test_what_a_principal_reports_about_the_administrator_never_comes_back_down(cast):
    for levels in range(1, 5):
        assert set(who(cast.pat, about=cast.ada, levels=levels)) == {cast.bea}


def test_a_delegate_acts_but_none_of_whom_it_is_about(cast):
    delegated(cast.pat, cast.tom)
    assert who(cast.lou)[cast.tom].stands_in_for == cast.pat
    assert set(who(cast.lou, about=cast.pat)) == {cast.ada}
    assert set(who(cast.lou, about=cast.tom)) == {cast.pat}, "they left it to whom it is about"
    assert set(who(cast.tom, place=cast.northside)) == {cast.pat, cast.ada}


def test_no_delegate_acts_where_it_is_about_the_district_administrator(cast):
    delegated(cast.bea, cast.polly)
    assert set(who(cast.lou, about=cast.ada)) == {cast.bea}


def test_who_was_left_requests_to_decide_reads_no_concern(cast):
    delegated(cast.pat, cast.val, matter="requests")
    assert set(who(cast.lou)) == {cast.pat}
    moving.go_on_leave(cast.pat, by=None)
    assert set(who(cast.lou)) == {cast.ada}


def test_above_a_delegate_stands_who_stands_above_whom_they_act_for(cast):
    deputy = person("Sam Stone", 42)
    post(deputy, cast.district, "Assistant superintendent", cast.ada)
    cast.pat.postings.update(supervisor=deputy, on_leave=True)
    delegated(cast.pat, cast.val)
    assert [set(who(cast.lou, levels=n)) for n in (1, 2)] == [{cast.val}, {cast.val, deputy}]


def test_where_the_head_is_away_the_next_place_above_acts(cast):
    moving.go_on_leave(cast.pat, by=None)
    assert set(who(cast.lou)) == {cast.ada}


def test_where_nobody_else_is_there_even_the_officer_on_leave_receives_it(cast):
    post(cast.bea, cast.district, "Board officer", None)
    moving.go_on_leave(cast.bea, by=None)
    assert set(who(cast.lou, about=cast.ada)) == {cast.bea}


def test_nobody_at_all_is_told_and_the_draft_stays(cast):
    dismiss(cast.bea, role=Role.BOARD_OFFICER, by=None)
    assert who(cast.lou, about=cast.ada) == {}
    draft = factory.drafted(cast.lou, about=cast.ada)
    with pytest.raises(reporting.NobodyToReceiveError):
        reporting.send(draft, by=cast.lou)
    draft.refresh_from_db()
    assert draft.state == "draft"
    assert reporting.draft(draft)["what"]


def test_each_level_asks_who_stands_above_up_to_the_board_officer(cast):
    assert [set(who(cast.lou, levels=n)) for n in (1, 2, 3, 4)] == [
        {cast.pat},
        {cast.pat, cast.ada},
        {cast.pat, cast.ada, cast.bea},
        {cast.pat, cast.ada, cast.bea},
    ]


def test_a_level_passes_over_whom_it_is_about(cast):
    second = person("Sky Lund", 41)
    roles.appoint(second, role=Role.DISTRICT_ADMINISTRATOR, by=None)
    found = who(cast.lou, about=cast.ada, levels=3)
    assert set(found) == {cast.bea, second}
    assert cast.ada not in who(cast.gus, about=cast.ada, levels=9)


def test_the_posting_in_which_it_was_reported_counts_when_its_reporter_has_moved_on(cast):
    concern = factory.reported(cast.lou)
    moving.move(cast.lou, by=None, place=cast.transportation, supervisor=cast.theo)
    assert factory.receivers(concern) == {cast.pat}


def test_a_new_head_takes_over(cast):
    concern = factory.reported(cast.val)
    cast.val.postings.update(supervisor=None)
    arranging_places.appoint_head(cast.northside, head=cast.tom, by=None)
    assert cast.tom in factory.receivers(concern)


def test_who_comes_back_has_read_what_they_read(cast):
    concern = factory.reported(cast.lou)
    concern.receivers.update(read_at=concern.sent_at)
    moving.go_on_leave(cast.pat, by=None)
    assert factory.receivers(concern) == {cast.ada}
    moving.return_from_leave(cast.pat, by=None)
    assert factory.receivers(concern) == {cast.pat}
    assert concern.receivers.get(person=cast.pat, ended_at=None).read_at == concern.sent_at


def test_a_leaver_s_concern_reaches_somebody_else_at_once(cast):
    concern = factory.reported(cast.lou)
    moving.leave(cast.pat, by=None, last_day=today() - dt.timedelta(days=1))
    assert factory.receivers(concern) == {cast.ada}


def test_it_stays_with_the_officer_when_its_subject_leads_the_district_no_more(cast, client):
    concern = factory.reported(cast.lou, about=cast.ada)
    roles.appoint(cast.pat, role=Role.DISTRICT_ADMINISTRATOR, by=cast.ada)
    dismiss(cast.ada, role=Role.DISTRICT_ADMINISTRATOR, by=cast.ada)
    reseating.check()
    assert factory.receivers(concern) == {cast.bea}
    assert set(who(cast.lou, about=cast.ada)) == {cast.bea}, "not on the day after either"
    client.force_login(cast.pat)
    assert client.get(concern.get_absolute_url()).status_code == 404, "appointed by its subject"


def test_it_stays_with_the_officer_when_its_subject_is_said_to_have_left_long_before(cast):
    concern = factory.reported(cast.lou, about=cast.ada)
    roles.appoint(cast.hana, role=Role.DISTRICT_ADMINISTRATOR, by=None)
    RoleGrant.objects.filter(person=cast.ada).update(until=today() - dt.timedelta(days=90))
    reseating.check()
    assert factory.receivers(concern) == {cast.bea}


def test_its_subject_settles_not_who_reads_it(cast, client):
    concern = factory.reported(cast.lou, about=cast.ada)
    dismiss(cast.bea, role=Role.BOARD_OFFICER, by=cast.ada)
    roles.appoint(cast.polly, role=Role.BOARD_OFFICER, by=cast.ada)
    assert factory.receivers(concern) == {cast.bea}
    client.force_login(cast.polly)
    assert client.get(concern.get_absolute_url()).status_code == 404
    roles.appoint(cast.tom, role=Role.BOARD_OFFICER, by=None)
    assert factory.receivers(concern) == {cast.tom}


def test_an_officer_whom_its_subject_appointed_long_before_receives_it(cast):
    RoleGrant.objects.filter(person=cast.bea).update(granted_by=cast.ada)
    concern = factory.reported(cast.lou, about=cast.ada)
    reseating.check()
    assert factory.receivers(concern) == {cast.bea}


def test_of_what_is_closed_seats_end_too_and_nobody_new_is_told(cast, client):
    concern = factory.reported(cast.lou, place=cast.transportation)
    assert factory.receivers(concern) == {cast.theo, cast.pat}
    closing.close(concern, by=cast.pat, outcome="Settled", once=uuid4())
    told = Message.objects.filter(name="concern_waiting").count()
    arranging_places.appoint_head(cast.transportation, head=cast.tom, by=None)
    assert factory.receivers(concern) == {cast.pat}
    moving.leave(cast.pat, by=None, last_day=today() - dt.timedelta(days=1))
    assert factory.receivers(concern) == {cast.tom}, "before nobody is left"
    assert Message.objects.filter(name="concern_waiting").count() == told
    cast.theo.refresh_from_db()
    client.force_login(cast.theo)
    assert client.get(concern.get_absolute_url()).status_code == 404


def seated(concern, person, **fields):
    fields = {"why": Why.HEAD, "seated_at": concern.sent_at, **fields}
    return Receiver.objects.create(concern=concern, person=person, **fields)


@pytest.mark.parametrize("name", ["tom", "lou"])
def test_the_database_itself_seats_neither_the_subject_nor_the_reporter(cast, name):
    concern = factory.reported(cast.lou, about=cast.tom)
    with pytest.raises(IntegrityError, match="nobody receives"), transaction.atomic():
        seated(concern, getattr(cast, name))
    with pytest.raises(IntegrityError, match="nobody receives"), transaction.atomic():
        concern.receivers.update(person=getattr(cast, name))


def test_the_database_seats_nobody_twice(cast):
    concern = factory.reported(cast.lou)
    with pytest.raises(IntegrityError), transaction.atomic():
        seated(concern, cast.pat)


@pytest.mark.parametrize("change", [{"about": None}, {"state": "draft"}, {"kind": "conduct"}])
def test_what_was_sent_stays_about_whom_it_is(cast, change):
    concern = factory.reported(cast.lou, about=cast.tom)
    for name, value in change.items():
        setattr(concern, name, value)
    with pytest.raises(IntegrityError), transaction.atomic():
        concern.save()


def test_routing_asks_little_of_the_database(cast, django_assert_max_num_queries):
    case = Case(reporter=cast.lou, posting=cast.lou.posting, place=cast.northside, about=None)
    with django_assert_max_num_queries(12):
        routing.chairs_for(case)


def test_who_received_it_and_when_they_read_it_stays(cast):
    seats = factory.reported(cast.lou).receivers
    seats.update(read_at=timezone.now())
    for change in ({"person": cast.val}, {"read_at": None}, {"why": "officer"}):
        with pytest.raises((IntegrityError, InternalError)), transaction.atomic():
            seats.update(**change)


def test_a_concern_that_fails_keeps_nobody_from_leaving(cast, monkeypatch):
    broken, other = factory.reported(cast.lou), factory.reported(cast.lou)
    real = routing.chairs_for

    def fails(case, **given):
        if given["levels"] == 2:
            raise ValueError("broken")
        return real(case, **given)

    Concern.objects.filter(pk=broken.pk).update(level=2)
    monkeypatch.setattr(routing, "chairs_for", fails)
    moving.leave(cast.pat, by=None, last_day=today() - dt.timedelta(days=1))
    assert not type(cast.pat).objects.get(pk=cast.pat.pk).is_active
    assert cast.pat not in factory.receivers(other)
    assert factory.receivers(broken) == {cast.pat}
