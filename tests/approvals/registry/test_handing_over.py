"""When somebody leaves or moves, the accounts they looked after are handed over."""

from __future__ import annotations

import dataclasses
import datetime as dt
import random

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts import delegating, moving, roles
from accounts.models import Person
from approvals.registry import closing, handing_over, looking_after, taking_over
from approvals.registry.models import Account, Entry, Handover
from approvals.registry.presence import Presence
from district_portal.district.current import today
from district_portal.mailing.models import Message
from district_portal.permissions import Role
from tests.cast import person as enter
from tests.cast import post
from tests.factories import approvals as factory
from tests.standing import standing


def registered(cast, owner=None, **changes):
    fields = {
        "manager": cast.val,
        "place": cast.northside,
        "writes_to_students": "no",
        "recovery_owner": cast.tom.email,
    }
    return factory.registered(
        owner or cast.lou, deciders=[cast.pat, cast.ada], **{**fields, **changes}
    )


@standing
def account(cast):
    return registered(cast)


def missing(account):
    handover = handing_over.of(account)
    return None if handover is None else sorted(handover.missing)


def told():
    people = Message.objects.filter(name="account_handover").order_by("pk")
    return list(people.values_list("person__given_name", flat=True))


def next_care(account, **changes):
    return dataclasses.replace(looking_after.care_of(account), **changes)


def test_what_is_whole_is_not_handed_over(cast, account):
    handing_over.sweep()
    assert not Handover.objects.exists()


def test_the_supervisor_of_an_owner_who_leaves_says_who_is_next(cast, account):
    moving.leave(cast.lou, by=cast.hana)
    handover = handing_over.of(account)
    assert (handover.missing, handover.person, handover.has_left) == (["owner"], cast.lou, True)
    assert handover.actor == cast.pat
    assert told() == ["Pat"]
    message = Message.objects.get(name="account_handover")
    assert "Lou Berg has left the district." in message.text
    entry = Entry.objects.get()
    assert (entry.act, entry.person, entry.reason) == (
        "left",
        None,
        "Lou Berg has left the district.",
    )


def test_a_leave_of_absence_hands_nothing_over(cast, account):
    for person in (cast.lou, cast.val, cast.tom):
        moving.go_on_leave(person, by=cast.hana)
    assert not Handover.objects.exists()


def test_an_owner_who_works_elsewhere_now_hands_over_or_is_asked_to_keep_it(cast, account):
    moving.move(cast.lou, by=cast.hana, place=cast.transportation, supervisor=cast.theo)
    handover = handing_over.of(account)
    assert (handover.person, handover.has_left, handover.actor) == (cast.lou, False, cast.pat)
    care = next_care(account)
    kept = taking_over.hand_over(handover, owner=cast.lou, care=care, by=cast.pat)
    assert (kept.owner, kept.owner_place) == (cast.lou, cast.transportation)
    handing_over.sweep()
    assert handing_over.of(account) is None


def test_a_move_within_the_place_hands_nothing_over(cast, account):
    moving.move(cast.lou, by=cast.hana, position="Dean")
    assert not Handover.objects.exists()


def test_the_last_other_manager_who_leaves_is_missed_by_the_owner(cast, account):
    moving.leave(cast.val, by=cast.hana)
    handover = handing_over.of(account)
    assert (handover.missing, handover.person, handover.actor) == (["manager"], cast.val, cast.lou)
    assert set(account.managers.all()) == {cast.lou}
    looking_after.change(account, next_care(account, managers=(cast.hana,)), by=cast.lou)
    handover.refresh_from_db()
    assert handover.outcome == "not_needed"


def test_one_of_two_other_managers_who_leaves_only_loses_the_account(cast, account):
    looking_after.change(account, next_care(account, managers=(cast.val, cast.hana)), by=cast.lou)
    moving.leave(cast.val, by=cast.hana)
    assert set(account.managers.all()) == {cast.lou, cast.hana}
    assert handing_over.of(account) is None
    [entry] = Entry.objects.filter(act="left")
    assert entry.changes == [
        {"label": "Managers", "before": "Hana Sato, Val O’Neill", "after": "Hana Sato"}
    ]


def test_the_recovery_owner_who_leaves_is_missed(cast, account):
    looking_after.confirm(account, [looking_after.RECOVERY], by=cast.lou)
    moving.leave(cast.tom, by=cast.hana)
    assert missing(account) == ["recovery"]
    account.refresh_from_db()
    assert (account.recovery_owner, account.recovery_on) == (None, None)


def test_while_the_owner_is_away_the_supervisor_names_the_manager(cast, account):
    moving.go_on_leave(cast.lou, by=cast.hana)
    moving.leave(cast.val, by=cast.hana)
    assert handing_over.of(account).actor == cast.pat
    moving.return_from_leave(cast.lou, by=cast.hana)
    assert handing_over.of(account).actor == cast.lou
    assert told() == ["Pat", "Lou"]


