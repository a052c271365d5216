"""The catalogs of other languages: what a .po file says, and the .mo file that comes out of it.

`python -m tests.architecture.catalog` writes every .mo anew; both are committed, so that a machine
with nothing but Python speaks the language too.
"""

from __future__ import annotations

import ast
import struct
from pathlib import Path

from django.conf import settings

CONTEXT = "\x04"
KEYWORDS = ("msgctxt", "msgid_plural", "msgid", "msgstr")


def read(path: Path) -> dict[str, list[str]]:
    """Each message of a .po file by its key (context, message and plural as gettext joins them)."""
    found: dict[str, list[str]] = {}
    entry: dict[str, str] = {}
    field = ""
    for line in [*path.read_text("utf-8").splitlines(), ""]:
        keyword = next((word for word in KEYWORDS if line.startswith(word)), "")
        if keyword:
            field, words = line.split(" ", 1)
            entry[field] = ast.literal_eval(words)
        elif line.startswith('"'):
            entry[field] += ast.literal_eval(line)
        elif not line and "msgid" in entry:
            key = f"{entry['msgctxt']}{CONTEXT}" if "msgctxt" in entry else ""
            key += "\0".join(entry[name] for name in ("msgid", "msgid_plural") if name in entry)
            assert key not in found, f"twice: {key}"
            found[key] = [words for name, words in entry.items() if name.startswith("msgstr")]
            entry = {}
    return found


def compiled(path: Path) -> bytes:
    """The .mo file of a .po file, in the format that Python's gettext reads."""
    rows = sorted((key.encode(), "\0".join(words).encode()) for key, words in read(path).items())
    start = 7 * 4
    data, tables = b"", [[], []]
    for row in rows:
        for table, words in zip(tables, row, strict=True):
            table += [len(words), start + 16 * len(rows) + len(data)]
            data += words + b"\0"
    head = [0x950412DE, 0, len(rows), start, start + 8 * len(rows), 0, 0]
    numbers = [*head, *tables[0], *tables[1]]
    return struct.pack(f"<{len(numbers)}I", *numbers) + data


def catalogs() -> list[Path]:
    """Every .po file of ours."""
    return sorted(Path(settings.LOCALE_PATHS[0]).glob("*/LC_MESSAGES/django.po"))


if __name__ == "__main__":
    for catalog in catalogs():
        catalog.with_suffix(".mo").write_bytes(compiled(catalog))
