"""How long a manual of 60,000 words takes to be read, as text and as a Word document.

Run it by `python -m benchmarks.manual_import`: one JSON object a line. The floor is a splitter of a
few lines that cuts at line ends and at labels, and knows nothing of lists, heads or references.
`reach` is in seconds, for the value.
"""

from __future__ import annotations

import json
import random
import re
import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import Any, Final

from benchmarks import texts
from benchmarks.timing import best
from policies.importing import parse
from policies.importing.labels import to_letters, to_roman

WORDS: Final = 60_000
REACH: Final = 10.0
_SEED: Final = 20260218
_LABEL: Final = re.compile(r"^\s*(?:\(?[A-Za-z0-9]{1,4}[.)]|[-•])\s+(?=\S)")
_W: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_FORMS: Final = (("decimal", "%1."), ("lowerLetter", "%2."), ("lowerRoman", "(%3)"))

Line = tuple[int, str]
"""Depth and words of a clause: -1 for a heading, 0 to 2 for items, 3 for a paragraph."""


def figures() -> Iterator[dict[str, Any]]:
    """Yield each figure beside its floor in the same run; seconds, the best of three rounds."""
    lines = list(manual())
    text, word = as_text(lines).encode(), as_word(lines)
    floor = best(lambda: split(text.decode()), rounds=3)
    for name, content, file in (
        ("text", text, "manual.txt"),
        ("a Word document", word, "manual.docx"),
    ):
        value = best(lambda content=content, file=file: parse(content, file), rounds=3)  # type: ignore[misc]
        yield {
            "benchmark": "manual_import",
            "figure": f"{WORDS:,} words read as {name}",
            "value": round(value, 3),
            "floor": "a splitter of a few lines",
            "floor_value": round(floor, 4),
            "ratio": round(value / floor, 1),
            "reach": REACH,
        }


def manual() -> Iterator[Line]:
    """Yield the clauses of an invented manual: headings, paragraphs, lists three deep."""
    chance = random.Random(_SEED)
    words = texts.vocabulary(chance)
    written = 0
    while written < WORDS:
        yield -1, " ".join(word.title() for word in chance.choices(words, k=3))
        for depth in (3, 3, 0, 1, 1, 2, 2, 1, 0, 0, 3):
            text = " ".join(chance.choices(words, k=chance.randint(12, 50)))
            written += len(text.split())
            yield depth, f"{text.capitalize()}{':' if depth == 1 else '.'}"


def as_text(lines: list[Line]) -> str:
    """Answer the manual as plain text with printed labels, set in by three columns a level."""
    rows = ["9000 - The Manual", ""]
    counts = [0, 0, 0]
    for depth, text in lines:
        if depth < 0:
            rows += ["", text.upper(), ""]
        if depth in (-1, 3):
            counts = [0, 0, 0] if depth < 0 else counts
            rows += [text, ""] if depth == 3 else []
            continue
        counts = [*counts[:depth], counts[depth] + 1, *[0] * (2 - depth)]
        number = counts[depth]
        label = (f"{number}.", f"{to_letters(number)}.", f"({to_roman(number)})")[depth]
        rows += [f"{' ' * 3 * depth}{label} {text}", ""]
    return "\n".join(rows)


def as_word(lines: list[Line]) -> bytes:
    """Answer the manual as a Word document with automatic numbers and runs of three words."""
    levels = "".join(
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
        for depth, (form, text) in enumerate(_FORMS)
    )
    numbering = (
        f'<w:numbering xmlns:w="{_W}"><w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    )
    body = "".join(_paragraph(depth, text) for depth, text in [(3, "9000 - The Manual"), *lines])
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/numbering.xml", numbering)
        archive.writestr(
            "word/_rels/document.xml.rels",
            f'<Relationships xmlns="{_PACKAGE}"><Relationship Id="n" Type="{_OFFICE}/numbering"'
            ' Target="numbering.xml"/></Relationships>',
        )
        archive.writestr(
            "word/document.xml",
            f'<w:document xmlns:w="{_W}"><w:body>{body}</w:body></w:document>',
        )
    return file.getvalue()


def _paragraph(depth: int, text: str) -> str:
    place = f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="1"/></w:numPr>'
    heading = '<w:outlineLvl w:val="0"/>'
    properties = heading if depth < 0 else place if depth < 3 else ""
    words = text.split()
    runs = "".join(
        f'<w:r><w:t xml:space="preserve">{" ".join(words[start : start + 3])} </w:t></w:r>'
        for start in range(0, len(words), 3)
    )
    return f"<w:p><w:pPr>{properties}</w:pPr>{runs}</w:p>"


def split(text: str) -> list[tuple[str, str]]:
    """Answer label and words of each line: what one gets for nothing."""
    found = []
    for line in text.split("\n"):
        if line.strip():
            label = _LABEL.match(line)
            found.append((label[0].strip() if label else "", line[label.end() if label else 0 :]))
    return found


if __name__ == "__main__":
    for figure in figures():
        print(json.dumps(figure))
