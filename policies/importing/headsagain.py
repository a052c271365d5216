"""The head of a policy, printed once more on each of its pages."""

import re
from dataclasses import replace
from typing import Final

from policies.importing.lines import Line

_LONGEST_HEAD: Final = 8
_FEWEST: Final = 2
_TAIL: Final = re.compile(
    r"\s*(?:\(?\s*cont(?:inued|['\u2019]?d)?\.?\s*\)?|\([a-z]\)|page\s+\d+(?:\s+of\s+\d+)?)\.?$",
    re.IGNORECASE,
)
_COUNT: Final = re.compile(r"^\d+\s+of\s+\d+$|^page\s+\d+.*$", re.IGNORECASE)


def without_heads_again(lines: list[Line], dropped: list[str]) -> list[Line]:
    """Answer `lines` without later runs of two lines or more that are lines of the head again.

    `Cont'd`, page numbers and the letter of a page, as in 5131(b), make no difference.
    """
    texts = [position for position, line in enumerate(lines) if line.text and not line.front]
    head = [_key(lines[position]) for position in texts[:_LONGEST_HEAD]]
    answer = list(lines)
    order = _FEWEST
    while order < len(texts):
        run = _run(lines, texts, order, head[: min(len(head), order)])
        for position in texts[order : order + run]:
            dropped.append(lines[position].text)
            answer[position] = replace(lines[position], text="")
        order += max(1, run)
    return answer


def _run(lines: list[Line], texts: list[int], order: int, head: list[str]) -> int:
    """Answer how many lines from `order` on repeat the head, in its order."""
    at = 0
    length = 0
    said = 0
    for position in texts[order : order + _LONGEST_HEAD]:
        line = lines[position]
        if _COUNT.match(line.text):
            length += 1
            continue
        key = _key(line)
        if line.cells or not key or key not in head[at:]:
            break
        at = head.index(key, at) + 1
        length += 1
        said += 1
    return length if said >= _FEWEST and _starts_at_top(head, at, said) else 0


def _starts_at_top(head: list[str], at: int, said: int) -> bool:
    """Whether the repeated lines are most of the head from its first line on."""
    return at - said <= 1 and bool(head)


def _key(line: Line) -> str:
    text = line.text
    while (shorter := _TAIL.sub("", text)) != text:
        text = shorter
    return " ".join(text.lower().split())
