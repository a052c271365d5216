"""Through a document from beginning to end: paragraphs, tables, boxes and notes as lines."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

from policies.importing.decoding import visible
from policies.importing.lines import Line, UnreadableFile
from policies.importing.shapes import ends_sentence, words_of
from policies.importing.word.names import MC, W, switch, value
from policies.importing.word.runs import Pieces, Reader, words_in
from policies.importing.word.setting import edge_of, gap_above

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

    from policies.importing.word.changes import Aside
    from policies.importing.word.counting import Counter, Numbered
    from policies.importing.word.styles import Styles

MOST_LINES: Final = 50_000
_STEP: Final = 3
"""Columns that a deeper level is set in at least, where the document sets it in by less."""
_LONGEST_HEADING: Final = 18
_WRAPPERS: Final = frozenset(
    {
        *(f"{W}{name}" for name in ("customXml", "ins", "moveTo", "smartTag")),
        *(f"{MC}{name}" for name in ("AlternateContent", "Choice", "Fallback")),
    }
)
_CONTENTS: Final = "Table of Contents"


@dataclass(slots=True)
class Walk:
    """Collects lines; `notes` holds footnotes and endnotes by (kind, id)."""

    styles: Styles
    counter: Counter
    reader: Reader
    aside: Aside
    notes: dict[tuple[str, str], Element] = field(default_factory=dict)
    lines: list[Line] = field(default_factory=list)
    _gap: int = 0
    _before: list[Element] = field(default_factory=list)
    _style: str = ""
    _carried: Pieces | None = None
    _edges: dict[str, dict[int, float]] = field(default_factory=dict)

    def blocks(self, parent: Element) -> None:
        """Read the paragraphs and tables in `parent`, in order."""
        for element in parent:
            tag = element.tag
            if tag == f"{W}p":
                self._paragraph(element)
            elif tag == f"{W}tbl":
                self._table(element)
            elif tag == f"{W}sdt":
                self._control(element)
            elif tag == f"{W}altChunk":
                self.aside.embedded += 1
            elif tag in _WRAPPERS:
                self.blocks(element)
            elif tag == f"{W}del":
                self.aside.delete(words_in(element))
            elif tag == f"{W}moveFrom":
                self.aside.moved_from.append(words_in(element))
            elif isinstance(tag, str):
                self.aside.drop(words_in(element))

    def _control(self, control: Element) -> None:
        content = control.find(f"{W}sdtContent")
        if content is None:
            return
        properties = control.find(f"{W}sdtPr")
        gallery = properties.find(f"{W}docPartObj") if properties is not None else None
        if value(gallery, "docPartGallery") == _CONTENTS or switch(properties, "showingPlcHdr"):
            self.aside.drop(words_in(content))
        else:
            self.blocks(content)

    def _paragraph(self, paragraph: Element) -> None:
        properties = paragraph.find(f"{W}pPr")
        style = self.styles.style_of(properties)
        pieces = self.reader.read(paragraph, style)
        if self._carried is not None:
            pieces.parts = self._carried.parts + pieces.parts
            pieces.boxes = self._carried.boxes + pieces.boxes
            pieces.notes = self._carried.notes + pieces.notes
            self._carried = None
        if _mark_is_deleted(properties):
            self._carried = pieces if pieces.has_text or pieces.boxes else None
            self.aside.deleted += 1
            return
        if any(name.startswith(("toc ", "table of figures")) for name in self.styles.names(style)):
            self.aside.drop("".join(text for text, _ in pieces.parts))
            return
        self._emit(pieces, properties, style)
        for box in pieces.boxes:
            self.blocks(box)
        self._notes(pieces)

    def _emit(self, pieces: Pieces, properties: Element | None, style: str) -> None:
        place = self.counter.place(properties, style)
        label = self.counter.label(place) if place else ""
        told = self._told(properties, style, place)
        if not pieces.has_text:
            self._gap += 1
            self.aside.drop(label)
            return
        if self.lines:
            alike = style == self._style
            self._gap = max(self._gap, gap_above(self._before, told, alike=alike))
        self._before, self._style = told, style
        found = [(visible(text), bold) for text, bold in pieces.lines()]
        found = [(text, bold) for text, bold in found if text.strip()]
        if not found:
            self.aside.drop(label)
            return
        whole = " ".join(text for text, _ in found)
        level = _level(self.styles.level(properties, style), whole)
        indent = self._edge(place, edge_of(told, found[0][0], numbered=bool(label)))
        for position, (text, bold) in enumerate(found):
            is_last = position == len(found) - 1
            own = label if not position else ""
            self._add(
                Line(
                    text=f"{own}\t{text.strip()}" if own else text.strip(),
                    label=own,
                    level=level,
                    bold=bold,
                    indent=indent,
                    joined=not is_last,
                    whole=is_last,
                )
            )

    def _told(
        self, properties: Element | None, style: str, place: Numbered | None
    ) -> list[Element]:
        """Answer the paragraph properties that apply, nearest first: own, the list's, the style's.

        A list that the style itself names gives way to what the style says of indents.
        """
        own = [] if properties is None else [properties]
        listed = [place.properties] if place and place.properties is not None else []
        styled = self.styles.paragraph_properties(style)
        is_own = properties is not None and properties.find(f"{W}numPr") is not None
        return [*own, *listed, *styled] if is_own else [*own, *styled[:1], *listed, *styled[1:]]

    def _edge(self, place: Numbered | None, edge: float) -> float:
        """Answer the column for a place in a list: deeper levels always stand further in."""
        if place is None:
            return edge
        edges = self._edges.setdefault(self.counter.lists[place.key].definition, {})
        above = [found for depth, found in edges.items() if depth < place.depth]
        edges[place.depth] = max(edge, max(above) + _STEP) if above else edge
        return edges[place.depth]

    def _notes(self, pieces: Pieces) -> None:
        """Put footnotes below the paragraph that refers to them, after their mark."""
        for key in pieces.notes:
            note = self.notes.pop(key, None)
            if note is None:
                continue
            first = len(self.lines)
            self.blocks(note)
            for position in range(first, min(first + 1, len(self.lines))):
                line = self.lines[position]
                text = f"{self.reader.note_marks[key]} {line.text}"
                self.lines[position] = Line(text=text, whole=line.whole, joined=line.joined)

    def _table(self, table: Element) -> None:
        rows = [row for row in _below(table, "tr") if not self._is_deleted(row)]
        cells = [_below(row, "tc") for row in rows]
        if all(len(row) <= 1 for row in cells):
            for row in cells:
                for cell in row:
                    self.blocks(cell)
            return
        for row in cells:
            texts = tuple(self._cell(cell) for cell in row)
            if any(texts):
                self._add(Line(text=" | ".join(texts).strip(), cells=texts, whole=True))
        self._before = []

    def _cell(self, cell: Element) -> str:
        """Answer the words of a cell, labels of lists in it included."""
        outer, self.lines = self.lines, []
        gap, before = self._gap, self._before
        self.blocks(cell)
        found, self.lines = self.lines, outer
        self._gap, self._before = gap, before
        return " ".join(" ".join(line.text.split()) for line in found)

    def _is_deleted(self, row: Element) -> bool:
        properties = row.find(f"{W}trPr")
        if properties is None:
            return False
        if properties.find(f"{W}ins") is not None:
            self.aside.inserted += 1
        if properties.find(f"{W}del") is None:
            return False
        self.aside.delete(words_in(row))
        return True

    def _add(self, line: Line) -> None:
        if len(self.lines) >= MOST_LINES:
            raise UnreadableFile(
                _("The file has more than 50,000 lines. Split it: one file for each policy.")
            )
        self.lines.append(replace(line, gap=self._gap if self.lines else 0))
        self._gap = 0


def _level(level: int, text: str) -> int:
    """Answer `level`, 0 for a whole sentence that only borrows a heading's numbers."""
    is_prose = len(words_of(text)) > _LONGEST_HEADING or (
        ends_sentence(text)
        and not text.endswith(":")
        and len(words_of(text)) > _LONGEST_HEADING / 2
    )
    return 0 if is_prose else level


def _mark_is_deleted(properties: Element | None) -> bool:
    marks = None if properties is None else properties.find(f"{W}rPr")
    return marks is not None and (
        marks.find(f"{W}del") is not None or marks.find(f"{W}moveFrom") is not None
    )


def _below(parent: Element, name: str) -> list[Element]:
    """Answer the rows of a table or the cells of a row, those inside form fields too."""
    found: list[Element] = []
    for element in parent:
        if element.tag == f"{W}{name}":
            found.append(element)
        elif element.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}customXml"):
            found += _below(element, name)
    return found
