"""Where each clause stands in its version: the ordinal path by which it is cited for ever."""

import re
from collections.abc import Iterable, Mapping
from typing import Any


def paths(nodes: Iterable[Mapping[str, Any]]) -> list[str]:
    """The ordinal path of each node, in order: "2.5" is the fifth under the second.

    A heading holds what follows until the next heading of its level or a higher one; an item
    holds what is deeper. Continuations and paragraphs count like clauses, since bullets have no
    label to go by. Paths are unique.
    """
    counters: list[int] = []
    sections: list[int] = []
    answer = []
    for node in nodes:
        if node["kind"] == "heading":
            level = node.get("level") or 1
            while sections and sections[-1] >= level:
                sections.pop()
            place = len(sections)
            sections.append(level)
        else:
            place = len(sections) + node["depth"]
        place = min(place, len(counters))
        counters = [*counters[: place + 1], 0][: place + 1]
        counters[place] += 1
        answer.append(".".join(map(str, counters)))
    return answer


def levels(nodes: Iterable[Mapping[str, Any]]) -> list[int]:
    """How many sections each node stands in, itself included if it is a heading; at least 1.

    Headings on a page nest by this, so that no level is skipped whatever the source marked.
    """
    sections: list[int] = []
    answer = []
    for node in nodes:
        if node["kind"] == "heading":
            level = node.get("level") or 1
            while sections and sections[-1] >= level:
                sections.pop()
            sections.append(level)
        answer.append(max(len(sections), 1))
    return answer


def name(label: str, path: str) -> str:
    """How a clause is called: by its printed label, or by its place when that is a bullet."""
    return label.rstrip(".") if re.search(r"\w", label) else path
