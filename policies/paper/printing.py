"""What stands on a printed version: its text as a tree, its head, its references, its fingerprint.

Data for `typesetting.pdf`: plain JSON values. `frame` and `blocks` serve every print of policy
text; `version_pdf` is a version, word for word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from django.conf import settings
from django.utils.text import Truncator
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from district_portal.district import current
from district_portal.ui.dates import date_in_words
from district_portal.ui.tags.languages import adopted_sentence
from policies.models import Clause, Version
from policies.paper import typesetting
from policies.publication import numbering
from policies.references import linking

DEEPEST: Final = 12
"""Levels of lists inside lists that are set further in; deeper ones stand below each other."""
LONGEST_TITLE: Final = 60
"""Characters of a title that fit into the running head."""
_CELLS: Final = re.compile(r"\s*\|\s*")

Block = dict[str, Any]


def version_pdf(version: Version) -> bytes:
    """`version` as a PDF/UA-1 document. Raises typesetting.NotSetError."""
    clauses = list(version.clauses.all())
    around = linking.around(version, clauses)
    data = {
        **frame(version),
        "blocks": blocks({**vars(clause), "beneath": clause.beneath} for clause in clauses),
        "references": _references(around),
        "about": {"title": _("About this version"), "rows": _about(version)},
    }
    return typesetting.pdf("policy", data)


def frame(version: Version, *, title: str = "", standing: str | None = None) -> dict[str, Any]:
    """Head, running head and foot of a print about `version`: what `frame.typ` asks for.

    `title` and `standing` (the boxed sentence) are the version's unless given.
    """
    named = f"{version.policy.get_kind_display()} {version.code}"
    number = _("version %(number)d") % {"number": version.number}
    return {
        **languages(),
        "paper": "us-letter",
        "district": current.current().name,
        "title": title or version.title,
        "title_is_adopted": not title,
        "running": f"{version.code} {_short(title or version.title)}, {number}",
        "foot": _("Fingerprint %(short)s…") % {"short": version.sha256[:12]},
        "page": _("Page {n} of {total}"),
        "lines": [
            f"{named}, {number}",
            _day(version),
            *map(str, version.dates.all()),
            *board(version),
            *filter(None, [adopted_sentence()]),
        ],
        "standing": standing_of(version) if standing is None else standing,
    }


def languages() -> dict[str, str]:
    """What is said around a text is in `lang`, the reader's; policies are in `adopted_in`."""
    return {
        "lang": (get_language() or settings.LANGUAGE_CODE).split("-")[0],
        "adopted_in": settings.LANGUAGE_CODE,
    }


def _day(version: Version) -> str:
    """From which day it binds, or would have."""
    is_withdrawn = version.state == Version.State.WITHDRAWN
    words = (
        _("Would have come into force on %(day)s") if is_withdrawn else _("In force from %(day)s")
    )
    return words % {"day": date_in_words(version.effective_on, style="long")}


def board(version: Version) -> list[str]:
    """What the board did, a sentence each: readings, adoption with vote and resolution."""
    lines = [
        _("%(reading)s %(day)s") % {"reading": name, "day": date_in_words(day, style="long")}
        for name, day in (
            (_("First reading"), version.first_reading_on),
            (_("Second reading"), version.second_reading_on),
            (_("Adopted by the board"), version.adopted_on),
        )
        if day
    ]
    if version.vote:
        lines.append(_("Vote %(vote)s") % {"vote": version.vote})
    if version.resolution:
        lines.append(_("Resolution %(number)s") % {"number": version.resolution})
    return lines


def standing_of(version: Version) -> str:
    """A warning for a version that is not in force; nothing for one that is."""
    state = Version.State(version.state)
    if state == Version.State.SCHEDULED:
        day = date_in_words(version.effective_on, style="long")
        return _("Not in force yet: this version comes into force on %(day)s.") % {"day": day}
    if state == Version.State.WITHDRAWN:
        return _("Withdrawn: this version never came into force.")
    if version.policy.state == version.policy.State.RESCINDED:
        return _("Rescinded: this policy is no longer in force.")
    return _("No longer in force.") if state == Version.State.SUPERSEDED else ""


def blocks(clauses: Iterable[Mapping[str, Any]]) -> list[Block]:
    """`clauses` in order as headings, texts, tables, and lists with what stands inside each item.

    A clause has kind, depth, level, label, text and may have beneath (lines printed below it) and
    note (words above it). `text` is a string, or pieces [sign, words] of a redline, with the signs
    "=", "+" and "-".
    """
    clauses = list(clauses)
    found: list[Block] = []
    open_items: list[tuple[int, list[Block]]] = []
    for clause, level in zip(clauses, numbering.levels(clauses), strict=True):
        kind, depth = clause["kind"], clause["depth"]
        if kind == Clause.Kind.HEADING:
            open_items = []
        edge = depth + 1 if kind == Clause.Kind.CONTINUATION else depth
        open_items = [item for item in open_items if item[0] < edge]
        place = open_items[-1][1] if open_items else found
        if kind == Clause.Kind.ITEM:
            place = _item(place, clause)
            if len(open_items) < DEEPEST:
                open_items.append((depth, place))
        elif kind == Clause.Kind.ROW:
            _row(place, clause["text"])
        else:
            is_heading = kind == Clause.Kind.HEADING
            place.append({**_words(clause), "kind": "heading" if is_heading else "text"})
            place[-1]["level"] = level
        place += [{"kind": "reference", "text": str(line)} for line in clause.get("beneath", ())]
    return found


def _item(place: list[Block], clause: Mapping[str, Any]) -> list[Block]:
    """Add an item to the list at the end of `place`; what will stand inside it."""
    if not place or place[-1]["kind"] != "list":
        place.append({"kind": "list", "items": []})
    item = {**_words(clause), "blocks": []}
    place[-1]["items"].append(item)
    inside: list[Block] = item["blocks"]
    return inside


def _row(place: list[Block], text: str | Sequence[Sequence[str]]) -> None:
    if not place or place[-1]["kind"] != "table":
        place.append({"kind": "table", "rows": []})
    place[-1]["rows"].append(cells(text) if isinstance(text, str) else [text])


def cells(text: str) -> list[str]:
    """The cells of a table's row, which a clause holds as one text: `Who | What | By when`."""
    return _CELLS.split(text)


def _words(clause: Mapping[str, Any]) -> Block:
    return {"label": clause["label"], "text": clause["text"], "note": clause.get("note", "")}


def _references(around: linking.Around) -> list[dict[str, Any]]:
    sections = []
    if around.legal:
        groups: list[dict[str, Any]] = []
        for reference in around.legal:
            if not groups or groups[-1]["title"] != reference.group:
                groups.append({"title": reference.group, "entries": []})
            groups[-1]["entries"].append(str(reference))
        sections.append({"title": _("Legal references"), "groups": groups})
    if around.cross:
        entries = [str(linked.reference) for linked in around.cross]
        sections.append(
            {"title": _("Cross references"), "groups": [{"title": "", "entries": entries}]}
        )
    return sections


def _about(version: Version) -> list[tuple[str, str]]:
    rows = [
        (_("Where it is read"), f"{settings.PORTAL_ADDRESS}{version.get_absolute_url()}"),
        (_("Fingerprint of the text (SHA-256)"), version.sha256),
    ]
    if version.number > 1:
        rows.insert(0, (_("Kind of revision"), str(version.get_revision_display())))
        rows.insert(1, (_("What changed"), version.summary))
    return rows


def _short(title: str) -> str:
    return Truncator(title).chars(LONGEST_TITLE)
