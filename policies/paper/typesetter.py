"""The program that sets a page: JSON on its input, PDF on its output, in a process of its own.

It knows nothing of the portal and runs with a limit on time and memory, so that a text that is
hard to set costs the portal nothing but this process.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any, Final

import typst

MEMORY: Final = 2 * 1024**3
"""Bytes; a manual of 60,000 words takes a fifth of it."""
NOT_SHOWN: Final = "could not be displayed"
_SURE: Final = re.compile("[\n\x20-\x7e\u00a0-\u017f\u2010-\u2027\u2030-\u203a\u2022]")


def main() -> int:
    """Read the order from the input and write the PDF, or what went wrong to the errors."""
    _limit()
    order = json.load(sys.stdin)
    try:
        pdf = typeset(Path(order["template"]), order["data"])
    except typst.TypstError as refused:
        sys.stderr.write(str(refused))
        return 1
    sys.stdout.buffer.write(pdf)
    return 0


def typeset(template: Path, data: dict[str, Any]) -> bytes:
    """The PDF; a character that no font has is shown by its number, as [U+6F22]."""
    try:
        return _compile(template, json.dumps(data))
    except typst.TypstError as refused:
        if NOT_SHOWN not in str(refused):
            raise
    unsure = set(json.dumps(data, ensure_ascii=False)) | set(map(chr, range(32)))
    table = {
        ord(character): f"[U+{ord(character):04X}]"
        for character in unsure
        if not _SURE.match(character) and not _is_shown(character)
    }
    return _compile(template, json.dumps(_translated(data, table)))


def _translated(value: Any, table: dict[int, str]) -> Any:
    """`value` with the characters of `table` replaced in every string of it."""
    if isinstance(value, str):
        return value.translate(table)
    if isinstance(value, list):
        return [_translated(part, table) for part in value]
    if isinstance(value, dict):
        return {key: _translated(part, table) for key, part in value.items()}
    return value


def _is_shown(character: str) -> bool:
    """Whether the fonts that come with typst hold `character`."""
    page = b'#set document(title: "-")\n#set text(font: json(bytes(sys.inputs.fonts)))\n'
    source = page + b"#json(bytes(sys.inputs.data))"
    try:
        _compile(source, json.dumps(character))
    except typst.TypstError:
        return False
    return True


FONTS: Final = ("Libertinus Serif", "DejaVu Sans Mono", "New Computer Modern")


def _compile(source: Path | bytes, data: str) -> bytes:
    given: Any = source if isinstance(source, bytes) else str(source)
    pdf: bytes = typst.compile(
        given,
        root=None if isinstance(source, bytes) else str(source.parent),
        ignore_system_fonts=True,
        package_path="/nonexistent",
        package_cache_path="/nonexistent",
        sys_inputs={"data": data, "fonts": json.dumps(FONTS)},
        pdf_standards=["ua-1"],
    )
    return pdf


def _limit() -> None:
    try:
        import resource  # noqa: PLC0415 – not there on Windows
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


if __name__ == "__main__":
    sys.exit(main())
