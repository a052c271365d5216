"""When somebody who looks after an account leaves or works elsewhere: who acts, and that they must.

No account that isn't closed is without an owner in office, another manager, and somebody who could
get it back, unless a handover is open: a row that names who says how it goes on. Whoever is gone
manages and recovers it no longer. A leave of absence hands nothing over.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from typing import Final

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import standing_in
from accounts.models import Person, RoleGrant
from accounts.places import with_places_below
from accounts.roles import holders
from accounts.standing_in import Standing
from approvals.registry import entering, notifying, presence
from approvals.registry.models import Account, Handover, Manager
from approvals.registry.presence import Presence
from district_portal import audit
from district_portal.district.keeping_words import in_own_language
from district_portal.permissions import Role

MANY: Final = 200
"""As many people at once are looked up one by one, more by what names them."""
CHUNK: Final = 2000
"""So many accounts are looked at in one transaction."""
Missing, Outcome = Handover.Missing, Handover.Outcome


@transaction.atomic
def look_after_moves(people: Collection[int], *, at: dt.datetime | None = None) -> None:
    """People (ids) came, moved or left: open, pass on or end what follows for accounts."""
    concerned = set(people)
    if len(concerned) > MANY:
        concerned &= presence.who_looks_after_any() | _who_acts_anywhere()
    look_again(presence.looked_after_by(concerned) | _to_be_passed_on(concerned), at=at)


@transaction.atomic
def look_after_standing(people: Collection[int], *, at: dt.datetime | None = None) -> None:
    """People (ids) gained or lost a role, a headship or a delegate: others may have to act."""
    look_again(_to_be_passed_on(set(people)), at=at)


@transaction.atomic
def look_again(accounts: Collection[int], *, at: dt.datetime | None = None) -> None:
    """See for each of `accounts` (ids) who is gone and what is missing; safe to repeat.

    Handovers are opened, passed on to who acts now, and ended where nothing is missing any more.
    """
    at = at or timezone.now()
    known, rows = Presence(accounts), open_ones().filter(account__in=accounts)
    handed = set(rows.values_list("account", flat=True))
    for pk in sorted(known.accounts):
        closed = known.accounts[pk].state == Account.State.CLOSED
        if pk in handed or not (closed or known.is_whole(pk)):
            _look_at(entering.hold(pk), at=at)


def sweep(*, at: dt.datetime | None = None) -> None:
    """Look at every account once more, for what happened while somebody was being named."""
    rows = Account.objects.exclude(state=Account.State.CLOSED).order_by("pk")
    every = list(rows.values_list("pk", flat=True))
    for start in range(0, len(every), CHUNK):
        look_again(every[start : start + CHUNK], at=at)


def open_ones() -> QuerySet[Handover]:
    """The handovers in which somebody must act."""
    return Handover.objects.filter(ended_at=None)


def open_for(person: Person) -> Q:
    """The accounts with an open handover in which `person` acts."""
    return Q(pk__in=open_ones().filter(actor=person).values("account"))


def open_at_all() -> Q:
    """The accounts with an open handover."""
    return Q(pk__in=open_ones().values("account"))


def of(account: Account) -> Handover | None:
    """The open handover of an account, with who left and who acts."""
    return open_ones().filter(account=account).select_related("person", "actor").first()


def end(handover: Handover, outcome: str, *, at: dt.datetime) -> None:
    """End a handover. The caller holds its account."""
    handover.ended_at, handover.outcome = at, Outcome(outcome)
    handover.save(update_fields=["ended_at", "outcome"])


def who_acts(account: Account, missing: Iterable[str]) -> Standing | None:
    """Who says how it goes on: the owner where there is one who is there, else their supervisor.

    The supervisor is that of the posting in which they looked after it; whoever stands in for them
    acts when they are absent or gone, and a District Administrator when nobody is left.
    """
    owner = account.owner
    if Missing.OWNER not in missing:
        for there in standing_in.who_acts([owner]):
            return there
    area = with_places_below({account.owner_place_id or account.place_id, account.place_id})
    held = owner.postings.select_related("place__parent", "supervisor").order_by("-since", "pk")
    posting = held.filter(place__in=area).first() or owner.posting or held.first()
    if standing := standing_in.acting_supervisor(owner, posting=posting):
        return standing
    last = holders(Role.DISTRICT_ADMINISTRATOR).exclude(pk=owner.pk).first()
    return Standing(last, why=_("Nobody else is there to act.")) if last else None


def _who_acts_anywhere() -> set[int]:
    named = {pk for pair in open_ones().values_list("actor", "stands_in_for") for pk in pair if pk}
    roles = RoleGrant.objects.current().order_by().values_list("person", flat=True)
    return named | set(roles.distinct())


def _to_be_passed_on(people: set[int]) -> set[int]:
    """Ids of the accounts in whose handover somebody else may have to act by now."""
    touched = Q(actor__in=people) | Q(stands_in_for__in=people) | Q(account__owner__in=people)
    touched |= Q(actor=None) | ~Q(why="")
    if RoleGrant.objects.current().filter(person__in=people).exists():
        touched = Q()
    return set(open_ones().filter(touched).values_list("account", flat=True))


@in_own_language()
def _look_at(account: Account, *, at: dt.datetime) -> None:
    handover = open_ones().filter(account=account).first()
    if account.state == Account.State.CLOSED:
        if handover:
            end(handover, Outcome.CLOSED, at=at)
        return
    known = Presence([account.pk])
    gone = _let_go(account, known, at=at)
    missing = _missing(account, known)
    if missing:
        _go_on(handover, account, missing, gone=gone, at=at)
    elif handover:
        end(handover, Outcome.NOT_NEEDED, at=at)


@in_own_language()
def _let_go(account: Account, known: Presence, *, at: dt.datetime) -> list[Person]:
    """Take from the account who manages or could recover it and is gone; answer them."""
    gone = known.others_gone(account.pk)
    changes: list[entering.Change] = []
    if gone:
        kept = [str(row.person) for row in known.others(account.pk) if row not in gone]
        names = [str(row.person) for row in known.others(account.pk)]
        changes.append(
            {
                "label": _("Managers"),
                "before": ", ".join(sorted(names)),
                "after": ", ".join(sorted(kept)),
            }
        )
        Manager.objects.filter(pk__in=[row.pk for row in gone]).delete()
    people = [row.person for row in gone]
    if known.recovery_is_gone(account.pk) and account.recovery_owner:
        back = account.recovery_owner
        people += [back] if back not in people else []
        changes.append({"label": _("Who can get it back"), "before": str(back), "after": ""})
        account.recovery_owner = account.recovery_place = account.recovery_on = None
        account.save(update_fields=["recovery_owner", "recovery_place", "recovery_on"])
    if people:
        entering.keep_former(account, people)
        entering.record(
            "registry.left",
            on=account,
            by=None,
            at=at,
            reason=" ".join(_what_happened(person) for person in people),
            changes=changes,
            after={"people": [str(person) for person in people]},
        )
    return people


def _missing(account: Account, known: Presence) -> list[str]:
    gone = len(known.others_gone(account.pk))
    return [
        what
        for what, is_so in (
            (Missing.OWNER, not known.owner_is_here(account.pk)),
            (Missing.MANAGER, len(known.others(account.pk)) == gone),
            (Missing.RECOVERY, account.recovery_owner is None),
        )
        if is_so
    ]


@in_own_language()
def _what_happened(person: Person) -> str:
    words = _("%s works elsewhere now.") if person.is_active else _("%s has left the district.")
    return words % person


def _go_on(
    handover: Handover | None,
    account: Account,
    missing: list[str],
    *,
    gone: list[Person],
    at: dt.datetime,
) -> None:
    """Begin a handover, or let the open one say what is missing and who acts by now."""
    before = _facts(handover) if handover else None
    acted = handover.actor_id if handover else None
    lacked = list(handover.missing) if handover else []
    row = handover or Handover(account=account, opened_at=at)
    about = account.owner if Missing.OWNER in missing else next(iter(gone), row.person)
    row.missing, row.person = missing, about
    row.has_left = about is not None and not about.is_active
    _let_act(row, who_acts(account, missing))
    if _facts(row) == before:
        return
    row.save()
    if Missing.OWNER in missing and Missing.OWNER not in lacked:
        why = _what_happened(account.owner)
        entering.record("registry.left", on=account, by=None, at=at, reason=why)
    if handover is None or row.actor_id != acted:
        _tell(row, account=account, at=at)


def _facts(row: Handover) -> tuple[object, ...]:
    names = (row.actor_id, row.stands_in_for_id, row.person_id, row.has_left, row.why)
    return (*names, sorted(map(str, row.missing)))


def _let_act(handover: Handover, standing: Standing | None) -> None:
    handover.actor = standing.person if standing else None
    handover.stands_in_for = standing.stands_in_for if standing else None
    handover.why = standing.why[:300] if standing else ""


def _tell(handover: Handover, *, account: Account, at: dt.datetime) -> None:
    """Record who acts from now on, and ask them by mail."""
    audit.record(
        "registry.to_hand_over",
        by=None,
        on=account,
        person=handover.actor,
        place=account.place,
        after={"missing": list(map(str, handover.missing)), "why": handover.why},
        at=at,
    )
    notifying.ask_to_hand_over(handover, account=account)
