"""Who decides, who stands in, what is skipped; and the preview tells the truth."""

from __future__ import annotations

import datetime as dt

import pytest

from accounts import delegating, roles
from approvals import moving_on, routing
from approvals.deciders import Asker, current_posting, who_decides
from approvals.models import Approver, Request, Step
from district_portal.district.current import today
from district_portal.permissions import Role
from tests.cast import post
from tests.factories import approvals as factory
from tests.factories.roles import dismiss
from tests.standing import standing

SCHOOL = {"represents": "school"}


def on_leave(person):
    person.postings.current().update(on_leave=True)
    person.__dict__.pop("postings_today", None)


def preview(person, values=SCHOOL):
    steps = routing.who_would_decide("account", asker=Asker(requester=person), values=values)
    return [[str(chair.person) for chair in step.chairs] or step.why_skipped for step in steps]


@standing(autouse=True)
def _presets(db):
    factory.enter_presets()


def test_a_school_s_account_goes_to_supervisor_and_district_administrator(cast):
    assert preview(cast.lou) == [["Pat Novak"], ["Ada Lindqvist"]]


def test_an_account_of_a_class_goes_to_the_supervisor_alone(cast):
    assert preview(cast.lou, {"represents": "class"}) == [["Pat Novak"]]


def test_a_supervisor_s_own_request_goes_one_level_up_and_is_asked_once(cast):
    first, second = preview(cast.pat)
    assert first == ["Ada Lindqvist"]
    assert "Ada Lindqvist" in second
    assert "only once" in second


def test_the_district_administrator_s_own_request_goes_to_the_board_officer(cast):
    first, second = preview(cast.ada)
    assert first == ["Bea Okafor"]
    assert "Bea Okafor" in second


def test_an_absent_supervisor_is_replaced_and_the_requester_is_told_why(cast):
    on_leave(cast.pat)
    asker = Asker(requester=cast.lou)
    step = routing.who_would_decide("account", asker=asker, values=SCHOOL)[0]
    assert [row.person for row in step.chairs] == [cast.ada]
    assert step.chairs[0].standing.stands_in_for == cast.pat
    assert "Pat Novak is on leave" in step.chairs[0].why


def test_an_absent_district_administrator_is_replaced_by_the_board_officer(cast):
    on_leave(cast.ada)
    assert preview(cast.lou) == [["Pat Novak"], ["Bea Okafor"]]


def test_every_holder_of_the_role_may_decide_but_never_the_requester(cast):
    roles.appoint(cast.tom, role=Role.DISTRICT_ADMINISTRATOR, by=cast.ada)
    assert preview(cast.lou)[1] == ["Ada Lindqvist", "Tom Reyes"]
    cast.tom.__dict__.pop("roles", None)
    assert preview(cast.tom)[0] == ["Bea Okafor"]


def test_the_supervisor_of_the_posting_that_it_is_for_is_asked(cast):
    second = post(cast.lou, cast.transportation, "Bus aide", cast.theo, primary=False)
    standings = who_decides("supervisor", asker=Asker(requester=cast.lou, posting=second))
    assert [row.person for row in standings] == [cast.theo]


def test_a_posting_that_ended_gives_way_to_its_successor(cast):
    first = post(cast.lou, cast.transportation, "Bus aide", cast.theo, primary=False)
    first.until = first.since
    first.save()
    post(cast.lou, cast.transportation, "Bus driver", cast.gus, primary=False,
         since=first.since + dt.timedelta(days=1))  # fmt: skip
    standings = who_decides("supervisor", asker=Asker(requester=cast.lou, posting=first))
    assert [row.person for row in standings] == [cast.gus]


def test_of_two_postings_at_one_place_the_one_of_the_same_position_succeeds(cast):
    first = post(cast.lou, cast.transportation, "Bus driver", cast.gus, primary=False)
    first.until = first.since
    first.save()
    later = {"primary": False, "since": first.since + dt.timedelta(days=1)}
    post(cast.lou, cast.transportation, "Bus aide", cast.theo, **later)
    post(cast.lou, cast.transportation, "Bus driver", cast.gus, **later)
    assert current_posting(cast.lou, first).supervisor == cast.gus


