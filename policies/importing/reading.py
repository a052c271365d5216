"""A file of any kind that we read, as lines."""

from collections.abc import Callable
from pathlib import Path, PurePath
from typing import Final

from django.utils.translation import gettext_lazy as _

from policies.importing import markdown, text
from policies.importing.decoding import LARGEST_TEXT, decode
from policies.importing.lines import Line, UnreadableFile


def _read_text(data: bytes) -> list[Line]:
    content = decode(data)
    return markdown.lines(content) if markdown.is_markdown(content) else text.lines(content)


def _read_markdown(data: bytes) -> list[Line]:
    return markdown.lines(decode(data))


MOST_LINES: Final = 50_000
"""A handbook of 400 pages has about 20,000."""
READERS: Final[dict[str, Callable[[bytes], list[Line]]]] = {
    ".txt": _read_text,
    ".text": _read_text,
    ".md": _read_markdown,
    ".markdown": _read_markdown,
}


def read(source: str | Path | bytes, name: str = "") -> list[Line]:
    """Answer the lines of `source`, a path or the bytes themselves; `name` tells the kind of file.

    Raises UnreadableFile, with a message for the person who chose the file, when it is missing,
    too large, of another kind, or holds no text.
    """
    name = name or (PurePath(source).name if not isinstance(source, bytes) else "")
    reader = READERS.get(PurePath(name).suffix.lower() or ".txt")
    if reader is None:
        raise UnreadableFile(
            _("%(name)s can't be read. Choose a text file (.txt) or Markdown (.md).")
            % {"name": name}
        )
    found = reader(source if isinstance(source, bytes) else _bytes_of(Path(source)))
    if not any(line.text for line in found):
        raise UnreadableFile(_("The file holds no text."))
    if len(found) > MOST_LINES:
        raise UnreadableFile(
            _("The file has more than 50,000 lines. Split it: one file for each policy.")
        )
    return found


def _bytes_of(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(LARGEST_TEXT + 1)
    except OSError as error:
        raise UnreadableFile(
            _("%(name)s can't be opened: %(why)s.")
            % {"name": path.name, "why": error.strerror or error}
        ) from error
