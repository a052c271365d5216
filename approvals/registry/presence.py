"""Who of those who look after accounts is still there: in office, and where they were named."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from django.db.models import Q

from accounts.models import Person, Posting
from accounts.places import read_tree, with_places_below
from approvals.registry.models import Account, Manager


class Presence:
    """What holds today of all who look after `accounts` (ids), read in five statements.

    Gone is who has left the district, and who works neither at the place of the account nor where
    they worked when they were named, nor below. Somebody on leave is not gone.
    """

    def __init__(self, accounts: Collection[int]) -> None:
        rows = Account.objects.filter(pk__in=accounts).select_related("owner", "recovery_owner")
        self.accounts = {account.pk: account for account in rows}
        self.managers: dict[int, list[Manager]] = defaultdict(list)
        beside = Manager.objects.filter(account__in=self.accounts).select_related("person")
        for row in beside.order_by("pk"):
            self.managers[row.account_id].append(row)
        people = {row.person_id for rows in self.managers.values() for row in rows}
        people |= {account.owner_id for account in self.accounts.values()}
        people |= {pk for a in self.accounts.values() if (pk := a.recovery_owner_id)}
        self._places: dict[int, set[int]] = defaultdict(set)
        held = Posting.objects.current().filter(person__in=people)
        for person, place in held.values_list("person", "place"):
            self._places[person].add(place)
        self._tree = read_tree()
        self._areas: dict[tuple[int, int], set[int]] = {}

    def owner_is_here(self, account: int) -> bool:
        """Whether the owner of `account` (id) still looks after it."""
        row = self.accounts[account]
        return self._is_here(row.owner, row.owner_place_id, row)

    def others(self, account: int) -> list[Manager]:
        """The managers beside the owner."""
        owner = self.accounts[account].owner_id
        return [row for row in self.managers[account] if row.person_id != owner]

    def others_gone(self, account: int) -> list[Manager]:
        """Those of the managers beside the owner who are gone."""
        row = self.accounts[account]
        return [m for m in self.others(account) if not self._is_here(m.person, m.place_id, row)]

    def recovery_is_gone(self, account: int) -> bool:
        """Whether somebody is named who could get it back, and is gone."""
        row = self.accounts[account]
        back = row.recovery_owner
        return back is not None and not self._is_here(back, row.recovery_place_id, row)

    def is_whole(self, account: int) -> bool:
        """Whether nobody is gone and nobody is missing."""
        return (
            self.owner_is_here(account)
            and bool(self.others(account))
            and not self.others_gone(account)
            and self.accounts[account].recovery_owner_id is not None
            and not self.recovery_is_gone(account)
        )

    def _is_here(self, person: Person, place: int | None, account: Account) -> bool:
        if not person.is_active:
            return False
        if place is None:
            return True
        where = (place, account.place_id)
        if where not in self._areas:
            self._areas[where] = with_places_below(where, tree=self._tree)
        return not self._places[person.pk].isdisjoint(self._areas[where])


def looked_after_by(people: Collection[int]) -> set[int]:
    """Ids of the accounts, not closed, that `people` (ids) own, manage or could get back."""
    managed = Manager.objects.filter(person__in=people).values("account")
    theirs = Q(owner__in=people) | Q(recovery_owner__in=people) | Q(pk__in=managed)
    rows = Account.objects.exclude(state=Account.State.CLOSED).filter(theirs)
    return set(rows.values_list("pk", flat=True))


def who_looks_after_any() -> set[int]:
    """Ids of all who own, manage or could get back an account that isn't closed."""
    rows = Account.objects.exclude(state=Account.State.CLOSED).order_by()
    found = {pk for pair in rows.values_list("owner", "recovery_owner").distinct() for pk in pair}
    managing = Manager.objects.filter(account__in=rows)
    return (found | set(managing.values_list("person", flat=True).distinct())) - {None}
