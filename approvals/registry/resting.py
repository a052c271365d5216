"""The accounts whose approval is live, for who asks whether it still holds."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import F

from accounts.models import Person
from approvals.models import Request
from approvals.registry.models import Account


def live(requests: Iterable[int]) -> dict[int, Person]:
    """Of these requests (ids) those on which an account rests that is not closed, with its owner.

    It rests on the one by which it was opened, and on those by which it was changed.
    """
    ids = list(requests)
    rows = Account.objects.exclude(state=Account.State.CLOSED).select_related("owner")
    found = {account.request_id: account.owner for account in rows.filter(request__in=ids)}
    changed = rows.filter(approved_changes__request__in=ids)
    for account in changed.annotate(by_request=F("approved_changes__request")):
        found[account.by_request] = account.owner
    return found


def account_on(request: Request) -> Account | None:
    """The account, not closed, that rests on `request`."""
    rows = Account.objects.exclude(state=Account.State.CLOSED)
    changed = rows.filter(approved_changes__request=request)
    return rows.filter(request=request).first() or changed.first()
