"""Listens for what becomes of claims and accounts, and for people who leave or go on leave."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.dispatch import receiver

from accounts.models import Person
from accounts.signals import people_ended, people_moved
from approvals.claiming import passing_on, settling
from approvals.models import Request
from approvals.registry.models import Account, Entry
from approvals.registry.signals import entry_made
from approvals.signals import request_decided, request_discarded, request_withdrawn


@receiver(request_decided, dispatch_uid="claiming.request_decided")
def request_was_decided(
    sender: object, request: Request, by: Person, at: dt.datetime, **kwargs: Any
) -> None:
    """Settle what was approved; give back what was denied."""
    settling.follow_decision(request, by=by, at=at)


@receiver(request_withdrawn, dispatch_uid="claiming.request_withdrawn")
@receiver(request_discarded, dispatch_uid="claiming.request_discarded")
def request_was_taken_back(
    sender: object, request: Request, by: Person | None, at: dt.datetime, **kwargs: Any
) -> None:
    """Ask anew."""
    settling.follow_withdrawal(request, by=by, at=at)


@receiver(entry_made, dispatch_uid="claiming.entry_made")
def account_was_acted_on(
    sender: object, account: Account, entry: Entry, at: dt.datetime, **kwargs: Any
) -> None:
    """Settle what an account moved to or opened again at; let go what it left."""
    if entry.act in (Entry.Act.CHANGED, Entry.Act.CLOSED, Entry.Act.REOPENED):
        settling.follow_registry(account, by=entry.person, at=at)


@receiver(people_moved, dispatch_uid="claiming.people_moved")
def people_have_moved(sender: object, people: set[int], **news: Any) -> None:
    """Give back what those were asked who are on leave now."""
    passing_on.look_again(people, at=news.get("at"))


@receiver(people_ended, dispatch_uid="claiming.people_ended")
def people_have_left(sender: object, people: set[int], **news: Any) -> None:
    """Give back what the leavers were asked."""
    passing_on.look_again(people, at=news.get("at"))
