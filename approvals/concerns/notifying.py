"""Mails about concerns: that one waits, and nothing of what it says, where, or about whom."""

from __future__ import annotations

from collections.abc import Iterable

from accounts.models import Person
from approvals.concerns.models import Act, Clock, Concern, Receiver
from district_portal import mailing


def ask_to_read(
    receivers: Iterable[Receiver], *, concern: Concern, turn: str = "first", more: bool = False
) -> int:
    """Tell each at once that a concern waits; `turn` is when they were told before, if at all.

    `more` says that its reporter added something. Where it is unknown whether a mail went out, it
    goes out again. Answers how many were queued.
    """
    return sum(
        mailing.queue(
            "concern_waiting",
            key=f"concern_waiting:{receiver.pk}:{turn}",
            to=receiver.person,
            kept_from=concern.about,
            context={
                "number": concern.number,
                "again": turn != "first" and not more,
                "more": more,
                "came": came(receiver.why, receiver.level),
                "link": concern.get_absolute_url(),
            },
        )
        for receiver in receivers
    )


def came(why: str, level: int) -> str:
    """How a concern came to a receiver, for the words of a page or mail: "added", "up", or ""."""
    if why == Receiver.Why.ADDED:
        return "added"
    return "up" if level > 1 else ""


def tell_of_closed(concern: Concern, act: Act) -> bool:
    """Tell its reporter that it was closed, by that act, and nothing of what came of it.

    Not one who has left: the mail would leave the district.
    """
    return concern.reporter.is_active and mailing.queue(
        "concern_closed",
        key=f"concern_closed:{act.pk}",
        to=concern.reporter,
        kept_from=concern.about,
        context={"number": concern.number, "link": concern.get_absolute_url()},
    )


def chase_draft(concern: Concern, *, turn: str) -> bool:
    """Remind a reporter of a draft that was not sent, unless they have left."""
    return concern.reporter.is_active and mailing.queue(
        "concern_draft",
        key=f"concern_draft:{concern.pk}:{turn}",
        to=concern.reporter,
        kept_from=concern.about,
        context={"link": concern.get_absolute_url()},
    )


def remind_of_due(clock: Clock, people: Iterable[Person]) -> int:
    """Remind those who handle a concern of a duty, once each; answers how many were queued."""
    return _tell_of_clock("concern_due", clock, people)


def tell_of_missed(clock: Clock, people: Iterable[Person]) -> int:
    """Tell of a duty that was not recorded as done in time; answers how many were queued."""
    return _tell_of_clock("concern_overdue", clock, people)


def _tell_of_clock(name: str, clock: Clock, people: Iterable[Person]) -> int:
    concern = clock.concern
    link = concern.get_absolute_url()
    return sum(
        mailing.queue(
            name,
            key=f"{name}:{clock.pk}:{pk}",
            to=person,
            kept_from=concern.about,
            context={"number": concern.number, "due": clock.due_at, "link": link},
        )
        for pk, person in {person.pk: person for person in people}.items()
    )
