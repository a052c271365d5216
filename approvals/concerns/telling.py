"""What the page of a concern says to whoever deals with it: how it came to them, what is due."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.views.decorators.debug import sensitive_variables

from accounts.models import Person
from approvals.concerns.models import Act, Clock, Receiver
from approvals.concerns.notifying import came


@dataclass(frozen=True)
class Came:
    """How a concern came to a person otherwise than by the report itself.

    `how` is "added", `by` whom and with which `reason`; or "up", since none of `unread` had read
    it in time.
    """

    how: str
    seat: Receiver
    by: Person | None = None
    reason: str = ""
    unread: Sequence[Person] = ()


@dataclass(frozen=True)
class Question:
    """Duties of a concern that hang on the same answer; `open` is one of them that still runs."""

    asks: str
    clocks: list[Clock]

    @property
    def open(self) -> Clock | None:
        """One that still runs: the answer is asked there for all of them."""
        return next((clock for clock in self.clocks if clock.act_id is None), None)


@sensitive_variables()
def how_it_came(receivers: Sequence[Receiver], acts: Iterable[Act], *, by: Person) -> Came | None:
    """How it came to `by`, of those who receive it now; None for whom the report reached.

    The words of `acts` are opened already.
    """
    seat = next((row for row in receivers if row.person_id == by.pk), None)
    how = came(seat.why, seat.level) if seat else ""
    if seat is None or not how:
        return None
    if how == "up":
        before = [row for row in receivers if row.level < seat.level and not row.read_at]
        return Came(how, seat, unread=[row.person for row in before])
    act = next((act for act in acts if act.what == Act.What.ADDED and act.person_id == by.pk), None)
    return Came(how, seat, by=act.by if act else None, reason=getattr(act, "words", ""))


def questions(clocks: Iterable[Clock]) -> list[Question]:
    """The duties by the question on which they hang, those without one first."""
    found: dict[str, list[Clock]] = {}
    for clock in clocks:
        found.setdefault(clock.asks, []).append(clock)
    return [Question(asks, found[asks]) for asks in sorted(found, key=bool)]


@sensitive_variables()
def duties(clocks: Iterable[Clock], acts: Sequence[Act]) -> None:
    """Give each clock the words of what ended it (`said`), and each act the `duties` it ended."""
    by_pk = {act.pk: act for act in acts}
    for act in acts:
        act.duties = []  # type: ignore[attr-defined]
    for clock in clocks:
        ended_by = by_pk.get(clock.act_id or 0)
        clock.said = getattr(ended_by, "words", "")  # type: ignore[attr-defined]
        if ended_by:
            ended_by.duties.append(clock)  # type: ignore[attr-defined]
