"""What can be done to the clauses of a draft: each function answers a new list, or two."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from policies.drafts.drafting import blank

Node = dict[str, Any]

DEEPEST: Final = 8
DEEPEST_HEADING: Final = 6
_BLANK_LINES: Final = re.compile(r"\n\s*\n")


class NoSuchClauseError(LookupError):
    """The draft holds no clause with this id (any more), or it has no neighbour to act on."""


def find(nodes: Sequence[Node], number: int) -> int:
    """The place of the clause with id `number`. Raises NoSuchClauseError."""
    for place, node in enumerate(nodes):
        if node["id"] == number:
            return place
    raise NoSuchClauseError(number)


def nearest(nodes: Sequence[Node], number: int, place: int) -> int | None:
    """The id of the clause that stands for `number` now, or of the one that took its `place`."""
    for node in nodes:
        if number in (node["id"], *node.get("holds", [])):
            found: int = node["id"]
            return found
    return nodes[min(max(place, 0), len(nodes) - 1)]["id"] if nodes else None


def change(nodes: Sequence[Node], number: int, *, above: int = 0, **fields: Any) -> list[Node]:
    """Give a clause another kind, label, text or `was`; a blank line in `text` splits it there.

    Of the parts, the longest stays the clause it was; the others remember whom they come from.
    `above`, here as below, is the highest id that was given out before.
    """
    place = find(nodes, number)
    nodes, node = _claimed(nodes, place, fields)
    node = _with_level(node, nodes)
    pieces = [{**node, "text": part} for part in _parts(node["text"], before=nodes[place]["text"])]
    for offset, piece in enumerate(pieces[1:]):
        piece.update(id=_next_id(nodes, above) + offset, label="", references=[], holds=[])
    if len(pieces) > 1:
        longest = max(pieces, key=lambda piece: len(piece["text"]))
        for piece in pieces:
            if piece is not longest:
                whence = node["was"] or node.get("split_from", "")
                is_new = whence == "new"
                piece.update(
                    was="new" if is_new else "", split_from="" if is_new else whence, merged=[]
                )
    return [*nodes[:place], *pieces, *nodes[place + 1 :]]


def write(nodes: Sequence[Node], number: int, **fields: Any) -> list[Node]:
    """Give a clause another kind, label, text or `was`; all line breaks count as spaces."""
    place = find(nodes, number)
    nodes, node = _claimed(nodes, place, fields)
    if node["text"] != nodes[place]["text"]:
        node["text"] = " ".join(node["text"].split())
    return [*nodes[:place], _with_level(node, nodes), *nodes[place + 1 :]]


def _claimed(
    nodes: Sequence[Node], place: int, fields: Mapping[str, Any]
) -> tuple[list[Node], Node]:
    """The clause with its new `fields`, and all as they were but for what it `was`.

    Where somebody says that it is a clause in force, no other is that one any more.
    """
    node = {**nodes[place], **fields}
    was = node["was"]
    if was in ("", nodes[place]["was"]):
        return list(nodes), node
    node.pop("split_from", None)
    others = [
        {**other, "was": ""} if was != "new" and other["was"] == was else other for other in nodes
    ]
    return [*others[:place], nodes[place], *others[place + 1 :]], node


def _parts(text: str, *, before: str) -> list[str]:
    """The text cut at blank lines, line breaks as spaces; as it was when nobody touched it."""
    text = text.replace("\r\n", "\n")
    if text == before:
        return [text]
    parts = [" ".join(part.split("\n")).strip() for part in _BLANK_LINES.split(text)]
    return [part for part in parts if part] or [""]


def shift(nodes: Sequence[Node], number: int, *, by: int) -> list[Node]:
    """Set a clause `by` levels further in (or out, when negative), as far as that is possible."""
    place = find(nodes, number)
    node = dict(nodes[place])
    if node["kind"] == "heading":
        node["level"] = min(max(node["level"] + by, 1), DEEPEST_HEADING)
    else:
        node["depth"] = min(max(node["depth"] + by, 0), DEEPEST)
    return [*nodes[:place], node, *nodes[place + 1 :]]


def move(nodes: Sequence[Node], number: int, *, by: int) -> list[Node]:
    """Set a clause `by` places further down (or up). Raises NoSuchClauseError at either end."""
    place = find(nodes, number)
    if not 0 <= place + by < len(nodes):
        raise NoSuchClauseError(number)
    rest = [*nodes[:place], *nodes[place + 1 :]]
    return [*rest[: place + by], nodes[place], *rest[place + by :]]


def join(nodes: Sequence[Node], number: int) -> list[Node]:
    """Add a clause to the one before it, which stays what it was.

    A label that is more than a bullet stays in the text. Raises NoSuchClauseError for the first.
    """
    place = find(nodes, number)
    if place == 0:
        raise NoSuchClauseError(number)
    before, node = nodes[place - 1], nodes[place]
    label = node["label"] if re.search(r"\w", node["label"]) else ""
    added = " ".join(part for part in (label, node["text"]) if part)
    glue = "" if before["text"].endswith("-") or not before["text"] else " "
    joined = {
        **before,
        "text": f"{before['text']}{glue}{added}".strip(),
        "references": [*before["references"], *node["references"]],
        "end": max(before["end"], node["end"]),
        "merged": [
            *before.get("merged", []),
            *node.get("merged", []),
            *([node["was"]] if node["was"] not in ("", "new") else []),
        ],
        "holds": [*before.get("holds", []), node["id"], *node.get("holds", [])],
    }
    return [*nodes[: place - 1], joined, *nodes[place + 1 :]]


def insert(
    nodes: Sequence[Node], *, after: int | None, above: int = 0, **fields: Any
) -> list[Node]:
    """Add an empty clause behind the one with id `after`, or at the beginning."""
    place = 0 if after is None else find(nodes, after) + 1
    like = nodes[place - 1] if place else blank(0)
    kind = "item" if like["label"] else "para"
    given = {"kind": kind, "depth": like["depth"], "was": "new"}
    node = {**blank(_next_id(nodes, above)), **given, **fields}
    return [*nodes[:place], node, *nodes[place:]]


def drop(
    nodes: Sequence[Node], dropped: Sequence[Node], number: int
) -> tuple[list[Node], list[Node]]:
    """Take a clause out of the text; it stays among the dropped, which come second."""
    place = find(nodes, number)
    after = nodes[place - 1]["id"] if place else 0
    return (
        [*nodes[:place], *nodes[place + 1 :]],
        [*dropped, {**nodes[place], "after": after}],
    )


def restore(
    nodes: Sequence[Node], dropped: Sequence[Node], number: int, *, above: int = 0
) -> tuple[list[Node], list[Node]]:
    """Put a dropped clause back where it stood; at the end when nobody knows where that was."""
    node = dict(dropped[find(dropped, number)])
    after = node.pop("after")
    places = [place for place, other in enumerate(nodes) if other["id"] == after]
    place = 0 if after == 0 else places[0] + 1 if places else len(nodes)
    if node["id"] < 0:
        node["id"] = _next_id([*nodes, *dropped], above)
    if any(node["was"] and node["was"] == other["was"] != "new" for other in nodes):
        node["was"] = ""
    return (
        [*nodes[:place], node, *nodes[place:]],
        [other for other in dropped if other["id"] != number],
    )


def highest_id(nodes: Sequence[Node]) -> int:
    """The highest id of a clause, or of one that was joined to another; 0 for none."""
    return max((max(node["id"], *node.get("holds", []), 0) for node in nodes), default=0)


def _next_id(nodes: Sequence[Node], above: int) -> int:
    return max(highest_id(nodes), above) + 1


def _with_level(node: Node, nodes: Sequence[Node]) -> Node:
    """The node with a level if it is a heading: a new one takes that of the text's first."""
    if node["kind"] != "heading":
        return {**node, "level": 0}
    first = next((other["level"] for other in nodes if other["kind"] == "heading"), 1)
    return {**node, "depth": 0, "level": node["level"] or first or 1}