def test_who_stands_in_for_the_supervisor_acts_and_gives_it_back(cast, account):
    moving.go_on_leave(cast.pat, by=cast.hana)
    moving.leave(cast.lou, by=cast.hana)
    handover = handing_over.of(account)
    assert (handover.actor, handover.stands_in_for) == (cast.ada, cast.pat)
    assert "Pat Novak is on leave." in handover.why
    moving.return_from_leave(cast.pat, by=cast.hana)
    assert handing_over.of(account).actor == cast.pat
    delegating.delegate(
        cast.pat,
        to=cast.theo,
        matters=["requests"],
        by=cast.pat,
        since=today(),
        until=today() + dt.timedelta(days=9),
    )
    delegating.accept(cast.pat.delegations.get(), by=cast.theo)
    assert handing_over.of(account).actor == cast.theo
    moving.leave(cast.theo, by=cast.hana)
    assert handing_over.of(account).actor == cast.pat
    assert told() == ["Ada", "Pat", "Theo"]


def test_the_next_owner_takes_it_over_and_all_are_told(cast, account):
    looking_after.confirm(account, [looking_after.TWO_FACTOR], by=cast.lou)
    moving.leave(cast.lou, by=cast.hana)
    handover = handing_over.of(account)
    care = next_care(account, managers=(cast.val, cast.hana))
    after = taking_over.hand_over(handover, owner=cast.val, care=care, by=cast.pat)
    assert (after.owner, after.owner_place, after.two_factor_on) == (cast.val, cast.northside, None)
    assert set(after.managers.all()) == {cast.val, cast.hana}
    handover.refresh_from_db()
    assert handover.outcome == "handed_over"
    entry = Entry.objects.get(act="handed_over")
    assert {
        "label": "Looked after by",
        "before": "Lou Berg",
        "after": "Val O’Neill",
    } in entry.changes
    people = Message.objects.filter(name="account_care").values_list("person__given_name")
    assert {name for (name,) in people} == {"Val", "Hana"}
    with pytest.raises(taking_over.SettledError, match="Pat Novak has settled this already: Val"):
        taking_over.hand_over(handover, owner=cast.hana, care=care, by=cast.ada)


def test_only_who_acts_or_a_district_administrator_says_it(cast, account):
    moving.leave(cast.lou, by=cast.hana)
    handover, care = handing_over.of(account), next_care(account)
    for person in (cast.tom, cast.val, cast.theo):
        with pytest.raises(taking_over.NotYoursError):
            taking_over.hand_over(handover, owner=cast.hana, care=care, by=person)
    assert (
        taking_over.hand_over(handover, owner=cast.hana, care=care, by=cast.ada).owner == cast.hana
    )


def test_nobody_takes_an_account_from_an_owner_who_is_there(cast, account):
    moving.leave(cast.val, by=cast.hana)
    care = next_care(account, managers=(cast.pat,))
    with pytest.raises(taking_over.NotYoursError):
        taking_over.hand_over(handing_over.of(account), owner=cast.hana, care=care, by=cast.lou)


def test_who_left_or_stands_alone_is_not_named(cast, account):
    moving.leave(cast.lou, by=cast.hana)
    handover = handing_over.of(account)
    for owner, care, field in (
        (cast.left, next_care(account), "owner"),
        (cast.val, next_care(account), "managers"),
        (cast.tom, next_care(account), "recovery_owner"),
    ):
        with pytest.raises(looking_after.CareError) as refused:
            taking_over.hand_over(handover, owner=owner, care=care, by=cast.pat)
        assert refused.value.field == field


def test_closing_ends_the_handover_and_opening_again_begins_another(cast, account):
    moving.leave(cast.lou, by=cast.hana)
    closing.close(account, reason="Nobody goes on with it.", by=cast.pat)
    assert Handover.objects.get().outcome == "closed"
    closing.reopen(account, reason="Somebody does.", seen="closed", by=cast.ada)
    assert missing(account) == ["owner"]
    assert Handover.objects.count() == 2


def test_who_comes_back_ends_it(cast, account):
    moving.leave(cast.lou, by=cast.hana)
    again = Person.objects.get(pk=cast.lou.pk)
    moving.hire(again, place=cast.northside, position="Teacher", supervisor=cast.pat, by=cast.hana)
    assert handing_over.of(account) is None
    assert Handover.objects.get().outcome == "not_needed"


def test_an_account_whose_manager_left_before_the_approval_is_handed_over_at_once(cast):
    asked = factory.sent(
        cast.lou, manager=cast.val, place=cast.northside, recovery_owner=cast.tom.email
    )
    moving.leave(cast.val, by=cast.hana)
    factory.decided(asked, by=cast.pat)
    factory.decided(asked, by=cast.ada)
    assert missing(Account.objects.get()) == ["manager"]


