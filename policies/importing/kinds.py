"""What kind of file it is: by its first bytes, whatever its name says."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING, Final, Literal

from django.utils.translation import gettext_lazy as _

from policies.importing.lines import UnreadableFile

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django_stubs_ext import StrOrPromise

Kind = Literal["text", "markdown", "word", "pdf"]

SUFFIXES: Final[Mapping[str, Kind]] = {
    ".txt": "text",
    ".text": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".docx": "word",
    ".pdf": "pdf",
}
"""File names that are offered in a folder or a file dialog, with the kind each promises."""
_OTHER_WORD: Final = (".docm", ".dotx", ".dotm")
_MEGABYTE: Final = 1024 * 1024
LARGEST: Final[Mapping[Kind, int]] = {
    "text": 5 * _MEGABYTE,
    "markdown": 5 * _MEGABYTE,
    "word": 50 * _MEGABYTE,
    "pdf": 50 * _MEGABYTE,
}
"""Bytes of one file. 60,000 words are half a megabyte of text; the rest is room for pictures."""
LARGEST_OF_ALL: Final = max(LARGEST.values())

_PDF_WITHIN: Final = 1024
"""A PDF may begin after that many bytes of something else."""
_ZIP: Final = (b"PK\x03\x04", b"PK\x05\x06")
_COMPOUND: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""The container of Office files before 2007, and of those under a password ever since."""
_PASSWORD: Final = _(
    "The file is protected by a password. Open it in Word, take the password off"
    " (File, Info, Protect Document) and save it again."
)
_INSIDE: Final[tuple[tuple[str, StrOrPromise], ...]] = (
    ("EncryptedPackage", _PASSWORD),
    (
        "WordDocument",
        _("This is an old Word file (.doc). Open it in Word and save it as .docx."),
    ),
    ("Workbook", _("This is an Excel file. Choose the policy as a Word document or as text.")),
    ("PowerPoint Document", _("This is a PowerPoint file. Choose a Word document or text.")),
)
_SIGNATURES: Final[tuple[tuple[bytes, StrOrPromise], ...]] = (
    (
        b"{\\rtf",
        _("This is a rich text file (.rtf). Open it in Word and save it as .docx."),
    ),
    (b"\x89PNG", _("This is a picture. Choose a file that holds text.")),
    (b"\xff\xd8\xff", _("This is a picture. Choose a file that holds text.")),
    (b"GIF8", _("This is a picture. Choose a file that holds text.")),
    (b"BM", _("This is a picture. Choose a file that holds text.")),
    (b"II*\x00", _("This is a picture. Choose a file that holds text.")),
    (b"MM\x00*", _("This is a picture. Choose a file that holds text.")),
    (b"\x7fELF", _("This is a program, not a policy.")),
    (b"MZ", _("This is a program, not a policy.")),
    (b"\x1f\x8b", _("This is a compressed file. Unpack it and choose what is inside.")),
    (b"7z\xbc\xaf", _("This is a compressed file. Unpack it and choose what is inside.")),
    (b"Rar!", _("This is a compressed file. Unpack it and choose what is inside.")),
)


def kind_of(data: bytes, name: str) -> Kind:
    """Answer how to read `data`; `name` tells Markdown from text, and which text is a mistake.

    Raises UnreadableFile for what can't be read, and for more bytes than LARGEST of its kind.
    """
    kind = _by_content(data) or _by_name(name)
    if len(data) > LARGEST[kind]:
        raise UnreadableFile(
            _("The file is larger than %(n)s MB. A policy’s text is far smaller.")
            % {"n": LARGEST[kind] // _MEGABYTE}
        )
    return kind


def check_size(size: int) -> None:
    """Raise UnreadableFile for more bytes than are read of any kind of file."""
    if size > LARGEST_OF_ALL:
        raise UnreadableFile(
            _("The file is larger than %(n)s MB. A policy’s text is far smaller.")
            % {"n": LARGEST_OF_ALL // _MEGABYTE}
        )


def _by_content(data: bytes) -> Kind | None:
    """Answer the kind that the bytes prove, None for what may be text. Raises UnreadableFile."""
    if data.startswith(_ZIP):
        return "word"
    if b"%PDF-" in data[:_PDF_WITHIN]:
        return "pdf"
    if data.startswith(_COMPOUND):
        raise UnreadableFile(_in_compound(data))
    for signature, refusal in _SIGNATURES:
        if data.startswith(signature) and not _is_letters(data, len(signature)):
            raise UnreadableFile(refusal)
    return None


def _is_letters(data: bytes, length: int) -> bool:
    """Whether what begins like a program or a picture ("BM", "MZ") goes on as text does."""
    return length == 2 and b"\x00" not in data[:512]


def _in_compound(data: bytes) -> StrOrPromise:
    for stream, refusal in _INSIDE:
        if stream.encode("utf-16-le") in data:
            return refusal
    return _("This is an old Office file. Open it in Word and save it as .docx.")


def _by_name(name: str) -> Kind:
    suffix = PurePath(name).suffix.lower()
    kind = SUFFIXES.get(suffix or ".txt")
    if suffix in _OTHER_WORD or kind == "word":
        raise UnreadableFile(
            _("This is no Word document, though its name says so. It may be damaged.")
        )
    if kind == "pdf":
        raise UnreadableFile(_("This is no PDF, though its name says so. It may be damaged."))
    if kind is None:
        raise UnreadableFile(
            _("%(name)s can’t be read. Choose a Word document (.docx), a PDF, or text (.txt, .md).")
            % {"name": name}
        )
    return kind
