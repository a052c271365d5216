"""Mails about accounts, to those who look after them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from django.urls import reverse

from accounts.models import Person
from approvals.registry.models import Account, Entry, Handover, YearlyCheck
from district_portal import mailing


def tell_opened(account: Account) -> None:
    """After approval, also of a change: parents first, or go ahead.

    Its owner asked for it, and is told of the approval already.
    """
    if account.state != Account.State.WAITING:
        tell_active(account, apart_from=account.owner)
        return
    since = f":{account.parents_since.isoformat()}" if account.parents_since else ""
    mailing.queue(
        "account_waiting",
        key=f"account_waiting:{account.pk}{since}",
        to=account.owner,
        context={"account": account, "link": reverse("registry:notice", args=[account.pk])},
        in_doubt="hold",
    )


def tell_active(account: Account, *, apart_from: Person | None = None) -> None:
    """Tell owner and managers that the account is active and in their care, each time."""
    since = account.active_from.isoformat() if account.active_from else ""
    people = account.managers.filter(is_active=True)
    for person in people.exclude(pk=apart_from.pk) if apart_from else people:
        mailing.queue(
            "account_active",
            key=f"account_active:{account.pk}:{person.pk}:{since}",
            to=person,
            context={"account": account, "link": account.get_absolute_url()},
            in_doubt="hold",
        )


def tell_lapsed(account: Account, *, year: str) -> None:
    """Tell owner and managers that it is suspended until parents are told in that school year."""
    for person in account.managers.filter(is_active=True):
        mailing.queue(
            "account_lapsed",
            key=f"account_lapsed:{account.pk}:{person.pk}:{year}",
            to=person,
            context={
                "account": account,
                "year": year,
                "link": reverse("registry:notice", args=[account.pk]),
            },
            in_doubt="hold",
        )


def tell_change_of_state(entry: Entry, *, account: Account) -> None:
    """Tell owner and managers that somebody else suspended, closed or reopened their account."""
    _tell(f"account_{entry.act}", entry, account=account)


def tell_care(entry: Entry, *, account: Account, also: Iterable[Person] = ()) -> None:
    """Tell owner and managers what somebody else changed; `also` who was a manager before it."""
    _tell("account_care", entry, account=account, also=also)


def tell_changed(entry: Entry, *, account: Account) -> None:
    """Tell managers what an approved request changed; the owner is told of the approval already."""
    _tell("account_care", entry, account=account, apart_from=account.owner)


def ask_to_hand_over(handover: Handover, *, account: Account) -> None:
    """Ask who acts in a handover to say how the account goes on; each of them once."""
    if handover.actor is None:
        return
    mailing.queue(
        "account_handover",
        key=f"account_handover:{handover.pk}:{handover.actor.pk}",
        to=handover.actor,
        context={
            "account": account,
            "handover": handover,
            "link": reverse("registry:handover", args=[account.pk]),
        },
        in_doubt="hold",
    )


def remind_of_checks(
    person: Person, checks: Sequence[YearlyCheck], *, more: int, day: dt.date
) -> bool:
    """Remind an owner of yearly checks on the local `day`; `more` are not among `checks`."""
    return mailing.queue(
        "checks_due",
        key=f"checks_due:{person.pk}:{day}",
        to=person,
        context={
            "checks": checks,
            "first": checks[0],
            "count": len(checks) + max(more, 0),
            "more": more,
            "day": day,
            "link": reverse("registry:yearly", args=[checks[0].account_id])
            if len(checks) == 1
            else reverse("home:today"),
        },
    )


def tell_of_overdue_checks(
    person: Person, checks: Sequence[YearlyCheck], *, more: int, day: dt.date
) -> bool:
    """Tell a District Administrator, once in the week of `day`, which yearly checks are overdue."""
    year, week, _weekday = day.isocalendar()
    return mailing.queue(
        "checks_overdue",
        key=f"checks_overdue:{person.pk}:{year}-{week}",
        to=person,
        context={
            "checks": checks,
            "count": len(checks) + max(more, 0),
            "more": more,
            "link": f"{reverse('registry:list')}?care=overdue",
        },
    )


def _tell(
    name: str,
    entry: Entry,
    *,
    account: Account,
    also: Iterable[Person] = (),
    apart_from: Person | None = None,
) -> None:
    people = {account.owner, *account.managers.all(), *also} - {apart_from}
    for person in sorted(people, key=lambda person: person.pk):
        if person.pk == entry.person_id or not person.is_active:
            continue
        mailing.queue(
            name,
            key=f"account_entry:{entry.pk}:{person.pk}",
            to=person,
            context={"account": account, "entry": entry, "link": account.get_absolute_url()},
            in_doubt="hold",
        )
