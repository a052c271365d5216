"""Run in a process of its own, which may be stopped: a PDF on standard input, its lines out.

One JSON object a line: first the number of pages, or why the file can't be read; then a page each.
"""

import contextlib
import json
import signal
import sys
from typing import Any, Final

import pypdfium2

from policies.importing.drawn import Drawing, drawing_of
from policies.importing.glyphs import glyphs_of
from policies.importing.printed import Printed, printed_lines, struck_letters

MOST_PAGES: Final = 1_500
MOST_LETTERS: Final = 40_000
"""On one page; a page of small print has about 8,000."""
MOST_LINES: Final = 50_000
"""In the whole file; a handbook of 400 pages has about 20,000."""
MEMORY: Final = 2 * 1024**3
SECONDS: Final = 3
SECONDS_A_PAGE: Final = 0.2
"""Of a processor's time: for the first page or any other, and for each page of many.

A dense page takes 0.1. One that is too much is given up while somebody waits for the message.
"""


def main() -> None:
    """Read a PDF from standard input and tell what stands on it."""
    _limit("RLIMIT_AS", MEMORY)
    _limit("RLIMIT_CPU", SECONDS)
    try:
        document = pypdfium2.PdfDocument(sys.stdin.buffer.read())
        pages = len(document)
    except (pypdfium2.PdfiumError, ValueError) as error:
        _tell({"refused": "password" if "password" in str(error).lower() else "broken"})
        return
    except MemoryError:
        _tell({"refused": "size"})
        return
    if pages > MOST_PAGES:
        _tell({"refused": "pages"})
        return
    _tell({"pages": pages})
    lines = 0
    for number in range(pages):
        _limit("RLIMIT_CPU", int(SECONDS + number * SECONDS_A_PAGE))
        _limit_this_page(SECONDS)
        try:
            page = _page(document, number)
            lines += len(page["lines"])
            _tell(page if lines <= MOST_LINES else {"refused": "lines"})
        except (OverflowError, MemoryError):
            _tell({"refused": "size"})
            return
        except pypdfium2.PdfiumError:
            _tell({"refused": "broken"})
            return


def _page(document: Any, number: int) -> dict[str, Any]:
    page = document[number]
    textpage = page.get_textpage()
    height = page.get_height()
    glyphs, aside = glyphs_of(textpage, height, MOST_LETTERS)
    drawing = drawing_of(page, height) if glyphs else Drawing()
    lines, copies = printed_lines(glyphs, drawing, height)
    struck = struck_letters(glyphs, drawing)
    textpage.close()
    page.close()
    return {
        "height": height,
        "struck": struck,
        "dropped": aside + copies,
        "lines": [_told(line) for line in lines],
    }


def _told(line: Printed) -> list[Any]:
    return [getattr(line, name) for name in Printed.__slots__]


def _tell(what: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


def _limit_this_page(seconds: int) -> None:
    """Have the system stop this process when it takes that much time from now on."""
    with contextlib.suppress(AttributeError):  # not on every system
        signal.setitimer(signal.ITIMER_PROF, seconds)


def _limit(what: str, most: int) -> None:
    """Have the system stop this process when it takes more than `most` of a resource."""
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource  # noqa: PLC0415 - not on every system

        limit = getattr(resource, what)
        resource.setrlimit(limit, (most, resource.getrlimit(limit)[1]))


if __name__ == "__main__":
    main()
