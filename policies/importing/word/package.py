"""A Word document as a zip of parts. Nothing is unpacked before it is known to be small enough.

Parts are read into memory by name and never written to a disk, so that the names inside the zip
lead nowhere. A part with a document type declaration is refused: no entity is ever resolved.
"""

from __future__ import annotations

import posixpath
import struct
import zipfile
import zlib
from io import BytesIO
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _
from lxml import etree

from policies.importing.lines import UnreadableFile
from policies.importing.word.names import RELATIONSHIP, drop_copies

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

MOST_PARTS: Final = 5_000
LARGEST_DIRECTORY: Final = 1024 * 1024
"""Bytes of the list of parts at the end of the zip."""
LARGEST_PART: Final = 24 * 1024 * 1024
"""Bytes of one part unpacked; 60,000 words with all their marks are about 6 MB."""
MOST_TAGS: Final = 800_000
HIGHEST_RATIO: Final = 250
"""Times that a part may grow when it is unpacked; XML of a policy grows tenfold to fortyfold."""
FREE: Final = 512 * 1024
"""Bytes that may grow as they like."""

_DAMAGED: Final = _(
    "The Word document is damaged and can’t be read. Open it in Word and save it again."
)
_BOMB: Final = _("The Word document is made so that it can’t be unpacked safely.")
_MANY: Final = _("The Word document holds far more parts than a policy has.")
_LARGE: Final = _("The Word document holds far more text than a policy. Split it.")
_PASSWORD: Final = _("The file is protected by a password. Take it off and save the file again.")
_NO_WORD: Final = (
    (
        "xl/",
        _("This is an Excel file. Choose the policy as a Word document or as text."),
    ),
    ("ppt/", _("This is a PowerPoint file. Choose a Word document or text.")),
    (
        "content.xml",
        _("This is an OpenDocument file. Open it and save it as a Word document (.docx)."),
    ),
    ("Index/", _("This is a Pages file. Export it as a Word document (.docx).")),
)
_EMPTY: Final = _("The Word document holds no text. Open it in Word and save it again.")
_ZIP: Final = _("This is a zip file. Unpack it and choose the policies inside.")

_OFFICE: Final = "/officeDocument"
_STRICT: Final = (
    (
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
    (
        b"http://purl.oclc.org/ooxml/drawingml/picture",
        b"http://schemas.openxmlformats.org/drawingml/2006/picture",
    ),
)
_BROKEN: Final = (
    zipfile.BadZipFile,
    zlib.error,
    etree.XMLSyntaxError,
    struct.error,
    NotImplementedError,
    EOFError,
    OSError,
    ValueError,
)
_END: Final = b"PK\x05\x06"
_END_SIZE: Final = 22
_LONGEST_COMMENT: Final = 65_535
_ENCRYPTED: Final = 0x1


class Package:
    """The parts of a Word document; `main` is the name of the one with the text.

    Raises UnreadableFile for what is no Word document, is damaged, or would grow too large.
    """

    def __init__(self, data: bytes) -> None:
        _check_directory(data)
        try:
            self._zip = zipfile.ZipFile(BytesIO(data))
        except _BROKEN as broken:
            raise UnreadableFile(_DAMAGED) from broken
        infos = self._zip.infolist()
        if len(infos) > MOST_PARTS:
            raise UnreadableFile(_MANY)
        self._infos = {info.filename.lstrip("/").lower(): info for info in infos}
        self.main = self._main()

    def xml(self, name: str) -> Element | None:
        """Answer the root of the part `name`, None where there is no such part."""
        info = self._infos.get(name.lower())
        if info is None:
            return None
        data = self._read(info)
        for strict, transitional in _STRICT:
            data = data.replace(strict, transitional)
        if data.count(b"<") > MOST_TAGS:
            raise UnreadableFile(_LARGE)
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
        )
        try:
            root = etree.fromstring(data, parser)
        except _BROKEN as broken:
            raise UnreadableFile(_DAMAGED) from broken
        if root.getroottree().docinfo.internalDTD is not None:
            raise UnreadableFile(_BOMB)
        drop_copies(root)
        return root

    def size(self, name: str) -> int:
        """Answer the bytes of the part `name`, unpacked."""
        return self._infos[name.lower()].file_size

    def related(self, kind: str, *, to: str = "") -> list[str]:
        """Answer the parts that `to` (the main part unless named) refers to as `kind`."""
        source = to or self.main
        folder, base = posixpath.split(source)
        root = self.xml(posixpath.join(folder, "_rels", f"{base}.rels"))
        if root is None:
            return []
        found = []
        for relationship in root.iter(RELATIONSHIP):
            is_outside = relationship.get("TargetMode") == "External"
            if is_outside or not relationship.get("Type", "").endswith(f"/{kind}"):
                continue
            target = relationship.get("Target", "")
            path = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            if path.lower() in self._infos:
                found.append(path)
        return found

    def _main(self) -> str:
        root = self.xml("_rels/.rels")
        for relationship in root.iter(RELATIONSHIP) if root is not None else ():
            target = relationship.get("Target", "").lstrip("/")
            is_office = relationship.get("Type", "").endswith(_OFFICE)
            if is_office and target.lower() in self._infos and target.startswith("word"):
                return target
        if "word/document.xml" in self._infos:
            return "word/document.xml"
        for start, refusal in _NO_WORD:
            if any(name.startswith(start.lower()) for name in self._infos):
                raise UnreadableFile(refusal)
        raise UnreadableFile(_EMPTY if "[content_types].xml" in self._infos else _ZIP)

    def _read(self, info: zipfile.ZipInfo) -> bytes:
        if info.flag_bits & _ENCRYPTED:
            raise UnreadableFile(_PASSWORD)
        if info.file_size > LARGEST_PART:
            raise UnreadableFile(_LARGE)
        if info.file_size > FREE + HIGHEST_RATIO * info.compress_size:
            raise UnreadableFile(_BOMB)
        try:
            with self._zip.open(info) as part:
                return part.read(LARGEST_PART)
        except _BROKEN as broken:
            raise UnreadableFile(_DAMAGED) from broken
        except RuntimeError as locked:
            raise UnreadableFile(_PASSWORD) from locked


def _check_directory(data: bytes) -> None:
    """Refuse a zip whose list of parts is long or missing, before it is read."""
    at = data.rfind(_END, max(0, len(data) - _LONGEST_COMMENT - _END_SIZE))
    if at < 0 or len(data) < at + _END_SIZE:
        raise UnreadableFile(_DAMAGED)
    count, size = struct.unpack("<HI", data[at + 10 : at + 16])
    if count > MOST_PARTS or size > LARGEST_DIRECTORY:
        raise UnreadableFile(_MANY)
