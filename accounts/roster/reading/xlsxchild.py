"""Run in a process of its own, which may be stopped: a workbook on standard input, CSV out.

Of several sheets, the one whose first rows hold the most headings of people, else the first; where
none holds two, as with misspelt ones, the widest.
"""

from __future__ import annotations

import contextlib
import csv
import datetime as dt
import io
import sys
from typing import Any, Final

import python_calamine

from accounts.roster.reading.synonyms import KNOWN, plain

MEMORY: Final = 1_500 * 1024 * 1024
MOST_SHEETS: Final = 50
LOOKED_AT: Final = 25
REFUSED: Final = {"password": 3, "broken": 4, "size": 5, "empty": 6}
"""How the process ends when it can't read the workbook."""


def main() -> None:
    """Read a workbook from standard input and print its sheet as CSV.

    The arguments are the project's folder, how many rows are wanted (0 for all), and how many
    seconds of a processor's time it may take.
    """
    _limit("RLIMIT_AS", MEMORY)
    _limit("RLIMIT_CPU", int(sys.argv[3]))
    _limit("RLIMIT_CORE", 0)
    try:
        book = python_calamine.load_workbook(io.BytesIO(sys.stdin.buffer.read()))
        rows = _people(book)[: int(sys.argv[2]) or None]
    except python_calamine.PasswordError:
        sys.exit(REFUSED["password"])
    except MemoryError:
        sys.exit(REFUSED["size"])
    except (python_calamine.CalamineError, OSError, ValueError):
        sys.exit(REFUSED["broken"])
    if not rows:
        sys.exit(REFUSED["empty"])
    out = io.TextIOWrapper(sys.stdout.buffer, encoding="utf-8", newline="")
    csv.writer(out).writerows(
        [cell if type(cell) is str else told(cell) for cell in row] for row in rows
    )
    out.flush()


def told(cell: Any) -> str:
    """A cell that is no text as people read it: 12345.0 as 12345, True as yes, a day as ISO."""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, dt.datetime) and cell.time() == dt.time():
        return cell.date().isoformat()
    return str(cell)


def _people(book: Any) -> list[list[Any]]:
    """The rows of the sheet that looks like people."""
    worksheet = python_calamine.SheetTypeEnum.WorkSheet
    visible = python_calamine.SheetVisibleEnum.Visible
    names = [m.name for m in book.sheets_metadata if (m.typ, m.visible) == (worksheet, visible)]
    best, most = [], (0, -1)
    for name in names[:MOST_SHEETS]:
        rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
        first = rows[:LOOKED_AT]
        known = max(map(_known, first), default=0)
        found = (known, 0) if known > 1 else (0, max(map(_filled, first), default=0))
        if rows and found > most:
            best, most = rows, found
    return best


def _known(row: list[Any]) -> int:
    return len(
        {KNOWN[plain(cell)] for cell in row if isinstance(cell, str) and plain(cell) in KNOWN}
    )


def _filled(row: list[Any]) -> int:
    return sum(1 for cell in row if cell != "")


def _limit(what: str, most: int) -> None:
    """Have the system stop this process when it takes more than `most` of a resource."""
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource  # noqa: PLC0415 - not on every system

        limit = getattr(resource, what)
        resource.setrlimit(limit, (most, resource.getrlimit(limit)[1]))


if __name__ == "__main__":
    main()
