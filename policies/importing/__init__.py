"""From a file to a policy: lines, then head, clauses, foot, and what is in doubt.

    lines = read(path)              # or read(data, name="policy.txt")
    parsed = recognise(lines, name)

`parse` does both, and adds what the format itself tells (`extract`). UnreadableFile says, in words
for the person who chose the file, why not.
"""

from pathlib import Path, PurePath

from policies.importing import own_text
from policies.importing.lines import Extract, Line, UnreadableFile
from policies.importing.parsed import CrossReference, Doubt, FoundDate, LegalReference, Node, Parsed
from policies.importing.reading import extract
from policies.importing.recognising import recognise
from policies.importing.running_heads import offer_code
from policies.importing.titles import title_case

__all__ = [
    "CrossReference",
    "Doubt",
    "Extract",
    "FoundDate",
    "LegalReference",
    "Line",
    "Node",
    "Parsed",
    "UnreadableFile",
    "extract",
    "parse",
    "parsed_of",
    "recognise",
    "title_case",
]


def parse(source: str | Path | bytes, name: str = "") -> Parsed:
    """Answer the policy in `source`, a path or bytes. Raises UnreadableFile."""
    name = name or (PurePath(source).name if not isinstance(source, bytes) else "")
    return parsed_of(extract(source, name), name)


def parsed_of(found: Extract, name: str = "") -> Parsed:
    """Answer the policy in what a reader took out of the file `name`.

    A text file that the portal itself wrote is read by its own rules, and nothing is guessed.
    """
    own = own_text.parsed(found.text, name)
    parsed = recognise(found.lines, name) if own is None else own
    parsed.dropped += found.dropped
    parsed.doubts = [*found.doubts, *parsed.doubts]
    offer_code(parsed, found.dropped)
    return parsed
