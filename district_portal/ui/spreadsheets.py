"""Files for spreadsheet programs: no cell of ours is ever taken for a formula (CWE-1236).

In CSV an apostrophe stands before whatever might be one; in XLSX a cell of text stays text.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from typing import Any, Final

FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n")
"""What a cell begins with that a program might reckon out."""
AS_TEXT: Final = re.compile(rf"^'(?=[{re.escape(''.join(FORMULA))}])")
"""The apostrophe that `guarded` put there; whoever reads such a file takes it off."""
BOM: Final = "\ufeff"


def guarded(value: Any) -> Any:
    """`value` for a cell of a CSV file; what is no text stays as it is."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value


def csv_file(headings: Iterable[str], lines: Iterable[Iterable[Any]]) -> bytes:
    """The content of a CSV file: UTF-8 with a byte order mark, RFC 4180, every cell guarded."""
    return BOM.encode() + csv_lines([headings, *lines])


def csv_lines(lines: Iterable[Iterable[Any]]) -> bytes:
    """Lines of such a file alone, for one that is made piece by piece."""
    out = io.StringIO(newline="")
    csv.writer(out).writerows([guarded(value) for value in line] for line in lines)
    return out.getvalue().encode()
