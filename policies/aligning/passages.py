"""Clauses as alignment sees them, with what stands around them."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final

_QUOTES: Final = str.maketrans(
    "\u2018\u2019\u201a\u201b\u201c\u201d\u201e\u2010\u2011\u2012\u2013\u2014\u2212",
    "''''\"\"\"------",
)
_WORD: Final = re.compile(r"\w+(?:['.]\w+)*")
_BULLETS: Final = re.compile(r"^[^\w(]*$")


@dataclass(slots=True)
class Passage:
    """One clause: its text without the label, and its place.

    `key` is the clause's identity where it is known; `heading` the text of the heading above it;
    `parent` the position of the item around it, or else of that heading, -1 for none.
    """

    text: str
    label: str = ""
    kind: str = "para"
    depth: int = 0
    heading: str = ""
    parent: int = -1
    key: str | None = None
    normal: str = field(init=False)
    words: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        self.normal, self.words = normalised(self.text)

    @property
    def numbered(self) -> bool:
        """Whether the label is a number or letter rather than a bullet or nothing."""
        return not _BULLETS.match(self.label)


@lru_cache(maxsize=16_384)
def normalised(text: str) -> tuple[str, tuple[str, ...]]:
    """Answer (`text` with plain quotes, dashes and spaces, its words in lower case)."""
    normal = text if text.isascii() else unicodedata.normalize("NFKC", text).translate(_QUOTES)
    return " ".join(normal.split()), tuple(_WORD.findall(normal.lower()))


def passages_of(nodes: Iterable[Any]) -> list[Passage]:
    """Answer the passages of `nodes`, objects or mappings with text, label, kind and depth.

    A node's `key`, if it has one, is taken over; heading and parent follow from the order.
    """
    answer: list[Passage] = []
    heading, heading_at = "", -1
    items: list[int] = []
    for position, node in enumerate(nodes):
        kind, depth = str(_of(node, "kind", "para")), int(_of(node, "depth", 0))
        items = [at for at in items if answer[at].depth < depth]
        passage = Passage(
            text=str(_of(node, "text", "")),
            label=str(_of(node, "label", "")),
            kind=kind,
            depth=depth,
            heading=heading,
            parent=items[-1] if items else heading_at,
            key=_of(node, "key", None),
        )
        answer.append(passage)
        if kind == "heading":
            passage.parent = -1
            heading, heading_at, items = passage.normal, position, []
        elif kind == "item":
            items.append(position)
    return answer


def _of(node: Any, name: str, default: Any) -> Any:
    if isinstance(node, Mapping):
        return node.get(name, default)
    return getattr(node, name, default)
