"""What is drawn on a PDF page rather than written: rules of tables and bullets."""

import ctypes
from dataclasses import dataclass, field
from typing import Any, Final

import pypdfium2.raw as pdfium

_MOST_OBJECTS: Final = 20_000
_MOST_SEGMENTS: Final = 400
_THIN: Final = 2.0
_SHORT: Final = 8.0
_BULLET: Final = (1.5, 7.0)


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in points from the page's top left."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(slots=True)
class Drawing:
    """Horizontal and vertical rules of a page, and shapes of the size of a bullet."""

    across: list[Box] = field(default_factory=list)
    down: list[Box] = field(default_factory=list)
    bullets: list[Box] = field(default_factory=list)

    def add(self, box: Box) -> None:
        """Take `box` for what its shape makes it: a rule, a bullet, or nothing."""
        width, height = box.right - box.left, box.bottom - box.top
        if height <= _THIN and width >= _SHORT:
            self.across.append(box)
        elif width <= _THIN and height >= _SHORT:
            self.down.append(box)
        elif _BULLET[0] <= width <= _BULLET[1] and 0.7 <= width / max(height, 0.1) <= 1.4:
            self.bullets.append(box)


def drawing_of(page: Any, height: float) -> Drawing:
    """Answer what is drawn on `page`, `height` points high."""
    found = Drawing()
    for position in range(min(_MOST_OBJECTS, pdfium.FPDFPage_CountObjects(page))):
        thing = pdfium.FPDFPage_GetObject(page, position)
        if pdfium.FPDFPageObj_GetType(thing) != pdfium.FPDF_PAGEOBJ_PATH:
            continue
        box = _bounds(thing, height)
        if box is None:
            continue
        is_large = box.right - box.left > _SHORT and box.bottom - box.top > _SHORT
        if is_large:
            _add_segments(found, thing, height)
        else:
            found.add(box)
    return found


def _bounds(thing: Any, height: float) -> Box | None:
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    if not pdfium.FPDFPageObj_GetBounds(thing, left, bottom, right, top):
        return None
    return Box(left.value, height - top.value, right.value, height - bottom.value)


def _add_segments(found: Drawing, path: Any, height: float) -> None:
    """Take the straight lines of a path that is stroked, such as the frame of a table."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(path, fill, stroke)
    matrix = pdfium.FS_MATRIX()
    if not stroke.value or not pdfium.FPDFPageObj_GetMatrix(path, matrix):
        return
    x, y = ctypes.c_float(), ctypes.c_float()
    start = last = (0.0, 0.0)
    for position in range(min(_MOST_SEGMENTS, pdfium.FPDFPath_CountSegments(path))):
        segment = pdfium.FPDFPath_GetPathSegment(path, position)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        point = (
            matrix.a * x.value + matrix.c * y.value + matrix.e,
            height - (matrix.b * x.value + matrix.d * y.value + matrix.f),
        )
        if pdfium.FPDFPathSegment_GetType(segment) == pdfium.FPDF_SEGMENT_MOVETO:
            start = point
        else:
            found.add(_between(last, point))
        if pdfium.FPDFPathSegment_GetClose(segment):
            found.add(_between(point, start))
        last = point


def _between(one: tuple[float, float], other: tuple[float, float]) -> Box:
    return Box(
        min(one[0], other[0]), min(one[1], other[1]), max(one[0], other[0]), max(one[1], other[1])
    )
