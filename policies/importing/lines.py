"""A line of a file as a reader sees it, whatever format it came from."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from policies.importing.parsed import Doubt


@dataclass(frozen=True, slots=True)
class Line:
    """One visible line.

    `text` keeps the spaces inside the line (columns are told apart by them) but none at its ends.
    `indent` and `right` are the left and right edge in one unit of the format's choice: columns for
    text, points for a page; `right` 0 means that only the text can tell. `gap` counts the blank
    lines above. `marks` holds the characters that were taken off as markup, so that nothing is lost
    unseen. `level` is a heading's level as the format marks it, 0 for none; `label` is the label
    that the format itself gives the line: `text` begins with it. `joined` means that the format
    ends the line but not the paragraph, `whole` that it ends the paragraph for sure.
    """

    text: str
    number: int = 0
    indent: float = 0
    right: float = 0
    gap: int = 0
    page: int = 0
    level: int = 0
    bold: bool = False
    joined: bool = False
    whole: bool = False
    front: bool = False
    label: str = ""
    cells: tuple[str, ...] = ()
    marks: str = ""


@dataclass(frozen=True, slots=True)
class Extract:
    """What a reader took out of a file.

    `text` is shown beside the clauses: Line.number counts its lines from 0. `dropped` is what the
    format itself sets apart from the text (running heads, deleted words); `doubts` are what a
    person should know of the file.
    """

    lines: list[Line]
    text: str
    dropped: list[str] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)


class UnreadableFile(Exception):  # noqa: N818 - named as the reader is told it
    """The file can't be read as a policy; the message says why and what to do."""


class NotAtOnceError(Exception):
    """Reading the file takes longer than its reader may wait; nothing is wrong with it."""
