"""Lines that print when a policy was adopted, revised, reviewed."""

import re
from dataclasses import dataclass
from typing import Final

from policies.dating import PrintedDate, find_dates

_OF_WHAT: Final = r"(?:policy|regulation|rule|bylaws?|procedure|exhibit|board|committee|manual)"
_LABELS: Final = (
    ("first_reading", r"(?:date\s+(?:of\s+)?)?(?:first|1st)\s+reading"),
    ("second_reading", r"(?:date\s+(?:of\s+)?)?(?:second|2nd|final)\s+reading"),
    ("previously_adopted", r"(?:previous(?:ly)?|prior)[\s\-]+adop(?:ted|tion)(?:[\s\-]+dates?)?"),
    ("revised", r"prior\s+revised\s+dates?"),
    ("revised", r"(?:revised\s*/\s*)?re-?\s?adop(?:ted|tion)(?:\s*/\s*revised)?"),
    (
        "adopted",
        (
            r"(?:original(?:ly)?\s+|first\s+|initial(?:ly)?\s+)?(?:date\s+(?:of\s+)?)?"
            r"(?:adop(?:ted|tion)|approved|approval|created|enacted)"
        ),
    ),
    (
        "revised",
        (
            r"(?:date\s+(?:of\s+)?)?(?:last(?:ly)?\s+|most\s+recent(?:ly)?\s+)?(?:date\s+)?"
            r"(?:revis(?:ed|ions?)|amend(?:ed|ments?)|updated?|edited|retitled|renumbered|revdate)"
            r"(?:\s*/\s*(?:retitled|renumbered|revised|reviewed))?"
        ),
    ),
    ("reviewed", r"(?:date\s+(?:of\s+)?)?(?:last(?:ly)?\s+)?(?:date\s+)?review(?:ed)?"),
    ("effective", r"(?:date\s+)?effective"),
    ("issued", r"(?:date\s+)?(?:re-?)?issued?"),
)
_AFTER: Final = (
    r"(?:\s*\([sS]\)|[sS]\b)?"
    r"(?:[\s\-]+(?:dates?(?:\(s\))?|on|by\s+(?:the\s+)?(?:board|membership)))*"
)
_LABEL: Final = re.compile(
    r"(?<![\w\-])(?:"
    rf"(?:{_OF_WHAT}\s+|date[\s\-]+)?(?:"
    + "|".join(f"(?P<l{position}>{pattern})" for position, (_, pattern) in enumerate(_LABELS))
    + rf"))\b(?:\s*dates?)?{_AFTER}\s*[:;\-\u2013\u2014.]*",
    re.IGNORECASE,
)
_FILLER: Final = re.compile(
    r"\b(?:by|the|of|on|and|at|as|to|in|for|policy|regulation|rule|bylaws?|board|education|trustees|"
    r"directors|school|schools|public|district|unified|county|city|usd|committee|reviewed|pending|"
    r"status|page|manual|adopted|leadership|membership|meeting|governing|history|date|dates|present|"
    r"n/a|none|tbd)\b|#?\d[\dOolI/.\-]*|[_\W]+",
    re.IGNORECASE,
)
_BY_WHOM: Final = re.compile(
    r"\s*(?:by|at)\s+(?:the\s+)?(?:(?:[A-Z][\w.&\u2019']*|of|the|and|for)\s+){1,10}(?:on|:)?\s*"
)
_INITIALS: Final = re.compile(r"[A-Z]{2,3}(?: [A-Z]{2,3}){0,4}")
_BODY: Final = re.compile(r"\b(?:district|schools?|policy|regulation|board|usd)\b", re.IGNORECASE)
_BLANK: Final = re.compile(r"(?:_{2,}|\b(?:tbd|pending))\s*,?\s*$", re.IGNORECASE)
_QUICK: Final = re.compile(
    r"adop|approv|creat|enact|revi|amend|updat|edit|retitl|renumb|revdate|effect|issue|reading",
    re.IGNORECASE,
)
_LONGEST: Final = 600
_NAMES: Final = 6


@dataclass(frozen=True, slots=True)
class LabelledDate:
    """A printed date and what it says: adopted, revised … `date` is None for "Pending"."""

    type: str
    date: PrintedDate | None
    printed: str


def labelled_dates(text: str, *, default: str = "") -> list[LabelledDate]:
    """Answer the dates that `text` prints with a label before them, in printed order.

    Dates before any label count only when a `default` type is given. A date that other words
    than labels separate from its label belongs to another document and doesn't count.
    """
    found: list[LabelledDate] = []
    edges = [(0, 0, default), *_labels(text)]
    shared: list[str] = []
    for position, (_, start, kind) in enumerate(edges):
        end = edges[position + 1][0] if position + 1 < len(edges) else len(text)
        value = text[start:end]
        if kind and position + 1 < len(edges) and re.fullmatch(r"\s*(?:/|&|and)?\s*", value):
            shared.append(kind)
        elif kind:
            for each in (*shared, kind):
                found += _values(value, each)
            shared = []
    return found


def is_date_line(text: str) -> bool:
    """Whether `text` is nothing but labels, dates and the name of a board or place."""
    if len(text) > _LONGEST or not _QUICK.search(text):
        return False
    labels = list(_labels(text))
    if not labels or not _starts_with_label(text, labels[0][0]):
        return False
    rest = _LABEL.sub(" ", text)
    for start, end, _date in reversed(list(find_dates(rest, years=True))):
        rest = rest[:start] + " " + rest[end:]
    words = _FILLER.sub(" ", rest).split()
    names = [word for word in words if word.istitle() or word.isupper()]
    return len(names) == len(words) <= _NAMES


def _labels(text: str) -> list[tuple[int, int, str]]:
    found = []
    for match in _LABEL.finditer(text):
        position = next(
            number for number in range(len(_LABELS)) if match.group(f"l{number}") is not None
        )
        found.append((match.start(), match.end(), _LABELS[position][0]))
    return found


def _starts_with_label(text: str, start: int) -> bool:
    before = text[:start]
    words = _FILLER.sub(" ", before).split()
    if not words:
        return True
    return bool(_BODY.search(before)) and ":" in text[start:] and len(words) <= _NAMES


def _values(text: str, kind: str) -> list[LabelledDate]:
    found: list[LabelledDate] = []
    end = 0
    is_foreign = False
    for start, stop, date in find_dates(text, years=True):
        between = text[end:start]
        words = _FILLER.sub(" ", between).split()
        is_named = bool(end) and all(word.istitle() for word in words)
        if words and not is_named and not _INITIALS.fullmatch(" ".join(words)):
            is_foreign = not _BY_WHOM.fullmatch(between)
        elif words or not end:
            is_foreign = False
        if not is_foreign and not _BLANK.search(between):
            found.append(LabelledDate(kind, date, date.printed))
        end = stop
    pending = re.match(r"\W*(pending|tbd)\b", text, re.IGNORECASE)
    if not found and pending:
        found.append(LabelledDate(kind, None, pending[1]))
    return found
