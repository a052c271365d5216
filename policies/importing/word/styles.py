"""Paragraph and character styles, with what they inherit."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from policies.importing.word.names import W, number, switch, value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element as Element

_HEADING: Final = re.compile(r"heading (\d)$")
_BODY: Final = 9
"""The outline level of text that is no heading."""
_LONGEST_CHAIN: Final = 30


class Styles:
    """The styles of a document; a missing or circular one simply says nothing."""

    def __init__(self, root: Element | None) -> None:
        self._styles: dict[str, Element] = {}
        self._default = ""
        for style in root.iter(f"{W}style") if root is not None else ():
            key = style.get(f"{W}styleId", "")
            self._styles[key] = style
            if style.get(f"{W}type") == "paragraph" and style.get(f"{W}default") in ("1", "true"):
                self._default = key
        base = root.find(f"{W}docDefaults/{W}pPrDefault/{W}pPr") if root is not None else None
        self._base: list[Element] = [base] if base is not None else []
        self._chains: dict[str, list[tuple[str, Element]]] = {}

    def style_of(self, properties: Element | None) -> str:
        """Answer the id of the paragraph style in `properties`."""
        return value(properties, "pStyle") or self._default

    def chain(self, style: str) -> list[tuple[str, Element]]:
        """Answer `style` and what it is based on, nearest first, with their ids."""
        if style not in self._chains:
            self._chains[style] = list(self._climb(style))
        return self._chains[style]

    def _climb(self, style: str) -> Iterator[tuple[str, Element]]:
        for _ in range(_LONGEST_CHAIN):
            element = self._styles.get(style)
            if element is None:
                return
            yield style, element
            style = value(element, "basedOn") or ""

    def paragraph_properties(self, style: str) -> list[Element]:
        """Answer the paragraph properties that apply to `style`, nearest first."""
        own = (element.find(f"{W}pPr") for _, element in self.chain(style))
        return [properties for properties in own if properties is not None] + self._base

    def name(self, style: str) -> str:
        """Answer the name of `style` in small letters, as Word knows it in every language."""
        element = self._styles.get(style)
        return (value(element, "name") or style).lower()

    def names(self, style: str) -> Iterator[str]:
        """Yield the names of `style` and of what it is based on."""
        for key, _ in self.chain(style):
            yield self.name(key)

    def numbering(self, style: str) -> Element | None:
        """Answer the list (`w:numPr`) that a numbering style stands for."""
        element = self._styles.get(style)
        return None if element is None else element.find(f"{W}pPr/{W}numPr")

    def level(self, properties: Element | None, style: str) -> int:
        """Answer the heading level from 1 of a paragraph, 0 where it is none."""
        own = number(properties, "outlineLvl", -1)
        if own >= 0:
            return 0 if own >= _BODY else own + 1
        for key, element in self.chain(style):
            name = self.name(key)
            match = _HEADING.match(name)
            if match:
                return int(match[1])
            if name in ("title", "subtitle"):
                return 1 if name == "title" else 2
            outline = number(element.find(f"{W}pPr"), "outlineLvl", -1)
            if outline >= 0:
                return 0 if outline >= _BODY else outline + 1
        return 0

    def runs(self, switch_name: str, style: str) -> bool | None:
        """Answer what `style` says of a run property such as bold, None where nothing."""
        for _, element in self.chain(style):
            told = switch(element.find(f"{W}rPr"), switch_name)
            if told is not None:
                return told
        return None
