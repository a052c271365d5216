"""Take in the scan of a signed sheet: what it is, is told by its content, never by its name."""

from __future__ import annotations

import hashlib
import io
import re
import warnings
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final

from django.utils.translation import gettext as _
from PIL import Image, UnidentifiedImageError

from policies.acknowledgments.models import Scan

MOST_BYTES: Final = 10 * 1024 * 1024
MOST_PIXELS: Final = 60_000_000
"""A letter page at 600 dots an inch has 34 million."""
LONGEST_NAME: Final = 100
_TAIL: Final = 2048
_UNSAFE: Final = re.compile(r"[^\w.-]")


class ScanError(ValueError):
    """The file can't be kept as a scan; the message is a sentence for whoever chose it."""


@dataclass(frozen=True)
class Scanned:
    """A file that was looked at: a safe name, what it is, and its bytes."""

    name: str
    kind: Scan.Kind
    content: bytes

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def read(content: bytes, *, name: str) -> Scanned:
    """A PDF, JPEG or PNG file, up to MOST_BYTES. Raises ScanError for anything else."""
    if len(content) > MOST_BYTES:
        raise ScanError(_("The file is larger than 10 MB. Scan it with fewer dots an inch."))
    kind = _kind(content)
    if kind is None:
        raise ScanError(_("This is no PDF, JPEG or PNG file, or it is damaged. Scan it again."))
    return Scanned(safe_name(name, ending=Scan.SUFFIXES[kind]), kind, content)


def _kind(content: bytes) -> Scan.Kind | None:
    if content.startswith(b"%PDF-"):
        is_whole = b"%%EOF" in content[-_TAIL:] and b"startxref" in content[-_TAIL:]
        if is_whole and b"/Encrypt" in content:
            raise ScanError(_("This PDF is locked: nobody could read it later. Scan it again."))
        return Scan.Kind.PDF if is_whole else None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=("JPEG", "PNG")) as picture:
                width, height = picture.size
                found = picture.format
                picture.verify()
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError):
        return None
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        width, height, found = MOST_PIXELS, 2, None
    if width * height > MOST_PIXELS:
        raise ScanError(_("The picture has too many dots. Scan it with fewer dots an inch."))
    if found == "JPEG" and not content.rstrip(b"\0").endswith(b"\xff\xd9"):
        return None
    return Scan.Kind.PNG if found == "PNG" else Scan.Kind.JPEG


def safe_name(name: str, *, ending: str) -> str:
    """The last part of `name` in plain signs, ending as its content does."""
    last = PurePosixPath(name.replace("\\", "/")).name
    stem = last.rpartition(".")[0] or last
    plain = _UNSAFE.sub("", "_".join(stem.split())).strip(".-_")[:LONGEST_NAME]
    return f"{plain or 'scan'}.{ending}"
