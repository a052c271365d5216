"""The head of a policy: everything above its first clause."""

import re
from typing import Final

from policies.dating import find_dates
from policies.importing.columns import head_table
from policies.importing.datelines import LabelledDate, labelled_dates
from policies.importing.frontfields import FrontFields, front_fields
from policies.importing.head import Head
from policies.importing.headlines import is_organization, take_line
from policies.importing.lines import Line
from policies.importing.shapes import has_label, is_prose, is_titled, words_of
from policies.importing.titles import TitleLine, title_line
from policies.references.codes import kind_of

_ACTS: Final = (
    ("first_reading", r"^first reading"),
    ("second_reading", r"^second reading"),
    ("previously_adopted", r"^(?:approv|adopt)"),
    ("reviewed", r"^review"),
    ("revised", r"^revis|^amend|^$"),
)
_FEWEST_PARTY_LINES: Final = 4
_FEWEST_WORDS: Final = 4


def split_head(lines: list[Line]) -> tuple[Head, list[Line]]:
    """Answer the head of `lines` and the lines that are left."""
    head = Head()
    front = [line for line in lines if line.front]
    lines = [line for line in lines if not line.front and line.text]
    if front:
        head.fronted = True
        head.meta += [line.text.strip() for line in front if line.text]
        _take_front(head, front_fields(front))
    table, taken = head_table(lines)
    if table:
        _take_table(head, table)
        taken += _repeats(head, lines[taken:])
    else:
        taken = _scan(head, lines)
    head.meta += [line.text for line in lines[:taken]]
    return head, lines[taken:]


def prior_dates(text: str) -> list[LabelledDate]:
    """Answer the dates of a list that names the act after each: `01/12/2016 Second Reading`."""
    spans = list(find_dates(text))
    found = []
    for position, (_, end, date) in enumerate(spans):
        stop = spans[position + 1][0] if position + 1 < len(spans) else len(text)
        act = text[end:stop].strip(" ,;").lower()
        found += [
            LabelledDate(kind, date, date.printed)
            for kind, pattern in _ACTS
            if re.search(pattern, act)
        ]
    return found


def _take_front(head: Head, found: FrontFields) -> None:
    head.title, head.code, head.kind = found.title, found.code, found.kind
    head.also_codes += found.also_codes
    head.dates += found.dates
    head.references = found.references


def _take_table(head: Head, table: dict[str, str]) -> None:
    words = table.get("code") or table.get("number") or ""
    head.take(title_line(f"Policy {words}") or title_line(words.split(" ")[0]) or TitleLine())
    code = re.match(r"\S+", words)
    head.code = head.code or (code[0] if code else "")
    head.kind = kind_of(f"{words} {table.get('book', '')}", head.code)
    head.title = table.get("title") or table.get("policy title") or ""
    for label, value in table.items():
        if label.startswith("prior revised"):
            head.dates += prior_dates(value)
        else:
            head.dates += labelled_dates(f"{label}: {value}")


def _repeats(head: Head, lines: list[Line]) -> int:
    """Answer how many lines after a head table say code or title once more."""
    digits = re.sub(r"\D", "", head.code)
    count = 0
    for line in lines:
        found = title_line(line.text)
        is_code = found is not None and digits and re.sub(r"\D", "", found.code) == digits
        if not (is_code or head.is_titled(line.text)):
            break
        count += 1
    return count


def _scan(head: Head, lines: list[Line]) -> int:
    """Read `head` from the top of `lines`; answer how many lines belong to it."""
    position = 0
    while position < len(lines):
        following = lines[position + 1] if position + 1 < len(lines) else None
        taken = take_line(head, lines[position], following, at_top=position == 0)
        if not taken:
            break
        position += taken
    if head.title and not head.fronted:
        position += _parties(lines[position:])
    return position


def _goes_on(line: Line, following: list[Line]) -> bool:
    """Whether `line` is the first of a sentence that runs on, in a narrow column."""
    runs = bool(following) and not following[0].gap and following[0].text[:1].islower()
    return runs and len(words_of(line.text)) >= _FEWEST_WORDS and not is_titled(line)


def _parties(lines: list[Line]) -> int:
    """Answer how many short lines (names and addresses of parties) stand before the text."""
    short = 0
    for position, line in enumerate(lines):
        following = lines[position + 1 : position + 2]
        if is_prose(line) or has_label(line) or line.level or _goes_on(line, following):
            break
        short += 1
    named = any(
        re.search(r"\b\d{5}\b", line.text) or is_organization(line.text) for line in lines[:short]
    )
    if short < _FEWEST_PARTY_LINES or short == len(lines) or not named:
        return 0
    last = lines[short - 1]
    return short - 1 if is_titled(last) and not re.search(r"\d", last.text) else short
