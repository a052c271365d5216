"""Take in a picture or PDF of what somebody saw: its content tells what it is, never its name."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from approvals.impostors.models import Capture
from policies.acknowledgments.paper import scanning

MOST_BYTES: Final = 5 * 1024 * 1024
MOST_AT_ONCE: Final = 3
MOST_PIXELS: Final = 20_000_000
"""The picture of a phone's screen has 4 million, that of a long page 15 million."""
ACCEPTED: Final = "image/png,image/jpeg,application/pdf"


class CaptureError(ValueError):
    """The file can't be kept; the message is a sentence for whoever chose it."""


@dataclass(frozen=True)
class Captured:
    """A file that was looked at: a safe name, what it is, and its bytes."""

    name: str
    kind: Capture.Kind
    content: bytes

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def read_all(files: Iterable[UploadedFile]) -> list[Captured]:
    """At most MOST_AT_ONCE files. Raises CaptureError for more, or for one that can't be kept."""
    chosen = list(files)
    if len(chosen) > MOST_AT_ONCE:
        raise CaptureError(_("Choose at most %(n)d files") % {"n": MOST_AT_ONCE})
    return [read(file.read(MOST_BYTES + 1), name=file.name or "") for file in chosen]


def read(content: bytes, *, name: str) -> Captured:
    """A PNG, JPEG or PDF file up to MOST_BYTES; a picture is drawn anew, without hidden facts.

    Raises CaptureError for anything else, also for a picture of too many dots.
    """
    shown = name[:60]
    if len(content) > MOST_BYTES:
        raise CaptureError(_("“%(name)s” is larger than 5 MB") % {"name": shown})
    try:
        known = scanning.read(content, name=name)
    except scanning.ScanError as refused:
        said = _("“%(name)s” is no PNG, JPEG or PDF file that can be kept. Take the picture again")
        raise CaptureError(said % {"name": shown}) from refused
    kind = Capture.Kind(known.kind.value)
    if kind == Capture.Kind.PDF:
        return Captured(known.name, kind, content)
    return Captured(known.name, kind, _drawn_anew(content, kind=kind, name=shown))


def _drawn_anew(content: bytes, *, kind: Capture.Kind, name: str) -> bytes:
    """The picture alone: where and with what it was taken is left behind."""
    kept = io.BytesIO()
    try:
        with Image.open(io.BytesIO(content), formats=("JPEG", "PNG")) as picture:
            is_large = picture.width * picture.height > MOST_PIXELS
            seen = None if is_large else ImageOps.exif_transpose(picture).convert("RGB")
        if seen:
            seen.info = {}
            seen.save(kept, "PNG" if kind == Capture.Kind.PNG else "JPEG", quality=90)
    except Exception as damaged:  # of a stranger's file the library raises what it likes
        said = _("“%(name)s” is damaged. Take the picture again") % {"name": name}
        raise CaptureError(said) from damaged
    if is_large:
        raise CaptureError(_("“%(name)s” has too many dots. Take a part") % {"name": name})
    return kept.getvalue()
