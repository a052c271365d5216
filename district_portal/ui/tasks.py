"""What a part has to say on My tasks, in the panel slot "tasks".

A part's `panels.py` registers a function of the request and the person, which answers `Tasks`:

    def tasks(request: HttpRequest, person: Person) -> Tasks: ...
    panels.register("tasks", tasks, order=10)

One that has few rows to tell of answers `Asked` instead: the rows of all such functions cost one
statement, put together once for all who hold the same.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from district_portal.ui.alike import Rows


@dataclass(frozen=True, kw_only=True)
class Task:
    """One row: the whole row is a link to `url`.

    `due` (a local date) writes its own badge and sorts what is to do; else `status` is shown in
    the colours of `kind` (ok, warn, bad, info, plain). `meta` is the small line below. `count` is
    for how many things it stands: "2 more policies to review" is 2.
    """

    title: str
    url: str
    meta: str = ""
    due: dt.date | None = None
    status: str = ""
    kind: str = "plain"
    count: int = 1


@dataclass(frozen=True, kw_only=True)
class Wish:
    """One link under "I want to"."""

    label: str
    url: str


@dataclass(frozen=True, kw_only=True)
class Tasks:
    """What one part has for a person, each list in its own best order.

    `sentence` is about what is to do and stands below the greeting ("2 policies to sign.").
    """

    sentence: str = ""
    to_do: Sequence[Task] = ()
    waiting: Sequence[Task] = ()
    done: Sequence[Task] = ()
    wishes: Sequence[Wish] = ()

    @property
    def count(self) -> int:
        """How many things are to do: what the navigation says beside My tasks."""
        return sum(task.count for task in self.to_do)


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Rows out of `values(…)` by person, see `alike.Rows`, and what a part says of them."""

    rows: Rows
    tell: Callable[[list[dict[str, Any]]], Tasks]
