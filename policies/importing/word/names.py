"""Names of WordprocessingML, and safe ways to read a value."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MC: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
MATH: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
PICTURE: Final = "{http://schemas.openxmlformats.org/drawingml/2006/picture}pic"
RELATIONSHIP: Final = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
VAL: Final = f"{W}val"

_OFF: Final = frozenset({"0", "false", "off", "none"})
_WHOLE: Final = re.compile(r"-?\d{1,9}")


def value(parent: Element | None, name: str) -> str | None:
    """Answer `w:val` of the child `name` of `parent`, None where there is none."""
    child = None if parent is None else parent.find(f"{W}{name}")
    return None if child is None else child.get(VAL)


def whole(text: str | None, default: int) -> int:
    """Answer the number in `text` (twips may have decimals), `default` where there is none."""
    match = _WHOLE.match(text or "")
    return int(match[0]) if match else default


def number(parent: Element | None, name: str, default: int) -> int:
    """Answer `w:val` of the child `name` of `parent` as a number."""
    return whole(value(parent, name), default)


def switch(parent: Element | None, name: str) -> bool | None:
    """Answer whether the child `name` of `parent` switches something on; None where it is away."""
    child = None if parent is None else parent.find(f"{W}{name}")
    return None if child is None else child.get(VAL, "1") not in _OFF


def drop_copies(root: Element) -> None:
    """Leave one of each `mc:AlternateContent` in the tree: the others show the same again."""
    for alternatives in list(root.iter(f"{MC}AlternateContent")):
        kept = _chosen(alternatives)
        for child in list(alternatives):
            if child is not kept:
                alternatives.remove(child)


def _chosen(alternatives: Element) -> Element | None:
    found = alternatives.find(f"{MC}Choice")
    fallback = alternatives.find(f"{MC}Fallback")
    if found is None or (fallback is not None and not _has_text(found) and _has_text(fallback)):
        return fallback
    return found


def _has_text(element: Element) -> bool:
    return next(element.iter(f"{W}t"), None) is not None