def test_nothing_is_sent_when_nobody_could_decide(cast):
    request = factory.draft(cast.ada, manager=cast.hana, place=cast.district)
    dismiss(cast.bea, role=Role.BOARD_OFFICER, by=None)
    with pytest.raises(moving_on.NobodyToDecideError):
        factory.send(request)
    request.refresh_from_db()
    assert request.state == Request.State.DRAFT
    assert request.number is None


@pytest.mark.parametrize("name", ["lou", "val", "gus", "pat", "theo", "tom", "polly", "ada", "bea"])
@pytest.mark.parametrize("absent", ["", "pat", "ada", "bea", "theo"])
def test_the_preview_names_the_very_people_who_are_then_seated(cast, name, absent):
    requester = getattr(cast, name)
    if absent and absent != name:
        on_leave(getattr(cast, absent))
    expected = preview(requester)
    request = factory.draft(requester, manager=cast.hana, place=cast.northside)
    if "" in expected:
        with pytest.raises(moving_on.NobodyToDecideError):
            factory.send(request)
        return
    request = factory.send(request)
    seen = []
    while request.state == Request.State.OPEN:
        step = factory.step_of(request)
        seats = [seat.person for seat in step.seats.filter(left_at=None)]
        assert requester not in seats
        seen.append([str(person) for person in seats])
        factory.decided(request, by=seats[0])
    skipped = Step.objects.filter(submission__request=request, state="skipped")
    assert seen + [step.why_skipped for step in skipped] == expected
    assert request.state == Request.State.APPROVED


def test_a_technology_coordinator_s_step_has_its_holder(cast):
    standings = who_decides(Approver.TECHNOLOGY_COORDINATOR, asker=Asker(requester=cast.lou))
    assert [row.person for row in standings] == [cast.tom]


def test_without_a_board_officer_nobody_below_decides_for_the_district_administrator(cast):
    dismiss(cast.bea, role=Role.BOARD_OFFICER, by=cast.ada)
    cast.district.head = cast.hana
    cast.district.save()
    assert who_decides(Approver.SUPERVISOR, asker=Asker(requester=cast.ada)) == []


def leaves_it_to(person, delegate):
    until = today() + dt.timedelta(days=5)
    rows = delegating.delegate(
        person, to=delegate, matters=["requests"], since=today(), until=until, by=person
    )
    delegating.accept(rows[0], by=delegate)


def test_a_delegate_decides_for_supervisor_and_district_administrator(cast):
    leaves_it_to(cast.pat, cast.theo)
    leaves_it_to(cast.ada, cast.hana)
    assert preview(cast.lou) == [["Theo Nguyễn"], ["Hana Sato"]]


def test_a_delegate_who_decided_the_step_before_is_asked_only_once(cast):
    leaves_it_to(cast.pat, cast.theo)
    leaves_it_to(cast.ada, cast.theo)
    first, second = preview(cast.lou)
    assert first == ["Theo Nguyễn"]
    assert "only once" in second


def test_two_who_hold_the_role_and_one_acts_for_the_other_are_one(cast):
    roles.appoint(cast.tom, role=Role.DISTRICT_ADMINISTRATOR, by=cast.ada)
    leaves_it_to(cast.ada, cast.tom)
    standings = who_decides(Approver.DISTRICT_ADMINISTRATOR, asker=Asker(requester=cast.lou))
    assert [(row.person, row.stands_in_for) for row in standings] == [(cast.tom, None)]


def test_the_district_administrators_own_request_never_goes_below_through_a_delegation(cast):
    leaves_it_to(cast.bea, cast.hana)
    assert preview(cast.ada)[0] == ["Bea Okafor"]
