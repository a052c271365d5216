"""Words of HR sheets and what they mean: yes and no, employee and volunteer, leave, gone."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

YES: Final = frozenset({"yes", "y", "true", "t", "1", "x", "✓", "✔", "on"})
NO: Final = frozenset({"no", "n", "false", "f", "0", "", "-", "–", "—", "off", "none", "n/a", "na"})

_NOT_ON_LEAVE: Final = re.compile(
    r"\b(not on|no|returned|return(ed)? from|back from|without)\b.*\b(leave|loa)\b|\breturned\b"
)
_ON_LEAVE: Final = re.compile(
    r"\b(leave|loa|fmla|fml|cfra|pfl|pdl|lwop|lwp|sabbatical|maternity|paternity|parental|bonding"
    r"|disability|std|ltd|military|bereavement|medical|workers?.? comp\w*|furlough\w*|absent)\b"
)
_WORKS: Final = re.compile(
    r"\b(active|employed|working|works|current|currently|present|full.?time|part.?time|ft|pt|hired"
    r"|regular|permanent|probation\w*|tenured|new hire|temporary)\b"
)
_GONE: Final = re.compile(
    r"\b(inactive|terminat\w*|resign\w*|retire[ds]?|retirement|separat\w*|deceased|ended|former"
    r"|left|dismiss\w*|non.?renew\w*|laid off|layoff|released|rescinded|closed|withdrawn|quit)\b"
)
_CODES: Final[Mapping[str, str]] = {
    "a": "works",
    "l": "leave",
    "lv": "leave",
    "p": "leave",
    "t": "gone",
    "r": "gone",
    "i": "gone",
    "s": "gone",
    "d": "gone",
}
"""Letters of statuses: active, leave (paid), terminated, retired, inactive, separated, deceased."""
_VOLUNTEER: Final = re.compile(r"\b(volunteers?|vol|unpaid|v)\b")
_EMPLOYEE: Final = re.compile(
    r"\b(employees?|emp|e|staff|faculty|teachers?|certificated|certified|classified|licensed"
    r"|non.?certified|non.?licensed|regular|full.?time|part.?time|ft|pt|paid|salaried|hourly|exempt"
    r"|non.?exempt|administrat\w+|admin|support|professional|permanent|probationary|temporary|temp"
    r"|substitutes?|sub|contract(ed|or)?|confidential|management|seasonal|coach(es)?|instructional"
    r"|student worker|intern|long.?term sub|permanent|tenured|active)\b"
)
_PLACE_KINDS: Final = (
    ("school", re.compile(r"\b(schools?|elementary|middle|high|junior|k.?8|k.?12|primary|campus"
                          r"|preschool|academy|es|ms|hs|el|charter|alternative)\b")),
    ("district", re.compile(r"\b(district|lea|central|district.?wide|local)\b")),
    ("department", re.compile(r"\b(departments?|dept|office|division|site|facility|program"
                              r"|transportation|support|other|administrat\w+)\b")),
)  # fmt: skip
_PRIMARY: Final = re.compile(r"\b(primary|main|p)\b")
_FURTHER: Final = re.compile(r"\b(secondary|additional|further|other|second|s|extra|[2-9])\b")

Read = Callable[[str], Any]


def yes_no(cell: str) -> bool | None:
    """Yes, no or nothing of the kind."""
    word = cell.lower()
    return True if word in YES else False if word in NO else None


def on_leave(cell: str) -> bool | None:
    """Whether somebody is on leave, from yes, no, or the kind of leave."""
    word = cell.lower()
    if (told := yes_no(word)) is not None:
        return told
    if _NOT_ON_LEAVE.search(word):
        return False
    if _ON_LEAVE.search(word):
        return True
    return False if _WORKS.search(word) else None


_STATUS: Final = (
    (_GONE, "gone"),
    (_NOT_ON_LEAVE, "works"),
    (_ON_LEAVE, "leave"),
    (_WORKS, "works"),
)


def status(cell: str) -> str | None:
    """“works”, “leave” or “gone”. Yes means that somebody works here."""
    word = cell.lower()
    if word in _CODES:
        return _CODES[word]
    if word == "" or (told := yes_no(word)):
        return "works"
    if told is False:
        return "gone"
    return next((what for words, what in _STATUS if words.search(word)), None)


def status_of_flags(cell: str) -> str | None:
    """As `status`, where the letters are T and F: true and false."""
    return {"t": "works", "f": "gone"}.get(cell.lower()) or status(cell)


def kind(cell: str) -> str | None:
    """“employee” or “volunteer”; nothing written means employee."""
    word = cell.lower()
    if _VOLUNTEER.search(word):
        return "volunteer"
    return "employee" if not word or _EMPLOYEE.search(word) else None


def volunteer(cell: str) -> str | None:
    """The kind of somebody of whom it says whether they are a volunteer."""
    told = yes_no(cell)
    if told is None:
        return kind(cell)
    return "volunteer" if told else "employee"


def place_kind(cell: str) -> str | None:
    """“school”, “district”, “department”, or "" where nothing is written."""
    word = cell.lower()
    if not word:
        return ""
    return next((name for name, names in _PLACE_KINDS if names.search(word)), None)


def primary(cell: str) -> bool | None:
    """Whether a row is somebody's main position."""
    told = yes_no(cell)
    if told is not None:
        return told
    word = cell.lower()
    if _PRIMARY.search(word):
        return True
    return False if _FURTHER.search(word) else None


def fte(cell: str) -> float | None:
    """A share of full time: 0.5, .5, 50 %, empty as 0."""
    number = cell.replace("%", "").strip()
    if not number:
        return 0.0
    try:
        share = float(number)
    except ValueError:
        return None
    return share if 0 <= share <= 100 else None  # noqa: PLR2004 - per cent


READERS: Final[Mapping[str, Read]] = {
    "kind": kind,
    "volunteer": volunteer,
    "on_leave": on_leave,
    "status": status,
    "primary": primary,
    "fte": fte,
    "place_kind": place_kind,
    "head": yes_no,
}

TOLD: Final = {
    "kind": _("“%(value)s” is neither an employee nor a volunteer."),
    "volunteer": _("“%(value)s” is neither yes nor no."),
    "on_leave": _("“%(value)s” is neither yes nor no, nor a kind of leave."),
    "status": _("“%(value)s” does not say whether the person works here, is on leave or has left."),
    "primary": _("“%(value)s” is neither yes nor no."),
    "fte": _("“%(value)s” is no share of full time, such as 0.5."),
    "place_kind": _("“%(value)s” is none of: school, department, district."),
    "head": _("“%(value)s” is neither yes nor no."),
}


def reader(column: str, cells: Iterable[str]) -> Read:
    """What reads the cells of `column`, with an eye on all of them: T may be true or terminated."""
    if column == "status" and {cell.lower() for cell in cells if cell} <= {"t", "f"}:
        return status_of_flags
    return READERS[column]
