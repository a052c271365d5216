"""Footnotes: paragraphs that begin with a mark which also stands in the text."""

import re

from policies.importing.labels import split_note
from policies.importing.parsed import Node
from policies.importing.shapes import words_of


def mark_notes(nodes: list[Node]) -> None:
    """Give footnotes their mark as label, where the mark also stands in the text."""
    everything = " ".join(node.text for node in nodes)
    for node in nodes[len(nodes) // 3 :]:
        if node.kind not in ("para", "cont"):
            continue
        found = split_note(node.text)
        if not found or len(words_of(found[1])) < 3:
            continue
        mark = found[0].rstrip(":")
        attached = (
            rf"[\w)\u201d\"]\s?{re.escape(mark)}(?!\w)" if mark[0] == "*" else re.escape(mark)
        )
        if len(re.findall(attached, everything)) > (0 if mark[0] == "*" else 1):
            node.kind, node.depth = "para", 0
            node.label, node.text = found[0], found[1].strip()
            node.shown_label = node.label
