"""The words of one paragraph as they read when every tracked change is accepted."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from policies.importing.word.names import MATH, MC, PICTURE, W, switch, value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element as Element

    from policies.importing.word.changes import Aside
    from policies.importing.word.styles import Styles

_T: Final = f"{W}t"
_DELETED: Final = (f"{W}t", f"{W}delText")
_SIGNS: Final = {
    f"{W}tab": "\t",
    f"{W}ptab": "\t",
    f"{W}br": "\n",
    f"{W}cr": "\n",
    f"{W}noBreakHyphen": "-",
}
_SKIPPED: Final = frozenset(
    f"{W}{name}"
    for name in (
        *("pPr", "rPr", "sdtPr", "sdtEndPr", "instrText", "delInstrText", "fldData", "softHyphen"),
        *("annotationRef", "footnoteRef", "endnoteRef", "lastRenderedPageBreak"),
    )
)
_IN_RUN: Final = {
    _T: "_words",
    f"{W}sym": "_symbol",
    f"{W}fldChar": "_field",
    f"{W}footnoteReference": "_note",
    f"{W}endnoteReference": "_note",
    f"{W}delText": "_deleted",
    f"{W}ruby": "_ruby",
}
"""What reads which part of a run."""
_SYMBOLS: Final = {
    "F0B7": "\u2022",
    "F0A7": "\u25aa",
    "F0D8": "\u27a2",
    "F0FC": "\u2713",
    "F06F": "\u25a1",
    "F0A8": "\u25a1",
    "F0FE": "\u2612",
}


@dataclass(slots=True)
class Pieces:
    """Text with what is bold in it, and what hangs on the paragraph: boxes and notes."""

    parts: list[tuple[str, bool]] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)

    def lines(self) -> list[tuple[str, bool]]:
        """Answer each line that a break ends, and whether all of its words are bold."""
        answer: list[list[tuple[str, bool]]] = [[]]
        for text, bold in self.parts:
            first, *others = text.split("\n")
            answer[-1].append((first, bold))
            answer += [[(other, bold)] for other in others]
        return [_line(parts) for parts in answer]

    @property
    def has_text(self) -> bool:
        return any(text.strip() for text, _ in self.parts)


def _line(parts: list[tuple[str, bool]]) -> tuple[str, bool]:
    seen = [bold for text, bold in parts if text.strip()]
    return "".join(text for text, _ in parts), bool(seen) and all(seen)


def words_in(element: Element) -> str:
    """Answer every word inside `element`, deleted ones too; a paragraph ends a line."""
    found = element.iter(*_DELETED, f"{W}p")
    return "".join("\n" if each.tag == f"{W}p" else each.text or "" for each in found)


@dataclass(slots=True)
class Reader:
    """Reads paragraphs one after the other; fields may run from one into the next.

    `notes` numbers footnotes and endnotes in the order in which they are referred to.
    """

    styles: Styles
    aside: Aside
    note_marks: dict[tuple[str, str], str] = field(default_factory=dict)
    _fields: list[bool] = field(default_factory=list)
    _bold: bool = False
    _hidden: bool = False
    _linked: bool = False
    _strong: bool = False

    def read(self, paragraph: Element, style: str) -> Pieces:
        """Answer the words of `paragraph`, which has that style."""
        pieces = Pieces()
        self._bold = bool(self.styles.runs("b", style))
        self._hidden = bool(self.styles.runs("vanish", style))
        for child in paragraph:
            self._take(child, pieces)
        return pieces

    def _take(self, element: Element, pieces: Pieces) -> None:
        tag = element.tag
        if tag == f"{W}r":
            self._run(element, pieces)
        elif tag in (f"{W}ins", f"{W}moveTo"):
            self._kept(element, pieces)
        elif tag == f"{W}del":
            self.aside.delete(words_in(element))
        elif tag == f"{W}moveFrom":
            self.aside.moved_from.append(words_in(element))
        elif tag == f"{W}sdt":
            self._control(element, pieces)
        elif tag == f"{W}hyperlink":
            self._linked = True
            self._all(element, pieces)
            self._linked = False
        elif tag == f"{MATH}t":
            pieces.parts.append((element.text or "", False))
        elif tag not in _SKIPPED and isinstance(tag, str):
            self._all(element, pieces)

    def _all(self, element: Element, pieces: Pieces) -> None:
        for child in element:
            self._take(child, pieces)

    def _kept(self, element: Element, pieces: Pieces) -> None:
        """Take in what was inserted, or moved to here."""
        before = len(pieces.parts)
        self._all(element, pieces)
        if element.tag == f"{W}ins":
            self.aside.inserted += 1
            return
        self.aside.moved += 1
        self.aside.moved_to.append("".join(text for text, _ in pieces.parts[before:]))

    def _control(self, control: Element, pieces: Pieces) -> None:
        """Take in a form's field, but not the words that ask to fill it in."""
        if switch(control.find(f"{W}sdtPr"), "showingPlcHdr"):
            self.aside.drop(words_in(control))
            return
        content = control.find(f"{W}sdtContent")
        if content is not None:
            self._all(content, pieces)

    def _run(self, run: Element, pieces: Pieces) -> None:
        properties = run.find(f"{W}rPr")
        if self._is(properties, "vanish", default=self._hidden):
            if words := words_in(run):
                self.aside.hidden += 1
                self.aside.drop(words)
            return
        underlined = value(properties, "u") == "single" and not self._linked
        self._strong = underlined or self._is(properties, "b", default=self._bold)
        for child in run:
            self._in_run(child, pieces)

    def _is(self, properties: Element | None, name: str, *, default: bool) -> bool:
        if properties is None:
            return default
        told = switch(properties, name)
        if told is None and (style := value(properties, "rStyle")):
            told = self.styles.runs(name, style)
        return default if told is None else told

    def _in_run(self, element: Element, pieces: Pieces) -> None:
        tag = element.tag
        if tag in _SIGNS:
            self._text(_SIGNS[tag], pieces)
        elif tag in _IN_RUN:
            getattr(self, _IN_RUN[tag])(element, pieces)
        elif isinstance(tag, str) and tag.startswith(MC):
            for child in element:
                self._in_run(child, pieces)
        elif tag not in _SKIPPED and isinstance(tag, str):
            self._drawn(element, pieces)

    def _words(self, element: Element, pieces: Pieces) -> None:
        self._text(element.text or "", pieces)

    def _text(self, text: str, pieces: Pieces) -> None:
        if self._fields and self._fields[-1]:
            self.aside.drop(text)
        else:
            pieces.parts.append((text, self._strong))

    def _symbol(self, element: Element, pieces: Pieces) -> None:
        self._text(_symbol(element), pieces)

    def _deleted(self, element: Element, pieces: Pieces) -> None:
        self.aside.delete(element.text or "")

    def _ruby(self, element: Element, pieces: Pieces) -> None:
        for base in element.iter(f"{W}rubyBase"):
            self._all(base, pieces)

    def _drawn(self, element: Element, pieces: Pieces) -> None:
        """Take the boxes with text out of a drawing, and count its pictures."""
        pieces.boxes += _boxes(element)
        pictures = len(list(element.iter(PICTURE)))
        self.aside.pictures += pictures
        if element.tag == f"{W}object" and not pictures:
            self.aside.embedded += 1

    def _field(self, element: Element, pieces: Pieces) -> None:
        """Keep in mind whether a field's instruction is open: it holds no words of the text."""
        kind = element.get(f"{W}fldCharType", "")
        if kind == "begin":
            self._fields.append(True)
        elif self._fields and kind == "separate":
            self._fields[-1] = False
        elif self._fields and kind == "end":
            self._fields.pop()

    def _note(self, element: Element, pieces: Pieces) -> None:
        kind = "footnote" if element.tag == f"{W}footnoteReference" else "endnote"
        key = (kind, element.get(f"{W}id", ""))
        mark = self.note_marks.setdefault(key, f"[{len(self.note_marks) + 1}]")
        self._text(mark, pieces)
        pieces.notes.append(key)


def _boxes(element: Element) -> Iterator[Element]:
    """Yield the outermost boxes with text: those inside them are met when they are read."""
    for child in element:
        if child.tag == f"{W}txbxContent":
            yield child
        else:
            yield from _boxes(child)


def _symbol(element: Element) -> str:
    code = element.get(f"{W}char", "").upper()
    if code in _SYMBOLS:
        return _SYMBOLS[code]
    try:
        number = int(code, 16)
    except ValueError:
        return ""
    number = number - 0xF000 if 0xF020 <= number <= 0xF07E else number
    return chr(number) if 0x20 <= number < 0xE000 else "\u2022"
