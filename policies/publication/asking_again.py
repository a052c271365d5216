"""Who must sign again after a new version: what the publisher may choose between.

A version names the oldest version whose signature still counts. It never counts one that its
predecessor had stopped counting, else an obligation would be lifted from behind.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from django.utils.translation import gettext as _

from district_portal.ui.dates import date_in_words
from policies.models import Policy, Version

AsksAgain = Literal["everyone", "nobody"] | int
"""Everyone, nobody, or those whose last signature is older than the version of this number."""


@dataclass(frozen=True)
class Choice:
    """One answer: its value, its words, and the oldest version whose signature would count.

    `accepts_from` is None where no signature counts that there is.
    """

    value: str
    label: str
    accepts_from: int | None


def choices(policy: Policy | None) -> list[Choice]:
    """What can be chosen for the next version of `policy`; nothing for a first one."""
    before = policy.last_in_force if policy else None
    if policy is None or before is None:
        return []
    between = policy.versions.filter(
        state__in=(Version.State.IN_FORCE, Version.State.SUPERSEDED),
        number__gt=before.accepts_from,
    ).order_by("-number")
    return [
        Choice("everyone", _("Everyone who has to sign this policy"), None),
        *(_older_than(version) for version in between),
        Choice(
            "nobody",
            _("Only those who have not signed: signatures of the version before still count"),
            before.accepts_from,
        ),
    ]


def with_number(choice: Choice, told: Mapping[str, str]) -> str:
    """The words of `choice`, with how many people it asks where `told` says so by its value."""
    number = told.get(choice.value)
    return f"{choice.label} ({number})" if number else choice.label


def in_words(policy: Policy | None, value: str, told: Mapping[str, str]) -> str:
    """What was chosen for the next version of `policy`, in words; nothing for a first one."""
    chosen = (choice for choice in choices(policy) if choice.value == value)
    return next((with_number(choice, told) for choice in chosen), "")


def usual(revision: str) -> Literal["everyone", "nobody"]:
    """Who must sign again where nobody decides: the kind of revision says it."""
    return "everyone" if revision == Version.Revision.SUBSTANTIVE else "nobody"


def accepts_from(asks_again: AsksAgain, *, before: Version | None, number: int) -> int:
    """The oldest version whose signature counts for version `number`.

    Raises ValueError for a version that is not among `choices`.
    """
    if before is None or asks_again == "everyone":
        return number
    if asks_again == "nobody":
        return before.accepts_from
    if not before.accepts_from < int(asks_again) <= before.number:
        raise ValueError(f"version {asks_again} can't be the oldest whose signature counts")
    return int(asks_again)


def read(value: str) -> AsksAgain:
    """A `Choice`'s value as `publishing.publish` takes it. Raises ValueError."""
    if value == "everyone":
        return "everyone"
    return "nobody" if value == "nobody" else int(value)


def _older_than(version: Version) -> Choice:
    label = _("Those who signed before version %(number)d, in force from %(day)s") % {
        "number": version.number,
        "day": date_in_words(version.effective_on),
    }
    return Choice(str(version.number), label, version.number)
