"""A version as a text file for people, which the import reads back clause for clause.

How a clause is set: `policies.importing.layout`. The words of the file belong to its format; they
are the same in every language of the portal, so that any portal reads them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import groupby
from typing import Final, cast

from django.conf import settings
from django.utils import translation

from district_portal.district import current
from policies.importing import layout, own_text
from policies.importing.layout import STEP
from policies.importing.parsed import Node, NodeKind
from policies.models import Clause, Version
from policies.paper import printing
from policies.references import linking

WIDTH: Final = 78
NARROWEST: Final = 30
TABLE: Final = 100
"""Characters up to which the cells of a table are set below each other."""
_BREAK: Final = re.compile(r"(?<=\S) (?=\S)")


def text_file(version: Version) -> str:
    """`version` as a text file with LF line ends."""
    clauses = list(version.clauses.all())
    around = linking.around(version, clauses)
    parts = [
        _head(version),
        own_text.RULE,
        *_blocks(clauses),
        own_text.RULE,
        *_references(around),
    ]
    return "\n\n".join(parts) + "\n"


def _head(version: Version) -> str:
    title = " ".join(version.title.split())
    fields = [
        ("Code", version.code),
        ("Kind", own_text.KINDS[version.policy.kind]),
        ("Version", str(version.number)),
        ("Standing", _standing(version)),
        ("In force from", _in_force_from(version)),
        ("Series", version.policy.series),
        *((own_text.DATES[date.kind], _printed(date.printed, date.iso))
          for date in version.dates.all()),
        ("Fingerprint", f"SHA-256 {version.sha256}"),
        ("Address", f"{settings.PORTAL_ADDRESS}{version.get_absolute_url()}"),
        (own_text.LAYOUT, own_text.SIGN),
    ]  # fmt: skip
    said = [(name, " ".join(value.split())) for name, value in fields if value.strip()]
    width = max(len(name) for name, _ in said) + 2
    lines = [f"{f'{name}:':{width}} {value}" for name, value in said]
    return "\n".join(
        [current.current().name, "", title, "=" * max(3, min(len(title), WIDTH)), "", *lines]
    )


def _standing(version: Version) -> str:
    """That it does not bind, where it doesn't; in the words of the format."""
    with translation.override("en"):
        return printing.standing_of(version)


def _in_force_from(version: Version) -> str:
    is_withdrawn = version.state == Version.State.WITHDRAWN
    return "" if is_withdrawn else version.effective_on.isoformat()


def _printed(printed: str, iso: str) -> str:
    return printed if own_text.iso_of(printed) == iso else f"{printed} [{iso}]"


def _blocks(clauses: Iterable[Clause]) -> list[str]:
    blocks = []
    for is_row, group in groupby(clauses, key=lambda clause: clause.kind == Clause.Kind.ROW):
        if is_row:
            blocks += _tables(list(group))
            continue
        for clause in group:
            blocks.append(_checked(_set(clause), [_node(clause)]))
            blocks += [_beneath(str(line), clause.depth + 1) for line in clause.beneath]
    return blocks


def _set(clause: Clause) -> str:
    if clause.kind == Clause.Kind.HEADING:
        text = f"{clause.label}  {clause.text}" if clause.label else clause.text
        lines = _wrapped(text, clause.depth * STEP, clause.depth * STEP)
        under = layout.UNDERLINES[clause.level] if clause.level < len(layout.UNDERLINES) else "-"
        width = max(3, *(len(line.strip()) for line in lines.split("\n")))
        return f"{lines}\n{' ' * (clause.depth * STEP)}{under * width}"
    if clause.label:
        edge = clause.depth * STEP
        label = f"{clause.label}  ".ljust(STEP)
        return _wrapped(f"{label}{clause.text}", edge, edge + len(label))
    is_inside = clause.kind == Clause.Kind.CONTINUATION
    edge = (clause.depth + is_inside) * STEP
    plain = _wrapped(clause.text, edge, edge)
    is_told = _reads_as(plain, [_node(clause)])
    return plain if is_told else _wrapped(f"{layout.LITERAL}{clause.text}", edge, edge)


def _tables(rows: list[Clause]) -> list[str]:
    """The rows of one depth below each other, their cells in columns where that fits."""
    blocks = []
    for _depth, group in groupby(rows, key=lambda row: row.depth):
        same = list(group)
        beneath = [line for row in same for line in row.beneath]
        nodes = [_node(row) for row in same]
        for lines in (_columns(same), [f"| {row.text} |" for row in same]):
            edge = " " * (same[0].depth * STEP)
            block = "\n".join(f"{edge}{line}" for line in lines)
            if not beneath and _reads_as(block, nodes):
                blocks.append(block)
                break
        else:
            for row in same:
                blocks.append(layout.written_out(_node(row)))
                blocks += [_beneath(str(line), row.depth + 1) for line in row.beneath]
    return blocks


def _columns(rows: list[Clause]) -> list[str]:
    cells = [row.text.split(" | ") for row in rows]
    count = max(map(len, cells))
    widths = [max(len(row[n]) for row in cells if n < len(row)) for n in range(count)]
    if sum(widths) > TABLE:
        return []
    return [
        "| "
        + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=False))
        + " |"
        for row in cells
    ]


def _beneath(line: str, depth: int) -> str:
    return _checked(
        _wrapped(line, depth * STEP, depth * STEP), [Node("para", "", references=[line])]
    )


def _checked(block: str, nodes: list[Node]) -> str:
    """`block` if it is read as `nodes`, else their form that leaves nothing to guess."""
    return block if _reads_as(block, nodes) else "\n\n".join(map(layout.written_out, nodes))


def _reads_as(block: str, nodes: list[Node]) -> bool:
    lines = block.split("\n")
    if own_text.RULE in lines or not all(line.strip() for line in lines):
        return False
    return layout.read(lines)[0] == nodes


def _node(clause: Clause) -> Node:
    return Node(
        cast("NodeKind", clause.kind),
        clause.text,
        label=clause.label,
        depth=clause.depth,
        level=clause.level,
    )


def _wrapped(text: str, first: int, others: int) -> str:
    """`text` in lines of WIDTH, cut only at single spaces; `first` and `others` are indents."""
    lines: list[str] = []
    line = ""
    for word in _BREAK.split(text):
        indent = others if lines else first
        width = max(WIDTH - indent, NARROWEST)
        if line and len(line) + 1 + len(word) > width:
            lines.append(f"{' ' * indent}{line}")
            line = word
        else:
            line = f"{line} {word}" if line else word
    lines.append(f"{' ' * (others if lines else first)}{line}")
    return "\n".join(lines)


def _references(around: linking.Around) -> list[str]:
    parts = []
    if around.legal:
        lines, group = [], ""
        for reference in around.legal:
            if reference.group != group:
                group = reference.group
                lines.append(_line(group) or own_text.NO_GROUP)
            lines.append(f"    {_line(str(reference))}")
        parts.append(_section(own_text.LEGAL, lines))
    if around.cross:
        listed = [linked.reference for linked in around.cross]
        lines = [
            f"    {_line(f'{reference.before} {reference.code}') or own_text.NO_CODE}"
            f"  {_line(reference.text)}".rstrip()
            for reference in listed
        ]
        parts.append(_section(own_text.CROSS, lines))
    return parts


def _section(title: str, lines: list[str]) -> str:
    return "\n".join([title, "-" * len(title), "", *lines])


def _line(text: str) -> str:
    return " ".join(text.split())
