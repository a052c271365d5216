"""Accounts by words of their name, handle or address, or by whoever looks after them."""

from __future__ import annotations

from typing import Any, Final

from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL

from accounts.models import Person
from approvals.registry.models import Account

FEW: Final = 200
"""So many are fetched, so that a page that counts and lists them looks for them once."""


def having(words: str, *, people: bool = False) -> QuerySet[Any, Any] | RawSQL:
    """The ids of accounts that have `words` in them; with `people` also in their owner's name.

    They themselves, as one array, where they are FEW, else the statement that finds them. Each
    half is looked up by an index of its own; one condition over both would read all accounts.
    """
    handle = words.removeprefix("@")
    named = Q(name__icontains=words) | Q(handle__icontains=handle) | Q(address__icontains=words)
    found = Account.objects.filter(named).order_by().values("pk")
    if people:
        owners = Person.objects.filter(sort_name__icontains=words).values("pk")
        found = found.union(Account.objects.filter(owner__in=owners).order_by().values("pk"))
    first = [row["pk"] for row in found[: FEW + 1]]
    return RawSQL("SELECT unnest(%s::bigint[])", (first,)) if len(first) <= FEW else found
