"""A spreadsheet of accounts that exist, as lines: which heading means what, what is missing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.roster.reading.columns import Column
from accounts.roster.reading.reader import open_table
from accounts.roster.reading.sheet import Problem
from accounts.roster.reading.synonyms import plain
from accounts.roster.reading.table import UnreadableSheetError
from approvals.platforms import cleaned

MOST_ROWS: Final = 2_000
"""A district has some hundreds of accounts; so many are compared while one waits."""
LONGEST: Final = 2_000
"""Characters of a cell that are kept, for a purpose; other cells are checked when compared."""

COLUMNS: Final[Mapping[str, Column]] = {
    "platform": Column(
        gettext_lazy("Platform"), gettext_lazy("Instagram, YouTube …; a link says it by itself")
    ),
    "address": Column(gettext_lazy("Address"), gettext_lazy("a link, or a handle such as @band")),
    "name": Column(gettext_lazy("Name"), gettext_lazy("as people see it")),
    "person": Column(
        gettext_lazy("Looked after by"), gettext_lazy("an e-mail address on the roster")
    ),
    "place": Column(gettext_lazy("School or department"), gettext_lazy("as it is called here")),
    "audience": Column(gettext_lazy("Audience"), gettext_lazy("parents, students, staff …")),
    "purpose": Column(gettext_lazy("Purpose"), gettext_lazy("what it is for")),
    "since": Column(gettext_lazy("Exists since"), gettext_lazy("a day, such as 2021-08-30")),
    "run_by": Column(
        gettext_lazy("Run by, if not official"),
        gettext_lazy("a booster club, a parents’ group, a union …"),
    ),
}
NEEDED: Final = ("address", "name")
_NAMES: Final[Mapping[str, tuple[str, ...]]] = {
    "platform": ("platform", "network", "social network", "service", "site type", "channel type"),
    "address": (
        "address", "link", "url", "web address", "handle", "address or handle", "handle or link",
        "account", "account link", "profile", "profile link", "username", "user name",
    ),
    "name": ("name", "account name", "title", "page name", "display name"),
    "person": (
        "looked after by", "email", "e mail", "owner", "owner email", "owner e mail", "person",
        "manager", "contact", "contact email", "staff email", "responsible", "advisor", "sponsor",
    ),
    "place": (
        "school or department", "school", "place", "building", "department", "location", "site",
        "campus",
    ),
    "audience": ("audience", "for whom", "followers", "who follows"),
    "purpose": ("purpose", "what it is for", "description", "use", "about"),
    "since": ("exists since", "since", "created", "created on", "start date", "opened"),
    "run_by": (
        "run by if not official", "run by", "not official", "organization", "organisation",
        "booster club", "run by organization",
    ),
}  # fmt: skip
_KNOWN: Final = {name: column for column, names in _NAMES.items() for name in names}


@dataclass
class Read:
    """What was read: lines as {"row", and a cell by the name of each column}, and what was not.

    `left_out` are headings, as printed, that mean nothing here.
    """

    lines: list[dict[str, Any]] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def read(content: bytes) -> Read:
    """The lines of a CSV or XLSX file.

    Raises UnreadableSheetError, with what to do, where it has no lines, too many, or a column is
    missing. Rows that don't fit below their headings become problems.
    """
    table = open_table(content, most=MOST_ROWS + 100)
    used = dict[str, str]()
    for heading in table.headings:
        column = _KNOWN.get(plain(heading), "")
        if column and column not in used.values():
            used[heading] = column
    for column in NEEDED:
        if column not in used.values():
            words = _("The column “%s” is missing. Take the headings of the template.")
            raise UnreadableSheetError(words % COLUMNS[column].label)
    if not table.numbers and not table.problems:
        raise UnreadableSheetError(_("There are headings and no account below them."))
    if len(table.numbers) > MOST_ROWS:
        words = _("There are more than %s accounts. Bring them in several files.")
        raise UnreadableSheetError(words % MOST_ROWS)
    columns = {column: table.columns[table.headings.index(h)] for h, column in used.items()}
    lines: list[dict[str, Any]] = []
    for at, number in enumerate(table.numbers):
        seen = {name: cleaned(column[at])[:LONGEST] for name, column in columns.items()}
        cells = {name: text for name, text in seen.items() if text}
        lines.append({"row": number, **cells})
    left_out = [heading for heading in table.headings if heading not in used]
    return Read(lines, left_out, list(table.problems))
