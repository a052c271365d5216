"""Who looks after an account and how: managers, recovery, address, comments, what is confirmed.

At least one more manager stands beside the owner, and somebody other than the owner can get the
account back. Whatever changes stays to be read in the account's history.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Person, Place
from accounts.settling import hold_roster
from approvals.registry import entering, handing_over, notifying, overtaken
from approvals.registry.models import Account, Manager
from district_portal.district.current import today
from district_portal.district.keeping_words import in_own_language, own_words

TWO_FACTOR, RECOVERY = "two_factor", "recovery"
CONFIRMED: Final = {TWO_FACTOR: "two_factor_on", RECOVERY: "recovery_on"}


class CareError(ValueError):
    """What may not be so: why, in words for the person, and at which field of a form."""

    def __init__(self, words: str, field: str = "") -> None:
        super().__init__(words)
        self.field = field


class NotYoursError(Exception):
    """Only the owner confirms how their account is secured."""


@dataclass(frozen=True)
class Care:
    """How an account is looked after. `managers` are those beside the owner."""

    managers: tuple[Person, ...]
    recovery_owner: Person | None
    district_address: str
    comment_rules: str


def care_of(account: Account) -> Care:
    """How `account` is looked after now."""
    return Care(
        managers=tuple(account.managers.exclude(pk=account.owner_id)),
        recovery_owner=account.recovery_owner,
        district_address=account.district_address,
        comment_rules=account.comment_rules,
    )


@transaction.atomic
def change(account: Account, care: Care, *, by: Person, at: dt.datetime | None = None) -> Account:
    """Let `account` be looked after as `care` says; nothing happens where nothing differs.

    Another recovery owner has still to be confirmed. Owner and managers, those who are no longer
    among them too, are told what somebody else changed. An end that was asked for by who manages
    it no longer is asked for no longer. Raises CareError.
    """
    hold_roster()
    care = as_they_are(care)
    held = entering.hold(account)
    at = at or timezone.now()
    before = care_of(held)
    refuse(held, care)
    changes = differences(before, care)
    if not changes:
        return held
    if before.recovery_owner != care.recovery_owner:
        held.recovery_on, held.recovery_place = None, place_of(care.recovery_owner)
        entering.keep_former(held, [before.recovery_owner])
    held.recovery_owner = care.recovery_owner
    held.district_address = care.district_address
    held.comment_rules = care.comment_rules
    held.save()
    name_managers(held, care.managers)
    entry = entering.record(
        "registry.care",
        on=held,
        by=by,
        at=at,
        changes=changes,
        after={"changed": [row["label"] for row in changes]},
    )
    notifying.tell_care(entry, account=held, also=before.managers)
    handing_over.look_again([held.pk], at=at)
    overtaken.end(held, at=at)
    return held


@transaction.atomic
def confirm(
    account: Account, what: Collection[str], *, by: Person, at: dt.datetime | None = None
) -> Account:
    """Put down that the owner saw today that `what` is so: TWO_FACTOR, RECOVERY or both.

    Twice on a day is once. Raises NotYoursError, and CareError for a closed account or where
    nobody is named who could get it back.
    """
    held = entering.hold(account)
    at = at or timezone.now()
    if held.owner_id != by.pk:
        raise NotYoursError
    if held.state == Account.State.CLOSED:
        raise CareError(_("This account is closed."))
    if RECOVERY in what and held.recovery_owner is None:
        raise CareError(_("Name first who can get the account back"), RECOVERY)
    day = today(at)
    if TWO_FACTOR in what and held.two_factor_on != day:
        held.two_factor_on = day
        entering.record("registry.two_factor", on=held, by=by, at=at)
    if RECOVERY in what and held.recovery_on != day:
        held.recovery_on = day
        label = own_words("Who can get it back")
        who = {"label": label, "before": "", "after": str(held.recovery_owner)}
        entering.record("registry.recovery", on=held, by=by, at=at, changes=[who])
    held.save(update_fields=list(CONFIRMED.values()))
    return held


def as_they_are(care: Care) -> Care:
    """`care` with its people as they are now. The caller holds the roster, so that none leaves."""
    back = care.recovery_owner
    named = {person.pk for person in (*care.managers, *([back] if back else []))}
    people = Person.objects.in_bulk(named)
    return replace(
        care,
        managers=tuple(people[person.pk] for person in care.managers),
        recovery_owner=people[back.pk] if back else None,
    )


def refuse(account: Account, care: Care, *, owner: Person | None = None) -> None:
    """Raise CareError for what may not be so, `owner` being the owner where another one comes."""
    owner = owner or account.owner
    others = [person for person in care.managers if person != owner]
    if account.state == Account.State.CLOSED:
        raise CareError(_("This account is closed."))
    if not others:
        raise CareError(_("Keep or name at least one manager beside the owner"), "managers")
    if gone := next((person for person in others if not person.is_active), None):
        raise CareError(_("%s has left. Name somebody else.") % gone, "managers")
    back = care.recovery_owner
    if back is None or not back.is_active:
        raise CareError(_("Name who can get the account back"), "recovery_owner")
    if back == owner:
        raise CareError(_("Name somebody else than the owner"), "recovery_owner")
    if account.comments == Account.Comments.OPEN and not care.comment_rules.strip():
        raise CareError(_("Say who reads the comments, and by what rules"), "comment_rules")


def name_managers(account: Account, others: Collection[Person]) -> None:
    """Let the owner and `others` manage the account, and nobody else. The caller holds it."""
    wanted = {person.pk: person for person in [account.owner, *others]}
    rows = Manager.objects.filter(account=account)
    gone = rows.exclude(person__in=wanted)
    entering.keep_former(account, [row.person for row in gone.select_related("person")])
    gone.delete()
    there = set(rows.values_list("person", flat=True))
    Manager.objects.bulk_create(
        Manager(account=account, person=person, place=place_of(person))
        for pk, person in wanted.items()
        if pk not in there
    )


def place_of(person: Person | None) -> Place | None:
    """Where somebody works today, by the primary posting."""
    return person.posting.place if person and person.posting else None


@in_own_language()
def differences(before: Care, after: Care) -> list[entering.Change]:
    """What changes, in the district's words, as it is kept."""
    rows = [
        (_("Managers"), _names(before.managers), _names(after.managers)),
        (
            _("Who can get it back"),
            str(before.recovery_owner or ""),
            str(after.recovery_owner or ""),
        ),
        (_("District e-mail address"), before.district_address, after.district_address),
        (_("Who reads comments"), before.comment_rules, after.comment_rules),
    ]
    return [
        {"label": str(label), "before": old, "after": new} for label, old, new in rows if old != new
    ]


def _names(people: Collection[Person]) -> str:
    return ", ".join(sorted(map(str, people)))
