"""Page numbers: alone on a line, glued to a line's end, or in a "Page 1 of 3"."""

import re
from dataclasses import dataclass, replace
from typing import Final

from policies.importing.lines import Line

_OF: Final = re.compile(
    r"(?:^|\s{2,}|[|\u2022]\s*)((?:page|pg\.?)\s*\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?|\d{1,4}\s+of\s+\d{1,4})$",
    re.IGNORECASE,
)
_ALONE: Final = re.compile(
    r"^(?:page\s*)?[-\u2013\u2014\[(]?\s*(\d{1,4})\s*[-\u2013\u2014\])]?$", re.IGNORECASE
)
_GLUED: Final = re.compile(r"(?P<before>\S)(?P<space>\s{3,})(?P<number>\d{1,4})$")
_EDGE: Final = 3
_CHAIN: Final = 3


@dataclass(frozen=True, slots=True)
class _Candidate:
    position: int
    number: int
    start: int
    at_edge: bool
    alone: bool


def without_page_numbers(lines: list[Line], dropped: list[str]) -> list[Line]:
    """Answer `lines` without page numbers; a line that was nothing else stays without text."""
    answer = list(lines)
    for position, line in enumerate(answer):
        match = _OF.search(line.text) if line.text[-1:].isdigit() else None
        if match and not line.front and not line.cells:
            dropped.append(match[1])
            answer[position] = replace(line, text=line.text[: match.start(1)].rstrip(" |\u2022"))
    candidates = _candidates(answer)
    for candidate in _believed(candidates, paged=answer[-1].page > 0 if answer else False):
        line = answer[candidate.position]
        dropped.append(line.text[candidate.start :].strip())
        answer[candidate.position] = replace(line, text=line.text[: candidate.start].rstrip())
    return answer


def _candidates(lines: list[Line]) -> list[_Candidate]:
    edges = _edges(lines)
    found = []
    for position, line in enumerate(lines):
        if line.cells or line.front or line.level or not re.search(r"\d\W{0,3}$", line.text):
            continue
        alone = _ALONE.match(line.text)
        glued = _GLUED.search(line.text)
        if alone:
            found.append(_Candidate(position, int(alone[1]), 0, position in edges, alone=True))
        elif glued:
            found.append(
                _Candidate(
                    position,
                    int(glued["number"]),
                    glued.start("space"),
                    position in edges,
                    alone=False,
                )
            )
    return found


def _edges(lines: list[Line]) -> set[int]:
    """Answer the positions of lines within three lines of a page's first or last line."""
    pages: dict[int, list[int]] = {}
    for position, line in enumerate(lines):
        if line.text:
            pages.setdefault(line.page, []).append(position)
    edges: set[int] = set()
    if len(pages) > 1:
        for page in pages.values():
            edges |= {*page[:_EDGE], *page[-_EDGE:]}
    return edges


def _believed(candidates: list[_Candidate], *, paged: bool) -> list[_Candidate]:
    """Answer the candidates at page edges, and those that count on by one through the file."""
    believed = {
        candidate
        for candidate in candidates
        if candidate.at_edge and (candidate.alone or _in_chain(candidate, candidates))
    }
    if not paged:
        believed |= {candidate for candidate in candidates if _in_chain(candidate, candidates)}
    return sorted(believed, key=lambda candidate: candidate.position)


def _in_chain(candidate: _Candidate, candidates: list[_Candidate]) -> bool:
    """Whether enough other candidates before and after it count up to and on from its number."""
    length = 1
    for step in (-1, 1):
        number = candidate.number
        position = candidate.position
        ordered = candidates if step > 0 else candidates[::-1]
        for other in ordered:
            if (other.position - position) * step > 0 and other.number == number + step:
                number, position = other.number, other.position
                length += 1
    return length >= _CHAIN
