"""A language that nobody speaks: every message in brackets, with accents, and two fifths longer.

What a page says outside of brackets can't be translated. It is made by the tests and never shipped.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import allauth
import django
from babel.messages.catalog import Catalog
from babel.messages.mofile import read_mo

from tests.architecture.catalog import compiled
from tests.architecture.words import spoken

if TYPE_CHECKING:
    from collections.abc import Iterator

CODE = "qps"
OPEN, CLOSE = "⟦", "⟧"
KEPT = re.compile(r"%\(\w+\)[sd]|%[sd%]|\{[\w ]*\}|<[^>]*>|&\w+;|https?://\S+")
ACCENTS = str.maketrans("aeiouycnAEIOUYCN", "àéîõüýçñÀÉÎÕÜÝÇÑ")
FORMAT = re.compile(r"(?!I$)[DlNMFjYgiaTsH](?:[ ,:.]+[DlNMFjYgiaTsH])*")
"""What Django’s filter `date` takes; brackets go through it as they are."""
CUT = "%(truncated_text)s…"
"""What Django makes of a text that is cut off: it is somebody's still."""
LONGER, WORD = 0.4, 8
"""By how much, and how many letters of that hang together: a word breaks nowhere."""


def bracketed(words: str) -> str:
    """`words` as the language has them; names to be filled in, tags and entities stay."""
    if not words.strip() or words == CUT:
        return words
    if FORMAT.fullmatch(words):
        return f"{OPEN}{words}{CLOSE}"
    plain = KEPT.split(words)
    told = "".join(
        part.translate(ACCENTS) + name
        for part, name in zip(plain, [*KEPT.findall(words), ""], strict=True)
    )
    longer = re.sub(f"(~{{{WORD}}})(?=~)", r"\1 ", "~" * round(sum(map(len, plain)) * LONGER))
    return f"{OPEN}{told}{longer}{CLOSE}"


def write(folder: Path) -> None:
    """The catalog of the language, below `folder` as Django looks for it."""
    made = Catalog(locale=None, charset="utf-8", fuzzy=False)
    for message in _messages():
        if message.id:
            context = message.context
            if isinstance(context, bytes):  # so read_mo leaves it
                context = context.decode()
            if isinstance(message.id, str):
                made.add(message.id, bracketed(message.id), context=context)
            else:
                several = tuple(message.id)
                made.add(several, tuple(map(bracketed, several)), context=context)
    place = folder / CODE / "LC_MESSAGES"
    place.mkdir(parents=True)
    (place / "django.mo").write_bytes(compiled(made))


def _messages() -> Iterator[object]:
    """Those of ours, and those of the libraries that come with catalogs of their own."""
    for package in (django, allauth):
        for path in sorted(Path(package.__file__).parent.rglob("locale/es/LC_MESSAGES/django.mo")):
            with path.open("rb") as file:
                yield from read_mo(file)
    yield from spoken()
