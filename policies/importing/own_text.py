"""The text file that the portal itself writes, read back clause for clause.

Its words (Code, Adopted …) belong to the format, in every language of the portal.
"""

from __future__ import annotations

import re
from typing import Final

from policies.dating import read_date
from policies.importing import layout
from policies.importing.parsed import CrossReference, FoundDate, LegalReference, Parsed
from policies.references.citing import citations
from policies.references.codes import KIND_WORDS

SIGN: Final = "Plain text 1, can be imported again"
LAYOUT: Final = "Layout"
RULE: Final = "-" * 72
KINDS: Final = {
    "policy": "Policy",
    "rule": "Administrative rule",
    "exhibit": "Exhibit",
    "handbook": "Handbook",
}
DATES: Final = {
    "adopted": "Adopted",
    "previously_adopted": "Previously adopted",
    "revised": "Revised",
    "reviewed": "Reviewed",
    "effective": "Effective",
    "issued": "Issued",
    "first_reading": "First reading",
    "second_reading": "Second reading",
}
LEGAL: Final = "Legal references"
CROSS: Final = "Cross references"
NO_GROUP: Final = "—"
NO_CODE: Final = "—"
_FIELD: Final = re.compile(r"(?P<name>[A-Z][A-Za-z ]*): +(?P<value>\S.*)")
_KIND_SAID: Final = re.compile(rf"(?:({KIND_WORDS})\s+)?(.*)")
_DATE: Final = re.compile(r"(?P<printed>.*?)(?: \[(?P<iso>[\d-]*)\])?")
_SIGNED: Final = re.compile(rf"^{LAYOUT}: +{re.escape(SIGN)}\s*$", re.MULTILINE)
_HEAD: Final = 8000
"""Signs in which the layout is named."""


def parsed(content: str, name: str = "") -> Parsed | None:
    """The policy in `content`, or None where that is no text file of the portal.

    Also None where it was changed so that it no longer is one: then it is read like any other.
    """
    if not _SIGNED.search(content[:_HEAD]):
        return None
    lines = content.replace("\r\n", "\n").split("\n")
    rules = [number for number, line in enumerate(lines) if line.rstrip() == RULE]
    if not rules:
        return None
    start = rules[0]
    end = rules[-1] if len(rules) > 1 else len(lines)
    found = Parsed(file=name, dropped=[lines[number] for number in rules])
    try:
        _read_head(found, lines[:start])
        _read_text(found, lines, start + 1, end)
    except (ValueError, LookupError):
        return None
    _read_references(found, lines[end + 1 :])
    _read_citations(found)
    return found if found.code and found.title and found.nodes else None


def _read_head(found: Parsed, lines: list[str]) -> None:
    for above, line in zip(["", *lines], lines, strict=False):
        if re.fullmatch(r"={3,}", line.strip()) and not found.title:
            found.title = above.strip()
            found.dropped.append(line)
            continue
        if line.strip():
            found.meta.append(line.strip())
        if not found.title or not (match := _FIELD.fullmatch(line.rstrip())):
            continue
        field, value = match["name"], match["value"]
        if field == "Code":
            found.code = value
        elif field == "Kind":
            found.kind = {words: kind for kind, words in KINDS.items()}[value]
        elif field in DATES.values():
            found.dates.append(_date(field, value))


def _date(field: str, value: str) -> FoundDate:
    kind = {words: kind for kind, words in DATES.items()}[field]
    match = _DATE.fullmatch(value)
    printed: str = match["printed"] if match else value
    iso: str = match["iso"] if match and match["iso"] is not None else iso_of(printed)
    return FoundDate(kind, iso or None, printed)


def iso_of(printed: str) -> str:
    """What `printed` alone would be read as: 2017-01-16, or nothing."""
    read = read_date(printed)
    return read.iso if read else ""


def _read_text(found: Parsed, lines: list[str], start: int, end: int) -> None:
    for first, block in _blocks(lines, start, end):
        nodes, marks = layout.read(block)
        found.dropped += marks
        for offset, node in enumerate(nodes):
            if node.references:
                found.nodes[-1].references += node.references
                found.meta += node.references
                continue
            is_row = node.kind == "row"
            node.line = first + offset if is_row else first
            node.end = node.line if is_row else first + len(block) - 1
            found.nodes.append(node)


def _blocks(lines: list[str], start: int, end: int) -> list[tuple[int, list[str]]]:
    """(number of the first line, lines) of each run of lines that are not blank."""
    blocks: list[tuple[int, list[str]]] = []
    is_open = False
    for number in range(start, end):
        if not lines[number].strip():
            is_open = False
        elif is_open:
            blocks[-1][1].append(lines[number])
        else:
            blocks.append((number, [lines[number]]))
            is_open = True
    return blocks


def _read_references(found: Parsed, lines: list[str]) -> None:
    section = group = ""
    for line in lines:
        words = line.strip()
        if not words:
            continue
        if re.fullmatch(r"-{3,}", words):
            found.dropped.append(words)
            continue
        found.meta.append(words)
        if words in (LEGAL, CROSS) and not line.startswith(" "):
            section, group = words, ""
        elif section == LEGAL and not line.startswith(" "):
            group = "" if words == NO_GROUP else words
        elif section == LEGAL:
            found.legal_refs.append(LegalReference(words, group))
        elif section == CROSS:
            code, _, title = words.partition("  ")
            code = "" if code == NO_CODE else code
            said = _KIND_SAID.fullmatch(code)
            before, code = said.groups() if said else ("", code)
            found.cross_refs.append(CrossReference(code, title.strip(), before or ""))


def _read_citations(found: Parsed) -> None:
    named = [
        CrossReference(citation.code, citation.title)
        for node in found.nodes
        for text in (node.text, *node.references)
        for citation in citations(text)
    ]
    found.inline_cross_refs = list(dict.fromkeys(named))
