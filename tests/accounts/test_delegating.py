"""Leaving a matter to another: asked, answered, ended, and who may not."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from accounts import delegating, moving, standing_in
from accounts.models import Delegation
from district_portal import audit
from district_portal.district.current import today
from district_portal.mailing.models import Message

REQUESTS, PEOPLE = Delegation.Matter.REQUESTS, Delegation.Matter.ACKNOWLEDGMENTS
DAY = dt.timedelta(days=1)


def left(person, to, *, matters=(REQUESTS,), first=0, days=5, accepted=True, by=None):
    since = today() + first * DAY
    rows = delegating.delegate(
        person, to=to, matters=matters, since=since, until=since + days * DAY, by=by or person
    )
    if accepted:
        delegating.accept(rows[0], by=to)
    return rows


def told(person):
    return list(Message.objects.filter(person=person).order_by("pk").values_list("name", flat=True))


def test_nothing_is_handed_over_before_the_delegate_says_yes(cast):
    rows = left(cast.pat, cast.theo, accepted=False)
    assert standing_in.acting_supervisor(cast.lou).person == cast.pat
    delegating.accept(rows[0], by=cast.theo)
    standing = standing_in.acting_supervisor(cast.lou)
    assert (standing.person, standing.stands_in_for) == (cast.theo, cast.pat)
    assert standing.why.startswith("Theo Nguyễn acts for Pat Novak until ")


def test_both_are_told_and_it_is_recorded(cast):
    left(cast.pat, cast.theo, matters=(REQUESTS, PEOPLE))
    assert told(cast.theo) == ["delegation_asked"]
    assert told(cast.pat) == ["delegation_accepted"]
    assert [event.act for event in audit.events(person_id=cast.pat.pk)] == [
        "delegations.accepted", "delegations.asked",
    ]  # fmt: skip
    mail = Message.objects.get(name="delegation_asked")
    assert "Requests to decide, My people’s acknowledgments" in mail.text


def test_matters_that_were_entered_together_are_accepted_together_and_once(cast):
    rows = left(cast.pat, cast.theo, matters=(REQUESTS, PEOPLE))
    delegating.accept(rows[1], by=cast.theo)
    assert Delegation.objects.current().count() == 2
    assert audit.events(act="delegations.accepted").count() == 1


def test_a_declined_one_leaves_room_for_another(cast):
    rows = left(cast.pat, cast.theo, accepted=False)
    delegating.decline(rows[0], by=cast.theo)
    assert told(cast.pat) == ["delegation_declined"]
    left(cast.pat, cast.hana)
    with pytest.raises(delegating.OverError):
        delegating.accept(rows[0], by=cast.theo)


def test_the_same_matter_on_the_same_day_goes_to_one_only(cast):
    first = left(cast.pat, cast.theo, accepted=False)[0]
    with pytest.raises(delegating.OverlapError) as refused:
        left(cast.pat, cast.hana, first=5)
    assert refused.value.delegation == first
    left(cast.pat, cast.hana, first=6)
    left(cast.pat, cast.hana, matters=(PEOPLE,))


def test_the_database_refuses_the_overlap_as_well(cast):
    row = left(cast.pat, cast.theo)[0]
    row.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


@pytest.mark.parametrize(("first", "days"), [(-1, 5), (3, -1), (0, 400)])
def test_days_in_the_past_backwards_or_for_ever_are_refused(cast, first, days):
    with pytest.raises(delegating.DatesError):
        left(cast.pat, cast.theo, first=first, days=days)


@pytest.mark.parametrize("name", ["pat", "left", "mia"])
def test_who_can_not_act_is_not_asked(cast, name):
    with pytest.raises(delegating.CannotActError):
        left(cast.pat, getattr(cast, name))


def test_ended_early_all_comes_back_and_the_other_one_hears(cast):
    row = left(cast.pat, cast.theo)[0]
    delegating.end(row, by=cast.pat)
    assert standing_in.acting_supervisor(cast.lou).person == cast.pat
    assert told(cast.theo) == ["delegation_asked", "delegation_ended"]
    with pytest.raises(delegating.OverError):
        delegating.end(row, by=cast.theo)


def test_withdrawn_before_the_answer(cast):
    row = left(cast.pat, cast.theo, accepted=False)[0]
    delegating.end(row, by=cast.pat)
    assert audit.events(act="delegations.withdrawn").exists()
    with pytest.raises(delegating.OverError):
        delegating.accept(row, by=cast.theo)


def test_nobody_decides_on_their_own_request_through_a_delegation(cast):
    left(cast.pat, cast.lou)
    assert standing_in.acting_supervisor(cast.lou).person == cast.pat
    assert standing_in.acting_supervisor(cast.val).person == cast.lou


def test_a_chain_ends_after_one_step_and_a_ring_does_too(cast):
    left(cast.pat, cast.theo)
    left(cast.theo, cast.hana)
    assert standing_in.acting_supervisor(cast.lou).person == cast.theo
    left(cast.hana, cast.pat)
    assert standing_in.acting_supervisor(cast.lou).person == cast.theo
    assert standing_in.acting_supervisor(cast.gus).person == cast.hana


def test_a_delegate_who_is_away_leaves_it_with_who_is_there(cast):
    left(cast.pat, cast.theo)
    moving.go_on_leave(cast.theo, by=None)
    assert standing_in.acting_supervisor(cast.lou).person == cast.pat
    moving.go_on_leave(cast.pat, by=None)
    assert standing_in.acting_supervisor(cast.lou).person == cast.ada


def test_who_is_on_leave_is_acted_for_by_the_delegate_before_the_head(cast):
    left(cast.pat, cast.theo)
    moving.go_on_leave(cast.pat, by=None)
    assert standing_in.acting_supervisor(cast.lou).person == cast.theo


def test_a_head_who_steps_in_is_acted_for_by_their_delegate(cast):
    moving.move(cast.val, by=None, supervisor=cast.lou)
    moving.go_on_leave(cast.lou, by=None)
    left(cast.pat, cast.theo)
    standing = standing_in.acting_supervisor(cast.val)
    assert (standing.person, standing.stands_in_for) == (cast.theo, cast.lou)
    assert "head of Northside School" in standing.why
    assert "Theo Nguyễn acts for Pat Novak" in standing.why


def test_what_the_district_administrator_asks_for_is_left_to_nobody_below(cast):
    left(cast.bea, cast.hana)
    assert standing_in.acting_supervisor(cast.ada).person == cast.bea


def test_who_leaves_leaves_nothing_behind_and_takes_nothing_along(cast):
    left(cast.pat, cast.theo)
    left(cast.hana, cast.pat, matters=(PEOPLE,))
    moving.leave(cast.pat, by=None)
    assert not Delegation.objects.live().exists()


def test_the_district_administrator_may_enter_it_for_somebody_who_hears_of_it(cast):
    left(cast.pat, cast.theo, by=cast.ada)
    assert told(cast.pat) == ["delegation_entered", "delegation_accepted"]
    assert (
        "Ada Lindqvist asks you to act for Pat Novak"
        in Message.objects.get(name="delegation_asked").text
    )
