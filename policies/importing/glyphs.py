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


@dataclass(slots=True)
class Glyph:
    """One letter: `left` and `right` edge and `base` line in points from the page's top left.

    `spaced`: a space is printed before it; `doubled`: it is printed twice, one over the other.
    `table` is the number of the table that it stands for, -1 for a letter.
    """

    text: str
    left: float
    right: float
    base: float
    size: float
    bold: bool
    spaced: bool
    doubled: bool = False
    table: int = -1


@dataclass(frozen=True, slots=True)
class _Font:
    size: float
    bold: bool
    upright: bool


def glyphs_of(textpage: Any, height: float, most: int) -> tuple[list[Glyph], str]:
    """Answer the letters of a page, `height` points high, and what was left out of it.

    Left out are second copies of a letter and letters that don't run from left to right. Raises
    OverflowError for a page with more than `most` letters.
    """
    count = pdfium.FPDFText_CountChars(textpage)
    if count > most:
        raise OverflowError
    found: list[Glyph] = []
    dropped: list[str] = []
    seen: dict[tuple[int, int], list[Glyph]] = {}
    box = pdfium.FS_RECTF()
    x, y = ctypes.c_double(), ctypes.c_double()
    font = _Font(0, bold=False, upright=True)
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
        if is_new:
            font = _font(textpage, position)
            is_new = False
        pdfium.FPDFText_GetLooseCharBox(textpage, position, box)
        pdfium.FPDFText_GetCharOrigin(textpage, position, x, y)
        glyph = Glyph(
            text=_letters(code),
            left=box.left,
            right=box.right,
            base=height - y.value,
            size=font.size or max(1.0, box.top - box.bottom),
            bold=font.bold,
            spaced=is_spaced,
        )
        is_spaced = False
        of_ligature = bool(found) and _is_of_ligature(found[-1], glyph)
        if not font.upright or (not of_ligature and _is_copy(seen, code, glyph)):
            dropped.append(glyph.text)
        else:
            found.append(glyph)
    return found, "".join(dropped)


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


def _is_copy(seen: dict[tuple[int, int], list[Glyph]], code: int, glyph: Glyph) -> bool:
    """Whether the same letter stands at the same place already; remembers it if not."""
    row = round(glyph.base / 2)
    near = min(_DOUBLE, glyph.size * 0.12)
    for key in ((code, row), (code, row - 1), (code, row + 1)):
        for other in seen.get(key, ()):
            if abs(other.left - glyph.left) <= near and abs(other.base - glyph.base) <= near:
                other.doubled = True
                return True
    seen.setdefault((code, row), []).append(glyph)
    return False


def _font(textpage: Any, position: int) -> _Font:
    """Answer size in points, weight and direction of the letter at `position`."""
    matrix = pdfium.FS_MATRIX()
    size = pdfium.FPDFText_GetFontSize(textpage, position)
    upright = True
    if pdfium.FPDFText_GetMatrix(textpage, position, matrix):
        size *= math.hypot(matrix.b, matrix.d)
        upright = matrix.a > 0 and abs(matrix.b) <= _UPRIGHT * abs(matrix.a)
    weight = pdfium.FPDFText_GetFontWeight(textpage, position)
    name = ctypes.create_string_buffer(80)
    flags = ctypes.c_int()
    length = pdfium.FPDFText_GetFontInfo(textpage, position, name, 80, flags)
    named = name.value.lower() if 0 < length <= 80 else b""
    is_bold = weight >= _BOLD or any(word in named for word in _BOLD_NAMES)
    return _Font(round(size, 1), bold=is_bold, upright=upright)
