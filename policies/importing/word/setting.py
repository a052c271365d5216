"""How a paragraph is set: where it begins, and how much room is above it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from policies.importing.labels import split_label
from policies.importing.word.names import W, switch, whole

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lxml.etree import _Element as Element

_COLUMN: Final = 120
"""Twentieths of a point that a letter is wide: the unit of indents in plain text."""
_TAB: Final = 6
_APART: Final = 80
"""Twentieths of a point between two paragraphs that a reader sees as an empty line."""


def edge_of(properties: Iterable[Element], text: str, *, numbered: bool) -> float:
    """Answer the column at which the first line begins, typed tabs included.

    `properties` are those that apply, nearest first. The first line of a paragraph without label
    may be set in for looks: that is no indent.
    """
    told = [each for each in (own.find(f"{W}ind") for own in properties) if each is not None]
    left = _first(told, "left", "start")
    hanging = _first(told, "hanging")
    opening = _first(told, "firstLine")
    typed = len(text) - len(text.lstrip("\t"))
    if typed or hanging or numbered or split_label(text.strip()) is not None:
        left += opening - hanging
    return max(0, round(left / _COLUMN)) + typed * _TAB


def gap_above(before: list[Element], properties: list[Element], *, alike: bool) -> int:
    """Answer 1 where the setting puts room between two paragraphs, else 0.

    `alike`: both have the same style, which may ask for no room between its own.
    """
    if alike and any(switch(own, "contextualSpacing") for own in properties):
        return 0
    room = max(_spacing(before, "after"), _spacing(properties, "before"))
    return int(room >= _APART)


def _spacing(properties: Iterable[Element], name: str) -> int:
    for own in properties:
        spacing = own.find(f"{W}spacing")
        if spacing is not None and spacing.get(f"{W}{name}") is not None:
            return whole(spacing.get(f"{W}{name}"), 0)
    return 0


def _first(told: list[Element], *names: str) -> int:
    for indents in told:
        for name in names:
            if (text := indents.get(f"{W}{name}")) is not None:
                return whole(text, 0)
    return 0
