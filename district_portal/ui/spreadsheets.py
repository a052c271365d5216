"""Files for spreadsheet programs: no cell of ours is ever taken for a formula (CWE-1236).

In CSV an apostrophe stands before whatever might be one; in XLSX a cell of text stays text.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from typing import IO, Any, Final

FORMULA: Final = re.compile(r"'*(?:\s*[=+\-@\uff1d\uff0b\uff0d\uff20\u2212]|[\t\r\n])")
"""What a cell begins with that a program might reckon out: signs in full width too, and after
spaces. An apostrophe before them is the cell's own, and is guarded as well, so that it comes back.
"""
AS_TEXT: Final = re.compile(rf"^'(?={FORMULA.pattern})")
"""The apostrophe that `guarded` put there; whoever reads such a file takes it off."""
BOM: Final = "\ufeff"
_PERHAPS: Final = re.compile(rb",\"'*[\t-\r\x1c- +\-=@\xc2\xe1-\xe3\xef]")
"""Of a line in bytes, each text in quotes: where this is not found, no cell is a formula."""

COPIED: Final = "WITH (FORMAT csv, FORCE_QUOTE *)"
"""How PostgreSQL must copy lines for `CopiedLines`."""


def guarded(value: Any) -> Any:
    """`value` for a cell of a CSV file; what is no text stays as it is."""
    return f"'{value}" if isinstance(value, str) and FORMULA.match(value) else value


def csv_file(headings: Iterable[str], lines: Iterable[Iterable[Any]]) -> bytes:
    """The content of a CSV file, as `write_csv` writes it."""
    out = io.BytesIO()
    write_csv(out, headings, lines)
    return out.getvalue()


def write_csv(out: IO[bytes], headings: Iterable[str], lines: Iterable[Iterable[Any]]) -> None:
    """Write a CSV file to `out`: UTF-8 with a byte order mark, RFC 4180, every cell guarded."""
    text = io.TextIOWrapper(out, encoding="utf-8", newline="", write_through=False)
    text.write(BOM)
    writer = csv.writer(text)
    writer.writerow([guarded(heading) for heading in headings])
    writer.writerows([guarded(value) for value in line] for line in lines)
    text.flush()
    text.detach()


def csv_lines(lines: Iterable[Iterable[Any]]) -> bytes:
    """Lines of such a file alone, for one that is made piece by piece."""
    out = io.StringIO(newline="")
    csv.writer(out).writerows([guarded(value) for value in line] for line in lines)
    return out.getvalue().encode()


class CopiedLines:
    """A file to which PostgreSQL copies lines of CSV: they go on to `out` as `write_csv` writes.

    Every text must come in quotes, so that a glance at the bytes tells where none can be a
    formula. `count` is how many lines were written.
    """

    def __init__(self, out: IO[bytes]) -> None:
        self.out = out
        self.count = 0

    def write(self, line: bytes) -> None:
        """Write one line, which comes with its end."""
        self.count += 1
        if _PERHAPS.search(b"," + line):
            self.out.write(csv_lines(csv.reader([line[:-1].decode()])))
        else:
            self.out.write(line[:-1] + b"\r\n")
