r"""How a clause is set in the text file that the portal itself writes.

Blank lines part the clauses; four columns are one level. A heading is underlined, a label stands
two spaces before its text, a continuation one level further in than its item, a table's row
between bars; `(cf. …)` belongs to the clause above. Long lines are cut at single spaces. What
this cannot tell is written out: `\item 1 0 "a." "…"` with kind, depth, level, label and text.
"""

from __future__ import annotations

import json
import re
from typing import Final, get_args

from policies.importing.parsed import Node, NodeKind

STEP: Final = 4
UNDERLINES: Final = "-=~^\"'+"
"""By level of the heading, from 0 (a level that no source told) to 6."""
FOOTNOTE: Final = re.compile(r"\*{2,}|[†‡]+|\[\^?[\w\-]{1,20}\]:?")
BENEATH: Final = "(cf."
LITERAL: Final = "\\"
_LABELLED: Final = re.compile(r"(?P<label>\S(?:.{0,58}?\S)??)  +(?P<text>\S.*)")
_UNDERLINE: Final = re.compile(rf"([{re.escape(UNDERLINES)}])\1{{2,}}")
_WRITTEN_OUT: Final = re.compile(
    rf"\\(?P<kind>{'|'.join(get_args(NodeKind))}|cf) (?P<depth>\d+) (?P<level>\d+) (?P<rest>\".*)"
)


def read(lines: list[str]) -> tuple[list[Node], list[str]]:
    """The clauses in `lines`, which no blank line parts, and the marks that were taken off.

    A line beneath the clause above is a node without text, the line in its `references`. Raises
    ValueError where something is written out wrongly.
    """
    stripped = [line.strip() for line in lines]
    depth = (len(lines[0]) - len(lines[0].lstrip())) // STEP
    if match := _WRITTEN_OUT.fullmatch(" ".join(stripped)):
        return [_written_out(match)], [LITERAL]
    if stripped[0].startswith("| "):
        return _rows(stripped, depth), ["|"]
    if len(lines) > 1 and (under := _UNDERLINE.fullmatch(stripped[-1])):
        words = " ".join(stripped[:-1])
        heading = _labelled(words) or Node("heading", words)
        heading.kind, heading.depth = "heading", depth
        heading.level = UNDERLINES.index(under[1])
        return [heading], [stripped[-1]]
    text = " ".join(stripped)
    if text.startswith(BENEATH):
        return [Node("para", "", references=[text])], []
    if text.startswith(LITERAL):
        return [_plain(text[1:], depth)], [LITERAL]
    node = _labelled(text) if len(stripped[0]) > 1 and "  " in stripped[0] else None
    if node is None:
        return [_plain(text, depth)], []
    is_note = depth == 0 and FOOTNOTE.fullmatch(node.label)
    node.kind, node.depth = ("para" if is_note else "item"), depth
    return [node], []


def written_out(node: Node) -> str:
    """`node` in the form that tells everything; for what its look would not tell."""
    kind = "cf" if node.references else node.kind
    text = json.dumps(node.references[0] if node.references else node.text, ensure_ascii=False)
    label = json.dumps(node.label, ensure_ascii=False)
    return f"{LITERAL}{kind} {node.depth} {node.level} {label} {text}"


def _written_out(match: re.Match[str]) -> Node:
    label, end = json.JSONDecoder().raw_decode(match["rest"])
    text, rest = json.JSONDecoder().raw_decode(match["rest"][end:].lstrip())
    if rest != len(match["rest"][end:].lstrip()):
        raise ValueError(match[0])
    if match["kind"] == "cf":
        return Node("para", "", references=[text])
    kind: NodeKind = match["kind"]  # type: ignore[assignment]
    return Node(kind, text, label=label, depth=int(match["depth"]), level=int(match["level"]))


def _rows(lines: list[str], depth: int) -> list[Node]:
    return [
        Node("row", re.sub(r" +\| +", " | ", line[2:]).removesuffix("|").rstrip(), depth=depth)
        for line in lines
    ]


def _labelled(text: str) -> Node | None:
    match = _LABELLED.fullmatch(text)
    return Node("item", match["text"], label=match["label"]) if match else None


def _plain(text: str, depth: int) -> Node:
    return Node("cont", text, depth=depth - 1) if depth else Node("para", text)
