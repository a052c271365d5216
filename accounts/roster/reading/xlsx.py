"""An XLSX file as rows of text, read in a process of its own that is stopped when it grows."""

from __future__ import annotations

import csv
import io
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import Final

from django.utils.translation import gettext_lazy as _

from accounts.roster.reading.table import Row, UnreadableSheetError
from accounts.roster.reading.xlsxchild import REFUSED

ZIP: Final = b"PK\x03\x04"
COMPOUND: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""The container of Office files before 2007, and of those under a password ever since."""
MOST_UNPACKED: Final = 400 * 1024 * 1024
"""Bytes; 140,000 people are about 100 MB."""
MOST_PARTS: Final = 5_000
SECONDS: Final = 4
BYTES_A_SECOND: Final = 20 * 1024 * 1024
"""Of a processor's time: for any file, and how much a file must say that it holds for more."""
PATIENCE: Final = 60.0
"""Seconds, where the machine is busy; of a processor's time the reader is given far less."""

_HOME: Final = Path(__file__).parents[3]
_RUN: Final = (
    "import sys; sys.path.insert(0, sys.argv[1]); "
    "from accounts.roster.reading.xlsxchild import main; main()"
)
_PASSWORD: Final = _(
    "The file is protected by a password. Open it in Excel, take the password off and save it"
    " again."
)
_OLD: Final = _("This is an old Excel file (.xls). Open it in Excel and save it as XLSX or CSV.")
_OTHER: Final = _("This is no Excel file (XLSX). Save the sheet as XLSX or CSV.")
_DAMAGED: Final = _("The Excel file is cut off or damaged. Open it in Excel and save it again.")
_LARGE: Final = _("The Excel file unpacks to far more than a list of people. Save it as CSV.")
_EMPTY: Final = _("There is nothing in this file.")
_TOLD: Final = {
    REFUSED["password"]: _PASSWORD,
    REFUSED["broken"]: _DAMAGED,
    REFUSED["empty"]: _EMPTY,
}


def is_workbook(content: bytes) -> bool:
    """Whether the first bytes are those of Office files, also of such as can't be read."""
    return content.startswith((ZIP, COMPOUND))


def read_rows(content: bytes, *, most: int | None = None) -> list[Row]:
    """The rows of the sheet that looks like people, or its first `most`.

    Raises UnreadableSheetError with advice.
    """
    if content.startswith(COMPOUND):
        locked = "EncryptedPackage".encode("utf-16-le") in content
        raise UnreadableSheetError(str(_PASSWORD if locked else _OLD))
    seconds = SECONDS + _look_inside(content) // BYTES_A_SECOND
    with tempfile.TemporaryFile() as file:
        file.write(content)
        file.seek(0)
        try:
            child = subprocess.run(
                [sys.executable, "-I", "-c", _RUN, str(_HOME), str(most or 0), str(seconds)],
                stdin=file,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={},
                timeout=PATIENCE,
                check=False,
            )
        except subprocess.TimeoutExpired as slow:
            raise UnreadableSheetError(str(_LARGE)) from slow
    if child.returncode:
        raise UnreadableSheetError(str(_TOLD.get(child.returncode, _LARGE)))
    lines = io.StringIO(child.stdout.decode("utf-8"), newline="")
    return list(csv.reader(lines))


def _look_inside(content: bytes) -> int:
    """Refuse what is no workbook, or says itself that it grows too large; answers to how much."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as zipped:
            parts = zipped.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as broken:
        raise UnreadableSheetError(str(_DAMAGED)) from broken
    if not any(part.filename == "xl/workbook.xml" for part in parts):
        raise UnreadableSheetError(str(_OTHER))
    if any(part.flag_bits & 1 for part in parts):
        raise UnreadableSheetError(str(_PASSWORD))
    unpacked = sum(part.file_size for part in parts)
    if len(parts) > MOST_PARTS or unpacked > MOST_UNPACKED:
        raise UnreadableSheetError(str(_LARGE))
    return unpacked
