"""What a file of a concern is, told by its content, and the copy that pages show of a picture.

The copy is drawn anew, smaller, and says nothing of where and with what it was taken. Of a HEIC
picture, or one of very many dots, none is made: the original is evidence all the same.
"""

from __future__ import annotations

import io
import warnings
from typing import Final

from PIL import Image, ImageOps

from approvals.concerns.models import SealedFile

Kind = SealedFile.Kind
LONGEST_SIDE: Final = 2560
"""Dots of the longer side of a copy: a page of print can be read on it."""
MOST_PIXELS: Final = {Kind.JPEG: 120_000_000, Kind.PNG: 25_000_000}
"""Of larger ones no copy is made. A JPEG is read at a part of its size, a PNG only whole."""
QUALITY: Final = 85
_TAIL: Final = 2048
_HEIC: Final = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")


class DamagedError(ValueError):
    """It begins like a file of a known kind and can't be opened."""


class LockedError(ValueError):
    """A PDF that asks for a password: nobody could read it later."""


def kind_of(content: bytes) -> SealedFile.Kind | None:
    """What the content is; None for what is not kept. Raises DamagedError, LockedError."""
    if content.startswith(b"\xff\xd8\xff"):
        return Kind.JPEG
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return Kind.PNG
    if content[4:8] == b"ftyp" and content[8:12] in _HEIC:
        return Kind.HEIC
    if not content.startswith(b"%PDF-"):
        return None
    if not (b"%%EOF" in content[-_TAIL:] and b"startxref" in content[-_TAIL:]):
        raise DamagedError
    if b"/Encrypt" in content:
        raise LockedError
    return Kind.PDF


def copy_of(content: bytes, kind: SealedFile.Kind) -> bytes | None:
    """What pages show of a picture, of its own kind; None where no copy is made.

    Raises DamagedError for a picture that can't be read to its end.
    """
    if kind not in MOST_PIXELS:
        return None
    kept = io.BytesIO()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=(kind.label,)) as picture:
                if picture.width * picture.height > MOST_PIXELS[kind]:
                    return None
                picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
                seen = ImageOps.exif_transpose(picture).convert("RGB")
        seen.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        seen.info = {}
        seen.save(kept, kind.label, quality=QUALITY)
    except Image.DecompressionBombError:
        return None
    except Exception as damaged:  # of a stranger's file the library raises what it likes
        raise DamagedError from damaged
    return kept.getvalue()
