"""What the headings of the district's sheets mean: suggested, settled by a person, remembered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.db import transaction
from django.utils import timezone

from accounts.roster.models import Heading
from accounts.roster.reading.columns import COLUMNS, missing
from accounts.roster.reading.reader import open_table
from accounts.roster.reading.suggesting import Suggestion, suggest
from accounts.roster.reading.synonyms import LEFT_OUT, is_private, plain
from district_portal import audit

if TYPE_CHECKING:
    from accounts.models import Person

PEEKED: Final = 300
"""Rows that are looked at to suggest what a heading means."""
EXAMPLES: Final = 3
_LONGEST: Final = 120


class MatchingError(Exception):
    """A matching that no sheet can be read by.

    `twice` are headings whose column another one has, `lacking` are needed columns without one.
    """

    def __init__(self, twice: list[str], lacking: list[str]) -> None:
        super().__init__(f"twice: {twice}, lacking: {lacking}")
        self.twice = twice
        self.lacking = lacking


@dataclass(frozen=True)
class Match:
    """One heading as printed, what it is taken for, and up to three cells below it.

    `examples` is empty, too, where the heading names what only HR should see.
    """

    suggestion: Suggestion
    examples: list[str]
    is_private: bool

    @property
    def heading(self) -> str:
        return self.suggestion.heading


def look_at(content: bytes) -> list[Match]:
    """What the headings of a sheet most likely mean, in their order.

    Raises UnreadableSheetError, with what to do instead.
    """
    table = open_table(content, most=PEEKED)
    return [
        Match(
            one,
            [] if is_private(one.heading) else table.examples(one.heading, EXAMPLES),
            is_private(one.heading),
        )
        for one in suggest(table, recall())
    ]


def is_settled(matches: list[Match]) -> bool:
    """Whether nothing is new: each heading was settled before, or is the portal's own."""
    matching = {match.heading: match.suggestion.column for match in matches}
    try:
        check(matching)
    except MatchingError:
        return False
    return all(match.suggestion.is_settled for match in matches)


def recall() -> dict[str, str]:
    """Every heading that somebody has settled, as `plain` writes it → its column, "" for none."""
    return dict(Heading.objects.values_list("heading", "column"))


def check(matching: Mapping[str, str]) -> None:
    """Raise MatchingError where a column stands twice or a needed one is missing."""
    had: dict[str, str] = {}
    twice = []
    for heading, column in matching.items():
        if column != LEFT_OUT and had.setdefault(column, heading) != heading:
            twice.append(heading)
    lacking = missing(set(had))
    if twice or lacking:
        raise MatchingError(twice, lacking)


@transaction.atomic
def remember(matching: Mapping[str, str], *, by: Person | None) -> int:
    """Keep what the headings of a sheet mean (heading → column, "" to leave out) for next time.

    Answers how many are new or mean something else now; headings of other sheets stay. Raises
    MatchingError, and ValueError for what is no column; nothing is kept then.
    """
    if unknown := set(matching.values()) - {LEFT_OUT, *COLUMNS}:
        raise ValueError(f"no columns: {', '.join(sorted(unknown))}")
    check(matching)
    wanted = {plain(heading)[:_LONGEST]: column for heading, column in matching.items()}
    wanted.pop("", None)
    before = {heading: column for heading, column in recall().items() if heading in wanted}
    new = {heading: column for heading, column in wanted.items() if before.get(heading) != column}
    if not new:
        return 0
    now = timezone.now()
    Heading.objects.bulk_create(
        [
            Heading(heading=heading, column=column, by=by, remembered_at=now)
            for heading, column in sorted(new.items())
        ],
        update_conflicts=True,
        unique_fields=["heading"],
        update_fields=["column", "by", "remembered_at"],
    )
    told = {heading: column for heading, column in before.items() if heading in new}
    audit.record("roster.matched", by=by, before=told, after=new)
    return len(new)
