"""What forbids a run although its files can be read: told with row and column."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any, Final

from django.utils.translation import gettext as _

from accounts.roles import gap_without, holders
from accounts.roster.models import Change, Run
from accounts.roster.staging import MOST_PROBLEMS
from district_portal.permissions import Role
from district_portal.ui.dates import date_in_words


def judge(cursor: Any, run: Run, parameters: dict[str, Any]) -> None:
    """Add a problem for each thing that the roster, as it stands, does not allow `run` to do."""
    found: list[Change] = []
    for statement, column, names, message in _asked(run):
        cursor.execute(statement, parameters)
        for file, row, *told in cursor.fetchmany(MOST_PROBLEMS):
            words = [date_in_words(each) if isinstance(each, dt.date) else each for each in told]
            said = message % dict(zip(names, words, strict=True))
            found.append(_problem(run, file, row, column, said))
    found += _an_empty_chair(run)
    if not run.rows and not run.faulty and run.whole:
        found.append(_problem(run, 0, 1, "", _("The sheet names nobody.")))
    Change.objects.bulk_create(found, batch_size=1_000)


def _asked(run: Run) -> Iterable[tuple[str, str, tuple[str, ...], str]]:
    """Each question: its statement, the column it is about, names of its answers, its words."""
    taken = _("“%(value)s” belongs to %(name)s, who is not in this sheet.")
    yield _TAKEN_ADDRESSES.format("NOT NULL AND NOT %(whole)s"), "email", ("value", "name"), taken
    unnumbered = _(
        "“%(value)s” belongs to %(name)s, who has no employee number yet. Enter it on their page."
    )
    yield _TAKEN_ADDRESSES.format("NULL"), "email", ("value", "name"), unnumbered
    if len(run.files) > 1:  # in one file its reader tells them
        shared = _("“%(value)s” is also the address of “%(number)s”, in another file.")
        yield _SHARED_ADDRESSES, "email", ("value", "number"), shared
    closed = _("“%(value)s” was closed on %(day)s.")
    yield _CLOSED_PLACES, "place", ("value", "day"), closed
    yield _GONE_BOSSES, "supervisor", ("value",), _("“%(value)s” has left.")


def _problem(run: Run, file: int, row: int, column: str, message: str) -> Change:
    return Change(
        run=run,
        kind=Change.Kind.PROBLEM,
        file=file,
        row=row,
        column=column,
        message=message,
        sort_name=f"{file:04} {row:09}",
    )


def _an_empty_chair(run: Run) -> list[Change]:
    """Somebody must stay District Administrator where there is one."""
    administrators = list(holders(Role.DISTRICT_ADMINISTRATOR))
    left = run.changes.filter(
        kind=Change.Kind.LEFT, person_id__in=[each.pk for each in administrators]
    )
    leaving = {pk for pk in left.values_list("person_id", flat=True) if pk}
    if not leaving or not gap_without(leaving):
        return []
    message = _("%(name)s is not in the sheet and is the last District Administrator. %(do)s")
    told = {
        "name": min(str(person) for person in administrators if person.pk in leaving),
        "do": _("Give somebody else that role first."),
    }
    return [_problem(run, 0, 1, "number", message % told)]


_TAKEN_ADDRESSES: Final = """
SELECT named.file, named.row, named.email, holder.given_name || ' ' || holder.family_name
FROM roster_row named
JOIN accounts_person holder ON lower(holder.email) = lower(named.email)
WHERE named.run_id = %(run)s AND named."primary" AND NOT named.ends AND named.email <> ''
  AND %(has_email)s AND holder.is_active AND holder.number IS DISTINCT FROM named.number
  AND holder.number IS {}
  AND NOT EXISTS (SELECT FROM roster_row other
                  WHERE other.run_id = %(run)s AND other.number = holder.number)
ORDER BY 1, 2
"""
"""Addresses pass freely among those whom the run rules, not from people beside it."""

_SHARED_ADDRESSES: Final = """
SELECT second.file, second.row, second.email, min(first.number)
FROM roster_row first
JOIN roster_row second ON second.run_id = first.run_id AND second.email = first.email
WHERE first.run_id = %(run)s AND first.email <> '' AND first.file < second.file
  AND first.number <> second.number AND first."primary" AND second."primary"
GROUP BY 1, 2, 3 ORDER BY 1, 2
"""

_CLOSED_PLACES: Final = """
SELECT named.file, named.row, place.name, place.closed_on
FROM roster_row named JOIN accounts_place place ON place.name = named.place
WHERE named.run_id = %(run)s AND NOT named.ends AND place.closed_on <= %(day)s
ORDER BY 1, 2
"""

_GONE_BOSSES: Final = """
SELECT named.file, named.row, boss.given_name || ' ' || boss.family_name
FROM roster_row named
JOIN accounts_person boss ON boss.id = named.boss_person
WHERE named.run_id = %(run)s AND named.boss_person IS NOT NULL AND NOT boss.is_active
ORDER BY 1, 2
"""
