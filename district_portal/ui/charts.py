"""Charts without script: bars and lines as SVG, with their finding in words and as a table."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

WIDE, HIGH = 600, 160
"""The box in which a line is drawn; the page stretches it."""
KINDS: Final = ("done", "open", "late", "plain")
"""How a part of a bar is drawn; each has a pattern or an edge of its own, not only a color."""


@dataclass(frozen=True)
class Part:
    """A piece of a bar, in per cent of its whole width."""

    kind: str
    share: float
    start: float = 0

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"{self.kind} is none of {', '.join(KINDS)}")


@dataclass(frozen=True)
class Bar:
    """A row of a bar chart: what it is about, its parts, and the figure in words.

    `url` is where those are named whom it counts.
    """

    label: str
    parts: tuple[Part, ...]
    words: str
    url: str = ""


@dataclass(frozen=True)
class Table:
    """The figures of a chart: headings, and rows whose first cell names them.

    `urls` are where those are named whom each row counts, "" where nowhere.
    """

    headings: Sequence[str]
    values: Sequence[Sequence[str]]
    urls: Sequence[str] = ()

    @property
    def rows(self) -> list[list[tuple[str, str]]]:
        """Each row's cells, each with its heading."""
        return [list(zip(cells, self.headings, strict=True)) for cells in self.values]

    @property
    def linked_rows(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """The same, each with its address."""
        urls = self.urls or [""] * len(self.values)
        return list(zip(urls, self.rows, strict=True))


@dataclass(frozen=True)
class Line:
    """Two courses over days, as the points of polylines; `today` is where today lies across.

    `solid` is what is, `dashed` what was to be.
    """

    solid: str
    dashed: str
    ticks: tuple[str, ...]
    today: float | None = None
    wide: int = WIDE
    high: int = HIGH


@dataclass(frozen=True)
class Chart:
    """One chart of a page: `name` in its address, its finding in a sentence, and its figures.

    `legend` says what each kind of part or of line means; `note` how it was counted; `links` lead
    to those whom it counts, each as an address and its words.
    """

    name: str
    title: str
    finding: str
    table: Table
    bars: Sequence[Bar] = ()
    line: Line | None = None
    legend: Sequence[tuple[str, str]] = ()
    note: str = ""
    more: str = ""
    links: Sequence[tuple[str, str]] = ()

    @property
    def leads_on(self) -> bool:
        """Whether a bar is a link, so that the picture is no single image to a screen reader."""
        return any(bar.url for bar in self.bars)


def stacked(*parts: tuple[str, float], whole: float) -> tuple[Part, ...]:
    """Parts one after the other, each so much of `whole`; those of nothing are left out."""
    found, start = [], 0.0
    for kind, amount in parts:
        share = 100 * amount / whole if whole else 0
        if share > 0:
            found.append(Part(kind, round(share, 2), round(start, 2)))
        start += share
    return tuple(found)


def points(course: Sequence[tuple[dt.date, float]], *, first: dt.date, last: dt.date) -> str:
    """The points of a polyline through days and per cent, from `first` at the left to `last`."""
    return " ".join(
        f"{across(day, first=first, last=last):.1f},{HIGH - HIGH * min(share, 100) / 100:.1f}"
        for day, share in course
    )


def across(day: dt.date, *, first: dt.date, last: dt.date) -> float:
    """Where a day lies between the left edge and the right one."""
    return WIDE * (day - first).days / max(1, (last - first).days)
