"""Who looks after an account, how it is secured, and what its owner confirmed."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest
from django.utils import timezone

from approvals.registry import closing, looking_after
from approvals.registry.models import Account, Entry
from district_portal import audit
from district_portal.district.current import today
from district_portal.mailing.models import Message
from tests.factories import approvals as factory
from tests.standing import standing


@standing
def account(cast):
    return factory.registered(
        cast.lou,
        deciders=[cast.pat, cast.ada],
        manager=cast.hana,
        place=cast.northside,
        writes_to_students="no",
    )


def changed(account, by, **changes):
    care = dataclasses.replace(looking_after.care_of(account), **changes)
    return looking_after.change(account, care, by=by)


def told():
    people = Message.objects.filter(name="account_care")
    return sorted(people.values_list("person__given_name", flat=True))


def test_it_begins_as_it_was_asked_for(cast, account):
    care = looking_after.care_of(account)
    assert care.managers == (cast.hana,)
    assert care.recovery_owner == cast.hana
    assert account.owner_place == cast.northside
    assert account.recovery_place == cast.district
    assert account.managing.get(person=cast.hana).place == cast.district


def test_other_managers_are_named_and_all_whom_it_concerns_are_told(cast, account):
    changed(account, cast.tom, managers=(cast.val,), district_address="music@marlow.example")
    assert set(account.managers.all()) == {cast.lou, cast.val}
    assert told() == ["Hana", "Lou", "Val"]
    entry = Entry.objects.get()
    assert entry.changes == [
        {"label": "Managers", "before": "Hana Sato", "after": "Val O’Neill"},
        {
            "label": "District e-mail address",
            "before": "band@marlow.example",
            "after": "music@marlow.example",
        },
    ]
    [event, *_] = audit.history(account)
    assert event.after == {"changed": ["Managers", "District e-mail address"]}, (
        "no address in the trail"
    )


def test_who_changes_it_is_not_told_and_nothing_changed_is_nothing_entered(cast, account):
    changed(account, cast.lou)
    assert not Entry.objects.exists()
    changed(account, cast.lou, comment_rules="I read them daily.")
    changed(account, cast.lou, comment_rules="I read them daily.")
    assert Entry.objects.count() == 1
    assert told() == ["Hana"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"managers": ()}, "managers"),
        ({"managers": ("lou",)}, "managers"),
        ({"managers": ("left",)}, "managers"),
        ({"recovery_owner": None}, "recovery_owner"),
        ({"recovery_owner": "lou"}, "recovery_owner"),
        ({"recovery_owner": "left"}, "recovery_owner"),
        ({"comment_rules": " "}, "comment_rules"),
    ],
)
def test_what_may_not_be_so_is_refused_at_its_field(cast, account, changes, field):
    named = cast.people()
    Account.objects.update(comments="open")
    account.refresh_from_db()
    changes = {"comment_rules": "I read them daily.", **changes}
    if "managers" in changes:
        changes["managers"] = tuple(named[name] for name in changes["managers"])
    if changes.get("recovery_owner"):
        changes["recovery_owner"] = named[changes["recovery_owner"]]
    with pytest.raises(looking_after.CareError) as refused:
        changed(account, cast.lou, **changes)
    assert refused.value.field == field
    assert not Entry.objects.exists()


def test_the_owner_confirms_what_they_saw_with_its_day(cast, account):
    both = [looking_after.TWO_FACTOR, looking_after.RECOVERY]
    for _ in range(2):
        looking_after.confirm(account, both, by=cast.lou)
    account.refresh_from_db()
    assert account.two_factor_on == account.recovery_on == today()
    assert list(Entry.objects.values_list("act", flat=True)) == ["two_factor", "recovery"]
    later = timezone.now() + dt.timedelta(days=3)
    looking_after.confirm(account, [looking_after.TWO_FACTOR], by=cast.lou, at=later)
    assert Entry.objects.count() == 3


def test_nobody_else_confirms_it(cast, account):
    for person in (cast.hana, cast.ada, cast.tom):
        with pytest.raises(looking_after.NotYoursError):
            looking_after.confirm(account, [looking_after.TWO_FACTOR], by=person)


def test_another_recovery_owner_is_still_to_be_confirmed(cast, account):
    looking_after.confirm(account, [looking_after.RECOVERY], by=cast.lou)
    after = changed(account, cast.ada, recovery_owner=cast.pat)
    assert (after.recovery_on, after.recovery_place) == (None, cast.northside)


def test_what_is_closed_stays_as_it_was(cast, account):
    closing.close(account, reason="The band has ended.", by=cast.lou)
    with pytest.raises(looking_after.CareError, match="closed"):
        changed(account, cast.ada, managers=(cast.val,))
    with pytest.raises(looking_after.CareError, match="closed"):
        looking_after.confirm(account, [looking_after.TWO_FACTOR], by=cast.lou)
