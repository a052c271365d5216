"""The accounts whose approval is live, for who asks whether it still holds."""

from __future__ import annotations

from collections.abc import Iterable

from accounts.models import Person
from approvals.registry.models import Account


def live(requests: Iterable[int]) -> dict[int, Person]:
    """Of these requests (ids) those whose account is not closed, each with its owner."""
    rows = Account.objects.filter(request__in=list(requests)).exclude(state=Account.State.CLOSED)
    return {account.request_id: account.owner for account in rows.select_related("owner")}
