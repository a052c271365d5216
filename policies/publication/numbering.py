"""Where each clause stands in its version: the ordinal path by which it is cited for ever."""

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

LONGEST: Final = 40
"""Characters of a path; what stands so deep that its own would be longer counts further out."""


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
        path = _path(counters, place)
        while len(path) > LONGEST:
            place -= 1
            path = _path(counters, place)
        counters = [int(step) for step in path.split(".")]
        answer.append(path)
    return answer


def _path(counters: list[int], place: int) -> str:
    """The path that comes next at the depth `place`, from 0 to the number of `counters`."""
    outer, here = counters[:place], counters[place : place + 1] or [0]
    return ".".join(map(str, [*outer, here[0] + 1]))


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


def is_number(label: str) -> bool:
    """Whether a clause is called by its label: a number or a letter, no bullet."""
    return bool(re.search(r"\w", label))


def full_name(above: Iterable[str], label: str) -> str:
    """The number of a clause with what it stands in, by the labels `above`, outermost first.

    1 in section A is A.1, (a) in 3 is 3(a); a label that says it all itself, as 2.5 in 2, stays.
    A section of several words (Article IV) is not named.
    """
    whole = label.rstrip(".")
    for outer in reversed([each.rstrip(".: ") for each in above]):
        if not is_number(outer) or " " in outer or re.match(rf"{re.escape(outer)}[.(-]", whole):
            continue
        whole = f"{outer}{whole}" if whole.startswith("(") else f"{outer}.{whole}"
    return whole
