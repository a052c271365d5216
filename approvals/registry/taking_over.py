"""Say who looks after an account from now on: the act that ends a handover."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Person
from accounts.roles import holders
from accounts.settling import hold_roster
from approvals.registry import entering, handing_over, looking_after, notifying, overtaken
from approvals.registry.looking_after import Care
from approvals.registry.models import Account, Handover
from district_portal.district.keeping_words import own_words
from district_portal.permissions import Role


class SettledError(Exception):
    """The handover ended before; says how, in words for the person."""


class NotYoursError(Exception):
    """Another says who looks after the account."""


@transaction.atomic
def hand_over(
    handover: Handover, *, owner: Person, care: Care, by: Person, at: dt.datetime | None = None
) -> Account:
    """Let `owner` look after the account as `care` says, and end `handover`.

    Another owner confirms anew how it is secured. They may be the one who works elsewhere now, if
    they keep it. Everybody whom it concerns is told. Raises SettledError, NotYoursError and
    CareError.
    """
    hold_roster()
    owner, care = Person.objects.get(pk=owner.pk), looking_after.as_they_are(care)
    held = entering.hold(handover.account_id)
    at = at or timezone.now()
    row = Handover.objects.get(pk=handover.pk)
    if row.ended_at:
        raise SettledError(_how_it_ended(held, row))
    if row.actor_id != by.pk and by not in holders(Role.DISTRICT_ADMINISTRATOR):
        raise NotYoursError
    if not owner.is_active:
        raise looking_after.CareError(_("%s has left. Name somebody else.") % owner, "owner")
    if owner != held.owner and not row.lacks_owner:
        raise NotYoursError
    others = tuple(person for person in care.managers if person != owner)
    care = replace(care, managers=others)
    looking_after.refuse(held, care, owner=owner)
    before, former = looking_after.care_of(held), held.owner
    changes = looking_after.differences(before, care)
    if owner != former:
        label = own_words("Looked after by")
        changes.insert(0, {"label": label, "before": str(former), "after": str(owner)})
        held.two_factor_on = held.recovery_on = None
    if care.recovery_owner != before.recovery_owner:
        held.recovery_on, held.recovery_place = None, looking_after.place_of(care.recovery_owner)
    left = {former, before.recovery_owner} - {owner, care.recovery_owner}
    entering.keep_former(held, left)
    held.recovery_owner = care.recovery_owner
    held.owner, held.owner_place = owner, looking_after.place_of(owner)
    held.save()
    looking_after.name_managers(held, others)
    handing_over.end(row, Handover.Outcome.HANDED_OVER, at=at)
    entry = entering.record(
        "registry.handed_over",
        on=held,
        by=by,
        at=at,
        changes=changes,
        before={"owner": str(former)},
        after={"owner": str(owner)},
    )
    notifying.tell_care(entry, account=held, also=[former, *before.managers])
    overtaken.end(held, at=at)
    return held


def _how_it_ended(account: Account, row: Handover) -> str:
    if row.outcome == Handover.Outcome.HANDED_OVER:
        entry = entering.latest(account, "handed_over")
        who = entry.person if entry and entry.person else _("Somebody")
        words = _("%(who)s has settled this already: %(owner)s looks after it.")
        return words % {"who": who, "owner": account.owner}
    if row.outcome == Handover.Outcome.CLOSED:
        return _("The account was closed meanwhile.")
    return _("This is no longer needed: nobody is missing any more.")
