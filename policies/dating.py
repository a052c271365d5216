"""Dates as policies print them, with the precision that they are printed in."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Final, Literal

Precision = Literal["day", "month", "year"]

_MONTHS: Final = {
    name: number
    for number, names in enumerate(
        (
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sept sep",
            "october oct",
            "november nov",
            "december dec",
        ),
        start=1,
    )
    for name in names.split()
}
_MONTH: Final = r"(?P<{0}>" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\b\.?"
_DAY: Final = r"(?P<{0}>\d{{1,2}})(?:st|nd|rd|th)?"
_FORMS: Final = re.compile(
    "|".join(
        (
            r"(?P<y1>\d{4})-(?P<m1>\d{2})-(?P<d1>\d{2})",
            _MONTH.format("n2") + r"\s*" + _DAY.format("d2") + r"(?:\s*,\s*|\s+)(?P<y2>\d{4})",
            _DAY.format("d3") + r"\s+(?:of\s+)?" + _MONTH.format("n3") + r",?\s+(?P<y3>\d{4})",
            _MONTH.format("n4") + r"(?:\s+of)?\s*,?\s*(?P<y4>\d{4})",
            r"(?P<m5>\d{1,2})(?P<sep>[/.\-])(?P<d5>\d{1,2})(?P=sep)(?P<y5>\d{4}|\d{2})",
            r"(?P<m6>\d{1,2})/(?P<y6>\d{4})",
        )
    ),
    re.IGNORECASE,
)
_YEAR: Final = re.compile(r"(?<![\w/.\-])(?:19|20)\d{2}(?![\w/\-]|\.\d)")
_EARLIEST: Final = 1800
_CENTURY: Final = 100
_MONTHS_IN_A_YEAR: Final = 12


@dataclass(frozen=True, slots=True)
class PrintedDate:
    """A date with the precision that was printed: `iso` is 2017, 2017-01 or 2017-01-16."""

    iso: str
    printed: str
    precision: Precision


def read_date(text: str, *, today: date | None = None) -> PrintedDate | None:
    """Answer the date that `text` is, None unless all of it is one date (a lone year counts)."""
    text = text.strip().rstrip(".,;")
    found = list(find_dates(text, today=today, years=True))
    if len(found) == 1 and found[0][0] == 0 and found[0][1] == len(text):
        return found[0][2]
    return None


def find_dates(
    text: str, *, today: date | None = None, years: bool = False
) -> Iterator[tuple[int, int, PrintedDate]]:
    """Yield (start, end, date) for the dates printed in `text`; lone years only when `years`.

    A year of two digits is the latest one that isn't after next year, counted from `today`.
    """
    today = today or datetime.now(UTC).date()
    end = 0
    for match in _FORMS.finditer(text):
        if _is_inside_a_number(text, match):
            continue
        found = _date(match, today)
        if found is not None:
            if years:
                yield from _years(text, end, match.start())
            end = match.end()
            yield match.start(), end, found
    if years:
        yield from _years(text, end, len(text))


def _years(text: str, start: int, end: int) -> Iterator[tuple[int, int, PrintedDate]]:
    for match in _YEAR.finditer(text, start, end):
        yield match.start(), match.end(), PrintedDate(match[0], match[0], "year")


def _is_inside_a_number(text: str, match: re.Match[str]) -> bool:
    before = text[max(0, match.start() - 2) : match.start()]
    after = text[match.end() : match.end() + 2]
    return bool(re.search(r"\w$|\w[/.\-]$", before)) or bool(re.match(r"\w|[/\-]\w", after))


def _date(match: re.Match[str], today: date) -> PrintedDate | None:
    parts = {name[0]: value for name, value in match.groupdict().items() if value and name != "sep"}
    year = int(parts["y"])
    if year < _CENTURY:
        year += (today.year + 1 - year) // _CENTURY * _CENTURY
    month = _MONTHS[parts["n"].lower()] if "n" in parts else int(parts["m"])
    if not _EARLIEST <= year <= today.year + _CENTURY:
        return None
    printed = match[0].rstrip(".")
    if "d" not in parts:
        if not 1 <= month <= _MONTHS_IN_A_YEAR:
            return None
        return PrintedDate(f"{year:04}-{month:02}", printed, "month")
    try:
        return PrintedDate(date(year, month, int(parts["d"])).isoformat(), printed, "day")
    except ValueError:
        return None
