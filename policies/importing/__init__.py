"""From a file to a policy: lines, then head, clauses, foot, and what is in doubt.

    lines = read(path)              # or read(data, name="policy.txt")
    parsed = recognise(lines, name)

`parse` does both. UnreadableFile says, in words for the person who chose the file, why not.
"""

from pathlib import Path, PurePath

from policies.importing.lines import Line, UnreadableFile
from policies.importing.parsed import CrossReference, Doubt, FoundDate, LegalReference, Node, Parsed
from policies.importing.reading import read
from policies.importing.recognising import recognise
from policies.importing.titles import title_case

__all__ = [
    "CrossReference",
    "Doubt",
    "FoundDate",
    "LegalReference",
    "Line",
    "Node",
    "Parsed",
    "UnreadableFile",
    "parse",
    "read",
    "recognise",
    "title_case",
]


def parse(source: str | Path | bytes, name: str = "") -> Parsed:
    """Answer the policy in `source`, a path or bytes. Raises UnreadableFile."""
    name = name or (PurePath(source).name if not isinstance(source, bytes) else "")
    return recognise(read(source, name), name)
