"""PDFs as lines, read in a process of its own that is stopped when it takes too long."""

import json
import math
import queue
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import IO, Any, Final

from django.utils.translation import gettext_lazy as _

from policies.importing.lines import Extract, NotAtOnceError, UnreadableFile
from policies.importing.pagelines import Page, lines_of, text_of
from policies.importing.parsed import Doubt
from policies.importing.printed import Printed

PATIENCE: Final = 20.0
PER_PAGE: Final = 0.5
LONGEST: Final = 120.0
"""Seconds for the first page, what each page read adds to them, and for the whole file at most.

So long only where the machine is busy: of a processor's time the reader is given far less.
"""
_FEWEST_STRUCK: Final = 8
_STRUCK: Final = _(
    "Words in this PDF are struck through, but its text holds them like all others. Is this a"
    " redline copy?"
)
_FEWEST_LETTERS: Final = 10
_OUT_OF_TIME: Final = (-getattr(signal, "SIGXCPU", 24), -getattr(signal, "SIGPROF", 27))
"""How a reader ends that took too long for the whole file, or for a page."""
_HOME: Final = Path(__file__).parents[2]
_RUN: Final = (
    "import sys; sys.path.insert(0, sys.argv[1]); "
    "from policies.importing.pdfchild import main; main()"
)
_REFUSALS: Final = {
    "password": _(
        "This PDF is locked with a password. Open it, print it to a new PDF or save it without"
        " the password, and try again."
    ),
    "broken": _(
        "This PDF is damaged or incomplete, so it can’t be read. Save it again, or use the policy"
        " as Word or text."
    ),
    "pages": _("This PDF has more than 1,500 pages. Split it: one file for each policy."),
    "lines": _("The file has more than 50,000 lines. Split it: one file for each policy."),
    "size": _("This PDF holds far more than a policy’s text. Use the policy as Word or text."),
    "time": _("This PDF takes too long to read. Save it again, or use the policy as Word or text."),
    "scanned": _(
        "This PDF holds pictures of pages, not text. Use the file it was scanned from, or run text"
        " recognition (OCR) on it and check the result."
    ),
}


def extract(data: bytes, *, within: float | None = None) -> Extract:
    """Answer what is in the PDF `data`.

    Raises UnreadableFile with what to do instead, and NotAtOnceError once `within` seconds are
    over and more of the file is to come.
    """
    told = _told_pages(data, within)
    pages = [_page(each) for each in told]
    letters = sum(len(line.text) for printed, _, _ in pages for line in printed)
    if letters < _FEWEST_LETTERS:
        raise UnreadableFile(_REFUSALS["scanned"])
    struck = sum(each["struck"] for each in told)
    doubts = [Doubt(_STRUCK, "text")] if struck >= _FEWEST_STRUCK else []
    return Extract(lines_of(pages), text_of(pages), doubts=doubts)


def _told_pages(data: bytes, within: float | None) -> list[dict[str, Any]]:
    """Answer what the child tells of each page of the PDF `data`."""
    with tempfile.TemporaryFile() as file:
        file.write(data)
        file.seek(0)
        child = subprocess.Popen(
            [sys.executable, "-I", "-c", _RUN, str(_HOME)],
            stdin=file,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={},
        )
        try:
            return _told(child, within)
        finally:
            child.kill()
            child.wait()


def _told(child: subprocess.Popen[bytes], within: float | None) -> list[dict[str, Any]]:
    """Answer what the child tells of each page.

    Raises UnreadableFile when it refuses or stalls, NotAtOnceError after `within` seconds.
    """
    heard: queue.Queue[bytes] = queue.Queue()
    threading.Thread(target=_listen, args=(child.stdout, heard), daemon=True).start()
    started = time.monotonic()
    at_once = math.inf if within is None else started + within
    deadline = started + PATIENCE
    found: list[dict[str, Any]] = []
    pages = None
    while pages is None or len(found) < pages:
        try:
            line = heard.get(timeout=max(0.01, min(deadline, at_once) - time.monotonic()))
        except queue.Empty:
            if at_once <= time.monotonic() < deadline:
                raise NotAtOnceError from None
            raise UnreadableFile(_REFUSALS["time"]) from None
        told: dict[str, Any] = json.loads(line) if line else {"refused": _why_ended(child)}
        if "refused" in told:
            raise UnreadableFile(_REFUSALS[told["refused"]])
        if pages is None:
            pages = told["pages"]
        else:
            found.append(told)
            if time.monotonic() > at_once and len(found) < pages:
                raise NotAtOnceError
        deadline = min(deadline + PER_PAGE, started + LONGEST)
    return found


def _why_ended(child: subprocess.Popen[bytes]) -> str:
    """Answer why the child ended before it had told all: out of its time, or by the file."""
    return "time" if child.wait() in _OUT_OF_TIME else "broken"


def _listen(output: IO[bytes], heard: "queue.Queue[bytes]") -> None:
    """Pass on each line; an empty one when the child has ended."""
    for line in output:
        heard.put(line)
    heard.put(b"")


def _page(told: dict[str, Any]) -> Page:
    return [Printed(*line) for line in told["lines"]], told["dropped"], told["height"]