def test_the_database_knows_one_open_handover_of_an_account(cast, account):
    moving.leave(cast.lou, by=cast.hana)
    with pytest.raises(IntegrityError), transaction.atomic():
        Handover.objects.create(account=account, missing=["owner"], opened_at=timezone.now())
    with pytest.raises(IntegrityError), transaction.atomic():
        Handover.objects.update(outcome="closed")


def test_many_who_leave_at_once_are_looked_up_by_what_names_them(cast, account, monkeypatch):
    monkeypatch.setattr(handing_over, "MANY", 1)
    moving.leave(cast.lou, by=cast.hana)
    handing_over.look_after_moves({cast.lou.pk, cast.gus.pk, cast.pat.pk})
    assert missing(account) == ["owner"]
    assert told() == ["Pat"]


@pytest.mark.thorough
@pytest.mark.parametrize("seed", range(6))
def test_after_any_history_no_open_account_is_left_alone(cast, seed):
    dice = random.Random(seed)  # noqa: S311 – dice
    staff = [cast.lou, cast.val, cast.theo, cast.gus, cast.polly, cast.pat]
    staff += [enter(f"{name} Extra", 80 + n) for n, name in enumerate(("Ana", "Ben", "Cleo"))]
    for extra in staff[-3:]:
        post(extra, cast.northside, "Teacher", cast.pat)
    for number in range(3):
        registered(cast, handle=f"@band{number}", manager=staff[-1 - number])
    for _ in range(25):
        act = dice.choice(
            [move, move, leave, leave, hire, on_leave, back, settle, settle, end, open_]
        )
        act(cast, dice, [Person.objects.get(pk=person.pk) for person in staff])
        nobody_is_left_alone()
    before = list(Handover.objects.order_by("pk").values())
    assert before, "something happened"
    handing_over.sweep()
    assert list(Handover.objects.order_by("pk").values()) == before, "materialised = recomputed"


def nobody_is_left_alone():
    open_ones = Account.objects.exclude(state="closed")
    known = Presence(list(open_ones.values_list("pk", flat=True)))
    for account in open_ones:
        handover = handing_over.of(account)
        if handover is None:
            assert known.is_whole(account.pk), account
            assert account.owner.is_active
        else:
            assert handover.actor
            assert handover.actor.is_active
            assert handover.actor != account.owner or not handover.lacks_owner
        assert not Handover.objects.filter(account__state="closed", ended_at=None).exists()


def move(cast, dice, staff):
    person = dice.choice(staff)
    if person.posting:
        to = dice.choice([cast.northside, cast.transportation, cast.district])
        boss = dice.choice([boss for boss in (cast.ada, cast.hana) if boss != person])
        moving.move(person, by=cast.hana, place=to, supervisor=boss)


def leave(cast, dice, staff):
    moving.leave(dice.choice(staff), by=cast.hana)


def hire(cast, dice, staff):
    person = dice.choice(staff)
    if not person.posting and not person.is_active:
        place = dice.choice([cast.northside, cast.transportation])
        moving.hire(person, place=place, position="Back", supervisor=cast.ada, by=cast.hana)


def on_leave(cast, dice, staff):
    person = dice.choice(staff)
    if person.posting:
        moving.go_on_leave(person, by=cast.hana)


def back(cast, dice, staff):
    person = dice.choice(staff)
    if person.posting and person.posting.on_leave:
        moving.return_from_leave(person, by=cast.hana)


def settle(cast, dice, staff):
    rows = list(Handover.objects.filter(ended_at=None).select_related("account__owner", "actor"))
    here = [person for person in staff if person.is_active]
    if rows and len(here) > 1:
        row = dice.choice(rows)
        owner, other = dice.sample(here, 2)
        owner = owner if row.lacks_owner else row.account.owner
        other = other if other != owner else cast.polly
        care = next_care(row.account, managers=(other,), recovery_owner=cast.hana)
        try:
            taking_over.hand_over(row, owner=owner, care=care, by=row.actor)
        except looking_after.CareError:
            return


def end(cast, dice, staff):
    closing.close(dice.choice(list(Account.objects.all())), reason="Over.", by=cast.ada)


def open_(cast, dice, staff):
    closed = Account.objects.filter(state="closed").exclude(owner=cast.ada).first()
    if closed:
        closing.reopen(closed, reason="On.", seen="closed", by=cast.ada)


def test_a_new_head_acts_where_nobody_supervised_the_owner(cast):
    own = registered(cast, owner=cast.val, manager=cast.lou)
    moving.move(cast.val, by=cast.hana, supervisor=None)
    moving.leave(cast.val, by=cast.hana)
    assert handing_over.of(own).actor == cast.pat
    roles.appoint(cast.tom, role=Role.DISTRICT_ADMINISTRATOR, by=cast.ada)
    assert handing_over.of(own).actor == cast.pat
