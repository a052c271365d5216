"""How the registry stands: accounts by state, and the yearly checks that wait for an owner."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, QuerySet

from approvals.registry import certifying
from district_portal.reports.dashboard.asking import Asked

Row = dict[str, Any]


@dataclass
class Keeping:
    """All that the charts of the registry are drawn from."""

    states: dict[str, int] = field(default_factory=dict)
    checks: dict[dt.date, int] = field(default_factory=dict)
    """The yearly checks that wait, by the day on which they are due."""

    @property
    def accounts(self) -> int:
        """How many accounts there are, closed ones included."""
        return sum(self.states.values())

    def overdue(self, today: dt.date) -> int:
        """How many checks were due before today."""
        return sum(n for day, n in self.checks.items() if day < today)

    def by_lateness(self, today: dt.date) -> Iterator[tuple[int, int]]:
        """Days late (0 and less: not yet), and how many checks."""
        for day, number in self.checks.items():
            yield (today - day).days, number


def sought(asked: Asked) -> list[QuerySet[Any, Any]]:
    """What `read` needs: the accounts, and the checks that wait."""
    accounts = asked.accounts()
    checks = certifying.open_checks().filter(account__in=accounts.values("pk")).order_by()
    return [
        accounts.values("state").annotate(n=Count("pk")),
        checks.values("due_on").annotate(n=Count("pk")),
    ]


def read(found: list[list[Row]]) -> Keeping:
    """How the registry stands, from the rows that `sought` names."""
    accounts, checks = found
    return Keeping(
        states={row["state"]: row["n"] for row in accounts},
        checks={dt.date.fromisoformat(row["due_on"]): row["n"] for row in checks},
    )
