"""Page furniture: running heads, page numbers, doubled lines. It is taken out and shown."""

import re
from collections import Counter
from dataclasses import replace
from itertools import pairwise
from typing import Final

from policies.importing.headsagain import without_heads_again
from policies.importing.lines import Line
from policies.importing.pagenumbers import without_page_numbers

_BAND: Final = 3
_SHARE: Final = 0.6
_LONGEST: Final = 2000
"""Signs of a line in which doubled words are looked for: the search takes the square of them."""
_MANUAL: Final = re.compile(
    r"^(?:(?:board\s*)?policy\s*(?:manual|book|handbook)|attachment:?\s*[A-Z0-9]{1,3}|"
    r"(?:board\s+)?agenda\s+item\s*[\w.\-]*|end\s+of\s+(?:document|policy|bylaw|regulation)|"
    r"\(continued\)|\u00a9.{0,60})$",
    re.IGNORECASE,
)
_DOUBLED: Final = re.compile(r"(?<!\w)([A-Z|](?=[^\d]*[a-z]{3})[^|]{4,80}?)\1(?=\s|$)")
_ORGANIZATION: Final = re.compile(
    r"(?:schools?|district|usd|isd|academy|office\s+of\s+education)\b", re.IGNORECASE
)


def without_furniture(lines: list[Line]) -> tuple[list[Line], list[str]]:
    """Answer the lines without page furniture, and the furniture as printed."""
    dropped: list[str] = []
    lines = _without_doubled_words(lines, dropped)
    lines = _without_doubles(lines, dropped)
    lines = _without_running_heads(lines, dropped)
    lines = without_heads_again(lines, dropped)
    lines = without_page_numbers(lines, dropped)
    lines = _without_manual_names(lines, dropped)
    return lines, dropped


def _without_doubled_words(lines: list[Line], dropped: list[str]) -> list[Line]:
    """Drop second copies inside a line: `Status:Status: ADOPTED`."""
    answer = []
    for line in lines:
        short = len(line.text) <= _LONGEST
        copies = [match[1] for match in _DOUBLED.finditer(line.text)] if short else []
        dropped += copies
        answer.append(replace(line, text=_DOUBLED.sub(r"\1", line.text)) if copies else line)
    return answer


def _without_doubles(lines: list[Line], dropped: list[str]) -> list[Line]:
    """Drop second copies: bold that was made by printing a line (or two) twice."""
    answer: list[Line] = []
    position = 0
    while position < len(lines):
        for size in (2, 1):
            block = lines[position : position + size]
            again = lines[position + size : position + 2 * size]
            if len(again) == size and _is_double(block, again):
                answer += block
                dropped += [line.text for line in again]
                position += 2 * size
                break
        else:
            answer.append(lines[position])
            position += 1
    return answer


def _is_double(block: list[Line], again: list[Line]) -> bool:
    return all(
        first.text
        and first.text == second.text
        and not second.gap
        and not first.cells
        and not re.match(r"[\-\u2022*]\s", first.text)
        and re.search(r"[A-Za-z]{3}", first.text)
        for first, second in zip(block, again, strict=True)
    ) and (len(block) == 1 or block[0].text != block[1].text)


def _without_running_heads(lines: list[Line], dropped: list[str]) -> list[Line]:
    """Drop lines that stand, but for their digits, in the same band of most pages."""
    pages = _pages(lines)
    counts: Counter[str] = Counter()
    for page in pages:
        counts.update({_key(line) for line in _edges(page)})
    wanted = max(2, round(len(pages) * _SHARE))
    running = {key for key, count in counts.items() if re.search(r"[a-z]", key) and count >= wanted}
    if len(pages) < 3:
        running = set()
    running |= _numbered_repeats(lines)
    if not running:
        return lines
    bands = {id(line) for page in pages for line in _edges(page)}
    numbered = _numbered_repeats(lines)
    answer: list[Line] = []
    seen: set[str] = set()
    for line in lines:
        key = _key(line)
        at_edge = id(line) in bands or key in numbered
        if key in running and at_edge and (key in seen or line.page or key in numbered):
            dropped.append(line.text)
            answer.append(replace(line, text=""))
            continue
        seen.add(key)
        answer.append(line)
    return answer


def _pages(lines: list[Line]) -> list[list[Line]]:
    pages: dict[int, list[Line]] = {}
    for line in lines:
        if line.text and not line.front:
            pages.setdefault(line.page, []).append(line)
    return list(pages.values())


def _edges(page: list[Line]) -> list[Line]:
    return page[:_BAND] + page[max(_BAND, len(page) - _BAND) :]


def _key(line: Line) -> str:
    return re.sub(r"\d+", "#", re.sub(r"\s+", " ", line.text)).lower()


def _numbered_repeats(lines: list[Line]) -> set[str]:
    """Answer keys of lines that repeat with a page number, one higher each time, at their end."""
    numbers: dict[str, list[int]] = {}
    for line in lines:
        if not line.text[-1:].isdigit():
            continue
        match = re.match(r"(.*\S)\s{2,}(\d{1,4})$", line.text)
        if match and len(match[1]) > 8:
            numbers.setdefault(_key(line), []).append(int(match[2]))
    return {
        key
        for key, found in numbers.items()
        if len(found) > 1 and all(b - a == 1 for a, b in pairwise(found))
    }


def _without_manual_names(lines: list[Line], dropped: list[str]) -> list[Line]:
    """Drop the manual's and the district's name where they stand alone at a page's edge."""
    answer = list(lines)
    texts = [position for position, line in enumerate(lines) if line.text]
    for order, position in enumerate(texts):
        line = lines[position]
        if not _MANUAL.match(line.text):
            continue
        following = texts[order + 1] if order + 1 < len(texts) else None
        answer[position] = replace(line, text="")
        dropped.append(line.text)
        if following is not None and order > 0 and _is_page_foot(lines, texts, order + 1):
            dropped.append(lines[following].text)
            answer[following] = replace(lines[following], text="")
    return answer


def _is_page_foot(lines: list[Line], texts: list[int], order: int) -> bool:
    line = lines[texts[order]]
    ends_page = order + 1 == len(texts) or lines[texts[order + 1]].page > line.page
    ends_page = ends_page or not line.gap
    return ends_page and len(line.text) < 60 and bool(_ORGANIZATION.search(line.text))
