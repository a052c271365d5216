"""Several rows of one number are several postings of one person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from django.utils.translation import gettext as _

from accounts.roster.reading.sheet import Entry, Problem


def gather(
    entries: list[Entry],
    problems: list[Problem],
    *,
    marked: bool = False,
    weights: Sequence[float] | None = None,
) -> list[Entry]:
    """`entries` with exactly one primary row a number; what contradicts itself is a problem.

    Primary is the row that says so, where the sheet has a column for it (`marked`), else the one
    with the largest of `weights` (the share of full time), else the first. Rows that say the same
    twice, as where each budget account has a line, become one.
    """
    numbers = [entry.number.lower() for entry in entries]
    if len(set(numbers)) < len(numbers):
        several = {number for number, times in Counter(numbers).items() if times > 1}
        entries = _join(entries, numbers, several, problems, marked=marked, weights=weights)
    if marked:
        entries = _nobody_without(entries)
    _refuse_shared_addresses(entries, problems)
    _refuse_two_heads(entries, problems)
    return entries


def _join(
    entries: list[Entry],
    numbers: list[str],
    several: set[str],
    problems: list[Problem],
    *,
    marked: bool,
    weights: Sequence[float] | None,
) -> list[Entry]:
    places: dict[str, list[int]] = {number: [] for number in several}
    for at, number in enumerate(numbers):
        if number in several:
            places[number].append(at)
    joined: dict[int, Entry | None] = {}
    for group in places.values():
        rows = [entries[at] for at in group]
        if not _agree(rows, problems):
            joined |= dict.fromkeys(group[1:])
            continue
        main = _main(
            rows, [weights[at] for at in group] if weights else None, problems, marked=marked
        )
        joined |= zip(group, _as_one_person(rows, main, problems), strict=True)
    told = [joined.get(at, entry) for at, entry in enumerate(entries)]
    return [entry for entry in told if entry is not None]


def _agree(rows: list[Entry], problems: list[Problem]) -> bool:
    """Whether rows of one number are of one person; each that isn't becomes a problem."""
    first = rows[0]
    agreed = True
    for row in rows[1:]:
        differ = [
            name
            for name in ("first_name", "last_name")
            if getattr(row, name).lower() != getattr(first, name).lower()
        ]
        email = next((each.email for each in rows if each.email), "")
        told = {
            "value": row.number,
            "row": first.row,
            "name": f"{first.first_name} {first.last_name}",
        }
        if differ == ["first_name", "last_name"]:
            message = _("“%(value)s” already stands in row %(row)s, for %(name)s.")
            problems.append(Problem(row.row, "number", message % told))
        elif differ:
            message = _("“%(value)s” is %(name)s in row %(row)s. Write the name alike in both.")
            problems.append(Problem(row.row, differ[0], message % told))
        elif row.email and row.email != email:
            message = _("“%(value)s” has another address above. Write the same one in each row.")
            problems.append(Problem(row.row, "email", message % told))
        else:
            continue
        agreed = False
    return agreed


def _main(
    rows: list[Entry], weights: list[float] | None, problems: list[Problem], *, marked: bool
) -> Entry:
    """The primary one of a person's rows."""
    main = [row for row in rows if row.primary] if marked else []
    if len({(row.place, row.position) for row in main}) > 1:
        message = _("Row %(row)s is already the main position of “%(value)s”.")
        told = {"row": main[0].row, "value": main[0].number}
        problems.append(Problem(main[1].row, "primary", message % told))
    if main:
        return main[0]
    if weights:
        return rows[weights.index(max(weights))]
    return rows[0]


def _as_one_person(rows: list[Entry], main: Entry, problems: list[Problem]) -> list[Entry | None]:
    """The rows with one spelling of the person, and None for those that say nothing new."""
    email = next((row.email for row in rows if row.email), "")
    seen: dict[tuple[str, str], Entry] = {(main.place, main.position): main}
    told: list[Entry | None] = []
    for row in rows:
        known = seen.setdefault((row.place, row.position), row)
        if known is not row:
            _refuse_other(row, known, problems)
            told.append(None)
            continue
        told.append(
            row._replace(
                number=rows[0].number,
                first_name=main.first_name,
                last_name=main.last_name,
                email=email,
                primary=row is main,
            )
        )
    return told


def _refuse_other(row: Entry, known: Entry, problems: list[Problem]) -> None:
    """The same position twice may not differ in what else it says."""
    for column in ("supervisor", "kind", "on_leave"):
        if getattr(row, column) != getattr(known, column):
            message = _("The same position of “%(value)s” says something else in row %(row)s.")
            told = {"value": row.number, "row": known.row}
            problems.append(Problem(row.row, column, message % told))


def _nobody_without(entries: list[Entry]) -> list[Entry]:
    """Whose rows are none of them primary has the first one as such."""
    have = {entry.number for entry in entries if entry.primary}
    told: list[Entry] = []
    for entry in entries:
        if entry.number in have:
            told.append(entry)
        else:
            have.add(entry.number)
            told.append(entry._replace(primary=True))
    return told


def _refuse_shared_addresses(entries: list[Entry], problems: list[Problem]) -> None:
    """Two people can't have one address."""
    main = [entry for entry in entries if entry.email and entry.primary]
    if len({entry.email for entry in main}) == len(main):
        return
    first: dict[str, int] = {}
    for entry in main:
        row = first.setdefault(entry.email, entry.row)
        if row != entry.row:
            message = _("“%(value)s” already stands in row %(row)s.")
            told = {"value": entry.email, "row": row}
            problems.append(Problem(entry.row, "email", message % told))


def _refuse_two_heads(entries: list[Entry], problems: list[Problem]) -> None:
    first: dict[str, Entry] = {}
    for entry in entries:
        if not entry.head:
            continue
        known = first.setdefault(entry.place, entry)
        if known.number != entry.number:
            message = _("%(place)s already has a head in row %(row)s.")
            told = {"place": entry.place, "row": known.row}
            problems.append(Problem(entry.row, "head", message % told))
