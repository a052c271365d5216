"""Read a logo that somebody uploads: a picture, made small and written anew.

What is kept is our own PNG of the pixels: nothing else of the file comes through, neither where
it was photographed nor what hides behind the picture.
"""

from __future__ import annotations

import hashlib
import io
import warnings
from dataclasses import dataclass

from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

MOST_BYTES = 2 * 1024 * 1024
MOST_PIXELS = 16_000_000
SMALLEST = 16
WIDEST, HIGHEST = 480, 120
"""Twice the size at which the header shows it, for sharp screens."""
FORMATS = ("PNG", "JPEG", "WEBP")


class PictureError(ValueError):
    """The file can't be the logo; the message is a sentence for whoever chose it."""


@dataclass(frozen=True)
class Picture:
    """A PNG, its size in pixels, and its SHA-256."""

    content: bytes
    width: int
    height: int

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def read(content: bytes) -> Picture:
    """The picture in `content` (PNG, JPEG or WebP), made to fit; raises PictureError."""
    if len(content) > MOST_BYTES:
        raise PictureError(_("The picture is larger than 2 MB. Choose a smaller one."))
    if b"<svg" in content[:1000].lower():
        raise PictureError(_("SVG files can carry programs. Choose a PNG, JPEG or WebP file."))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            picture = _opened(content)
    except PictureError:
        raise
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError) as broken:
        raise PictureError(_("This is no picture. Choose a PNG, JPEG or WebP file.")) from broken
    except (Image.DecompressionBombError, Image.DecompressionBombWarning, MemoryError) as bomb:
        raise PictureError(_too_large()) from bomb
    return write(picture)


def write(picture: Image.Image) -> Picture:
    """A picture as the PNG that is kept, with nothing beside its pixels."""
    picture.thumbnail((WIDEST, HIGHEST), Image.Resampling.LANCZOS)
    bare = Image.new("RGBA", picture.size)
    bare.paste(picture.convert("RGBA"))
    out = io.BytesIO()
    bare.save(out, "PNG", optimize=True)
    return Picture(out.getvalue(), *bare.size)


def _opened(content: bytes) -> Image.Image:
    """The pixels, upright; asked for its size before anything is unpacked."""
    with Image.open(io.BytesIO(content), formats=FORMATS) as file:
        width, height = file.size
        if width * height > MOST_PIXELS:
            raise PictureError(_too_large())
        if min(width, height) < SMALLEST:
            raise PictureError(_("The picture is too small. It needs at least 16 pixels a side."))
        file.load()
        return ImageOps.exif_transpose(file)


def _too_large() -> str:
    return _("The picture has more than 16 million pixels. Choose a smaller one.")
