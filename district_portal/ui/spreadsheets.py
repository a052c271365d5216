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
