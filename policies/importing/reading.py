"""A file of any kind that we read, as lines."""

from collections.abc import Callable
from pathlib import Path, PurePath
from typing import Final

from django.utils.translation import gettext_lazy as _

from policies.importing import markdown, pdf, text, word
from policies.importing.decoding import decode
from policies.importing.kinds import LARGEST_OF_ALL, Kind, check_size, kind_of
from policies.importing.lines import Extract, NotAtOnceError, UnreadableFile


def _read_text(data: bytes) -> Extract:
    content = decode(data)
    reader = markdown.lines if markdown.is_markdown(content) else text.lines
    return Extract(reader(content), content)


def _read_markdown(data: bytes) -> Extract:
    content = decode(data)
    return Extract(markdown.lines(content), content)


MOST_LINES: Final = 50_000
"""A handbook of 400 pages has about 20,000."""
READERS: Final[dict[Kind, Callable[[bytes], Extract]]] = {
    "text": _read_text,
    "markdown": _read_markdown,
    "word": word.read,
}
LINES_AT_ONCE: Final = 5_000
UNPACKED_AT_ONCE: Final = 2 * 1024 * 1024
"""Lines of any file, and bytes of a Word document's text; what is longer takes seconds to read."""


def extract(source: str | Path | bytes, name: str = "", *, within: float | None = None) -> Extract:
    """Answer what is in `source`, a path or the bytes themselves; what it is, the bytes tell.

    Raises UnreadableFile, with a message for the person who chose the file, when it is missing,
    too large, of another kind, damaged, or holds no text; NotAtOnceError when somebody waits no
    longer than `within` seconds and it takes more.
    """
    name = name or (PurePath(source).name if not isinstance(source, bytes) else "")
    data = source if isinstance(source, bytes) else _bytes_of(Path(source))
    check_size(len(data))
    kind = kind_of(data, name)
    if within is not None and kind == "word" and word.unpacked(data) > UNPACKED_AT_ONCE:
        raise NotAtOnceError
    found = pdf.extract(data, within=within) if kind == "pdf" else READERS[kind](data)
    if not any(line.text for line in found.lines):
        raise UnreadableFile(_("The file holds no text."))
    if len(found.lines) > MOST_LINES:
        raise UnreadableFile(
            _("The file has more than 50,000 lines. Split it: one file for each policy.")
        )
    if within is not None and len(found.lines) > LINES_AT_ONCE:
        raise NotAtOnceError
    return found


def check(data: bytes, name: str) -> None:
    """Look quickly whether `data` can be read at all. Raises UnreadableFile."""
    check_size(len(data))
    if kind_of(data, name) == "word":
        word.check(data)


def _bytes_of(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(LARGEST_OF_ALL + 1)
    except OSError as error:
        raise UnreadableFile(
            _("%(name)s can’t be opened: %(why)s.")
            % {"name": path.name, "why": error.strerror or error}
        ) from error
