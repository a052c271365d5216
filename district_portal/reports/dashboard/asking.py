"""What the dashboard is asked: a place, a policy, a school year, and who asks."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import Q, QuerySet

from accounts.models import Person, Place
from accounts.places import with_places_below
from approvals.models import Request
from approvals.permissions import asked_at
from approvals.registry.models import Account
from district_portal.district.current import school_year, school_year_bounds, today
from district_portal.permissions import visible
from policies.acknowledgments import summing
from policies.acknowledgments.year_asked import first_day
from policies.models import Policy


@dataclass(frozen=True)
class Tree:
    """All places: their names, and which lie right below which."""

    names: dict[int, str] = field(default_factory=dict)
    parents: dict[int, int | None] = field(default_factory=dict)

    @classmethod
    def read(cls) -> Tree:
        """As it is today; one query."""
        rows = list(Place.objects.values_list("pk", "name", "parent_id"))
        return cls({pk: name for pk, name, _up in rows}, {pk: up for pk, _name, up in rows})

    def below(self, place: int | None) -> list[int]:
        """The places right below `place`; those at the top for None."""
        return [pk for pk, up in self.parents.items() if up == place]


@dataclass(frozen=True)
class Asked:
    """The filters of a dashboard, for the `person` who looks at it.

    `scope` is what they reach of assignments: empty for everything. `year` is a school year,
    written 2026–27; empty for this one.
    """

    person: Person
    scope: Q
    tree: Tree
    place: int | None = None
    policy: Policy | None = None
    year: str = ""
    today: dt.date = field(default_factory=today)

    @property
    def is_of_everybody(self) -> bool:
        """Whether the sums that are kept tell what the person may see."""
        return not self.scope

    @cached_property
    def is_past(self) -> bool:
        """Whether a school year is asked for that is over."""
        return self.last_day < self.today

    @cached_property
    def bounds(self) -> tuple[dt.date, dt.date]:
        """First and last day of the school year."""
        day = first_day(self.year) if self.year else self.today
        return school_year_bounds(day)

    @property
    def first_day(self) -> dt.date:
        """The first day of the school year."""
        return self.bounds[0]

    @property
    def last_day(self) -> dt.date:
        """The last day of the school year."""
        return self.bounds[1]

    @property
    def year_name(self) -> str:
        """The school year, written 2026–27."""
        return self.year or school_year(self.today)

    @cached_property
    def versions(self) -> list[int]:
        """Ids of the version in force of each policy asked for, in order."""
        found = summing.in_force()
        if self.policy:
            found = found.filter(policy=self.policy)
        return list(found.order_by("pk").values_list("pk", flat=True))

    @cached_property
    def top(self) -> int | None:
        """The place whose parts are compared: the one asked for, else the only one at the top."""
        tops = self.tree.below(None)
        return self.place or (tops[0] if len(tops) == 1 else None)

    @cached_property
    def places(self) -> set[int] | None:
        """Ids of the place asked for and of those below it; None where none is asked for."""
        if self.place is None:
            return None
        return with_places_below({self.place}, tree=list(self.tree.parents.items()))

    def requests(self) -> QuerySet[Request]:
        """The requests that were sent, there, as far as the person may see them."""
        found = visible(Request.objects.exclude(state="draft"), self.person, "requests.view")
        return (found if self.places is None else found.filter(asked_at(self.places))).order_by()

    def accounts(self) -> QuerySet[Account]:
        """The accounts of the registry, there, as far as the person may see them."""
        found = visible(Account.objects.all(), self.person, "registry.view")
        return (found if self.places is None else found.filter(place__in=self.places)).order_by()
