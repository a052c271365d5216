"""A line of a file as a reader sees it, whatever format it came from."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """One visible line.

    `text` keeps the spaces inside the line (columns are told apart by them) but none at its ends.
    `indent` and `right` are the left and right edge in one unit of the format's choice: columns for
    text, points for a page; `right` 0 means that only the text can tell. `gap` counts the blank
    lines above. `marks` holds the characters that were taken off as markup, so that nothing is lost
    unseen. `level` is a heading's level as the format marks it, 0 for none; `label` is a label that
    the format itself keeps apart from the text; `joined` means that the format ends the line but
    not the paragraph.
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
    front: bool = False
    label: str = ""
    cells: tuple[str, ...] = ()
    marks: str = ""


class UnreadableFile(Exception):  # noqa: N818 - named as the reader is told it
    """The file can't be read as a policy; the message says why and what to do."""
