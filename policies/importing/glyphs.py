"""The letters of a PDF page, each with its place; letters printed twice are told apart."""

import ctypes
import math
from dataclasses import dataclass
from typing import Any, Final

import pypdfium2.raw as pdfium

_LINE_ENDS: Final = (10, 13)
_SPACES: Final = (32, 160, 8239)
_CUT: Final = (2, 0xFFFE)
_LIGATURES: Final = {
    0xFB00: "ff",
    0xFB01: "fi",
    0xFB02: "fl",
    0xFB03: "ffi",
    0xFB04: "ffl",
    0xFB05: "st",
    0xFB06: "st",
}
_BOLD: Final = 600
_BOLD_NAMES: Final = (b"bold", b"black", b"heavy", b"demi")
_DOUBLE: Final = 1.2
"""Points within which a second copy of a letter only makes it bold."""
_UPRIGHT: Final = 0.2
_SAME_HEIGHT: Final = 0.1
_NAME: Final = 80


@dataclass(slots=True)
class Glyph:
    """One letter: `left` and `right` edge and `base` line in points from the page's top left.

    `spaced`: a space is printed before it; `doubled`: it is printed twice, one over the other.
    `tied`: it is part of the same sign as the letter before. `table` is the number of the table
    that it stands for, -1 for a letter.
    """

    text: str
    left: float
    right: float
    base: float
    size: float
    bold: bool
    spaced: bool
    doubled: bool = False
    tied: bool = False
    table: int = -1


@dataclass(frozen=True, slots=True)
class _Font:
    """`height` of its letters' boxes, and `drop`, how far these reach below the base line."""

    size: float
    bold: bool
    upright: bool
    height: float
    drop: float


def glyphs_of(textpage: Any, height: float, most: int) -> tuple[list[Glyph], str]:
    """Answer the letters of a page, `height` points high, and those that run in another direction.

    Raises OverflowError for a page with more than `most` letters.
    """
    count = pdfium.FPDFText_CountChars(textpage)
    if count > most:
        raise OverflowError
    found: list[Glyph] = []
    aside: list[str] = []
    box = pdfium.FS_RECTF()
    box_place = ctypes.byref(box)
    font = _Font(0, bold=False, upright=True, height=0, drop=0)
    is_spaced = is_new = True
    for position in range(count):
        code = pdfium.FPDFText_GetUnicode(textpage, position)
        if code in _LINE_ENDS:
            is_new = True
            continue
        if code in _SPACES:
            is_spaced = is_spaced or pdfium.FPDFText_IsGenerated(textpage, position) != 1
            is_new = True
            continue
        pdfium.FPDFText_GetLooseCharBox(textpage, position, box_place)
        if is_new or abs(box.top - box.bottom - font.height) > _SAME_HEIGHT:
            font = _font(textpage, position, box)
            is_new = False
        letters = _letters(code)
        if not font.upright:
            aside.append(letters)
            continue
        base = height - box.bottom - font.drop
        glyph = Glyph(letters, box.left, box.right, base, font.size, font.bold, is_spaced)
        glyph.tied = bool(found) and _is_of_ligature(found[-1], glyph)
        found.append(glyph)
        is_spaced = False
    return found, "".join(aside)


def without_copies(row: list[Glyph]) -> tuple[list[Glyph], str]:
    """Answer the letters of a row, sorted from left to right, without second copies; and those."""
    kept: list[Glyph] = []
    copies: list[str] = []
    for glyph in row:
        near = min(_DOUBLE, glyph.size * 0.12)
        for other in kept[-2:]:
            is_near = abs(other.left - glyph.left) <= near and abs(other.base - glyph.base) <= near
            if is_near and other.text == glyph.text and not glyph.tied:
                other.doubled = True
                copies.append(glyph.text)
                break
        else:
            kept.append(glyph)
    return kept, "".join(copies)


def _letters(code: int) -> str:
    if code in _CUT:
        return "-"
    if code in _LIGATURES:
        return _LIGATURES[code]
    is_letter = 0 < code <= 0x10FFFF and not 0xD800 <= code < 0xE000
    return chr(code) if is_letter else "\ufffd"


def _is_of_ligature(before: Glyph, glyph: Glyph) -> bool:
    """Whether `glyph` is the second letter of one sign for both, as in "office"."""
    is_same = (before.left, before.right, before.base) == (glyph.left, glyph.right, glyph.base)
    return is_same and before.text == glyph.text == "f"


def _font(textpage: Any, position: int, box: Any) -> _Font:
    """Answer size in points, weight and direction of the letter at `position`, set in `box`."""
    matrix = pdfium.FS_MATRIX()
    size = pdfium.FPDFText_GetFontSize(textpage, position)
    upright = True
    if pdfium.FPDFText_GetMatrix(textpage, position, matrix):
        size *= math.hypot(matrix.b, matrix.d)
        upright = matrix.a > 0 and abs(matrix.b) <= _UPRIGHT * abs(matrix.a)
    x, y = ctypes.c_double(), ctypes.c_double()
    pdfium.FPDFText_GetCharOrigin(textpage, position, x, y)
    weight = pdfium.FPDFText_GetFontWeight(textpage, position)
    name = ctypes.create_string_buffer(_NAME)
    flags = ctypes.c_int()
    length = pdfium.FPDFText_GetFontInfo(textpage, position, name, _NAME, flags)
    named = name.value.lower() if 0 < length <= _NAME else b""
    return _Font(
        size=round(size, 1) or max(1.0, box.top - box.bottom),
        bold=weight >= _BOLD or any(word in named for word in _BOLD_NAMES),
        upright=upright,
        height=box.top - box.bottom,
        drop=y.value - box.bottom,
    )
