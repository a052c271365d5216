"""Word documents (.docx) as lines: what is printed, as it reads with every change accepted."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

from policies.importing.lines import Extract, Line, UnreadableFile
from policies.importing.word.body import Walk
from policies.importing.word.changes import Aside
from policies.importing.word.counting import Counter
from policies.importing.word.names import W
from policies.importing.word.numbering import lists_of
from policies.importing.word.package import Package
from policies.importing.word.runs import Reader, words_in
from policies.importing.word.styles import Styles

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_TITLES: Final = frozenset({"separator", "continuationSeparator", "continuationNotice"})


def read(data: bytes) -> Extract:
    """Answer the lines of a Word document, headers, footers and deleted words as dropped.

    Raises UnreadableFile for what is no Word document, is damaged, holds only pictures, or is
    made to do harm.
    """
    package = Package(data)
    root = package.xml(package.main)
    body = root.find(f"{W}body") if root is not None else None
    if body is None:
        raise UnreadableFile(_("The Word document holds no text. Open it and save it again."))
    aside = Aside()
    try:
        walk = _walk(package, aside)
        walk.blocks(body)
    except RecursionError as deep:
        raise UnreadableFile(_("The Word document is nested too deeply to be read.")) from deep
    if not walk.lines and aside.pictures:
        raise UnreadableFile(
            _("The Word document holds only pictures. Words in pictures can’t be read.")
        )
    lines = _numbered(walk.lines)
    _take_aside(package, aside, walk)
    return Extract(lines, _text_of(lines), dropped=aside.finish(), doubts=aside.doubts())


def check(data: bytes) -> None:
    """Look whether `data` is a Word document at all. Raises UnreadableFile."""
    Package(data)


def unpacked(data: bytes) -> int:
    """Answer how many bytes the part with the text says to have. Raises UnreadableFile."""
    package = Package(data)
    return package.size(package.main)


def _walk(package: Package, aside: Aside) -> Walk:
    styles = Styles(_first(package, "styles"))
    lists = lists_of(_first(package, "numbering"), styles)
    notes: dict[tuple[str, str], Element] = {}
    for kind in ("footnote", "endnote"):
        root = _first(package, f"{kind}s")
        for note in root if root is not None else ():
            if note.get(f"{W}type") not in _TITLES:
                notes[kind, note.get(f"{W}id", "")] = note
    return Walk(styles, Counter(lists, styles), Reader(styles, aside), aside, notes)


def _first(package: Package, kind: str) -> Element | None:
    return next((package.xml(name) for name in package.related(kind)), None)


def _take_aside(package: Package, aside: Aside, walk: Walk) -> None:
    """Keep, as left out, what stands beside the text: running heads, comments, lost notes."""
    for note in walk.notes.values():
        aside.drop(words_in(note))
    seen: set[str] = set()
    for kind in ("header", "footer"):
        for name in dict.fromkeys(package.related(kind)):
            root = package.xml(name)
            words = "" if root is None else words_in(root).strip()
            if words not in seen:
                aside.drop(words)
            seen.add(words)
    comments = _first(package, "comments")
    for comment in comments if comments is not None else ():
        aside.comments += 1
        aside.drop(words_in(comment))


def _numbered(lines: list[Line]) -> list[Line]:
    """Give each line its place in the text that is shown beside: an empty line for each gap."""
    answer: list[Line] = []
    number = 0
    for line in lines:
        number += bool(line.gap)
        answer.append(replace(line, number=number))
        number += 1
    return answer


def _text_of(lines: list[Line]) -> str:
    rows: list[str] = []
    for line in lines:
        rows += [""] * (line.number - len(rows))
        rows.append(line.text)
    return "\n".join(rows)
