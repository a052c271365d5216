"""A long draft, leaf by leaf: it is cut before headings, so that every page of it opens fast."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

Node = Mapping[str, Any]

WHOLE: Final = 150
"""Clauses up to which a draft is shown as one page."""
SMALLEST: Final = 50
LARGEST: Final = 110


@dataclass(frozen=True)
class Leaf:
    """The clauses from place `start` up to `stop`, and the source lines that they came from.

    `number` counts from 1; `name` are the words of the heading or clause that it begins with.
    """

    number: int
    start: int
    stop: int
    name: str
    lines: range

    def holds(self, place: int) -> bool:
        return self.start <= place < self.stop


def leaves(nodes: Sequence[Node], *, lines: int) -> list[Leaf]:
    """The leaves of a draft whose source has that many lines; at least one."""
    cuts = [*_cuts(nodes), len(nodes)]
    pairs = list(pairwise(cuts)) if nodes else [(0, 0)]
    firsts = [_first_line(nodes[start:stop]) for start, stop in pairs]
    answer = []
    for number, (start, stop) in enumerate(pairs, start=1):
        begin = 1 if number == 1 else firsts[number - 1]
        end = lines if number == len(pairs) else _last_line(nodes[start:stop])
        if number < len(pairs) and firsts[number] > end:
            end = firsts[number] - 1
        name = f"{nodes[start]['label']} {nodes[start]['text']}".strip() if nodes else ""
        answer.append(Leaf(number, start, stop, name, range(begin, end + 1)))
    return answer


def _cuts(nodes: Sequence[Node]) -> list[int]:
    if len(nodes) <= WHOLE:
        return [0]
    cuts = [0]
    for place, node in enumerate(nodes):
        size = place - cuts[-1]
        if size >= LARGEST or (size >= SMALLEST and node["kind"] == "heading"):
            cuts.append(place)
    return cuts


def _first_line(nodes: Sequence[Node]) -> int:
    return min((node["line"] for node in nodes if node["line"]), default=1)


def _last_line(nodes: Sequence[Node]) -> int:
    return max((node["end"] for node in nodes), default=0)
