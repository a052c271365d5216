"""The lists that a document defines: for each level its format, text, start and restart."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from policies.importing.word.names import W, number, switch, value, whole

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

    from policies.importing.word.styles import Styles

DEEPEST: Final = 9


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list. `restart`: None after any level above it, 0 never, else its number."""

    format: str = "decimal"
    text: str = ""
    start: int = 1
    restart: int | None = None
    legal: bool = False
    hidden: bool = False
    style: str = ""
    properties: Element | None = None


@dataclass(slots=True)
class List:
    """A list as paragraphs name it. Lists of one `definition` count on with each other.

    `overrides` holds the levels at which this one begins anew, when it is first used there.
    """

    definition: str
    levels: dict[int, Level] = field(default_factory=dict)
    overrides: dict[int, int] = field(default_factory=dict)


def lists_of(root: Element | None, styles: Styles) -> dict[str, List]:
    """Answer the lists in the numbering part, by the id that paragraphs name."""
    if root is None:
        return {}
    definitions = {each.get(f"{W}abstractNumId", ""): each for each in root.iter(f"{W}abstractNum")}
    named = {each.get(f"{W}numId", ""): each for each in root.findall(f"{W}num")}
    lists: dict[str, List] = {}
    for key, element in named.items():
        definition = _definition(element, definitions, named, styles)
        if definition in definitions:
            found = List(definition, _levels(definitions[definition]))
            _override(found, element)
            lists[key] = found
    return lists


def _definition(
    element: Element,
    definitions: dict[str, Element],
    named: dict[str, Element],
    styles: Styles,
) -> str:
    """Answer the id of the definition that holds the levels: a style may stand between."""
    key = value(element, "abstractNumId") or ""
    for _ in range(DEEPEST):
        definition = definitions.get(key)
        style = value(definition, "numStyleLink")
        if style is None:
            return key
        owner = next(
            (each for each, found in definitions.items() if value(found, "styleLink") == style), ""
        )
        behind = named.get(value(styles.numbering(style), "numId") or "")
        key = owner or value(behind, "abstractNumId") or ""
    return key


def _levels(definition: Element) -> dict[int, Level]:
    return {
        whole(element.get(f"{W}ilvl"), 0): _level(element)
        for element in definition.findall(f"{W}lvl")
    }


def _level(element: Element) -> Level:
    return Level(
        format=_format(element),
        text=value(element, "lvlText") or "",
        start=number(element, "start", 1),
        restart=None if value(element, "lvlRestart") is None else number(element, "lvlRestart", 0),
        legal=bool(switch(element, "isLgl")),
        hidden=bool(switch(element.find(f"{W}rPr"), "vanish")),
        style=value(element, "pStyle") or "",
        properties=element.find(f"{W}pPr"),
    )


def _format(element: Element) -> str:
    """Answer the number format; a newer one stands beside one that every program knows."""
    found = element.find(f"{W}numFmt")
    if found is None:
        found = next(element.iter(f"{W}numFmt"), None)
    return "decimal" if found is None else found.get(f"{W}val", "decimal")


def _override(found: List, element: Element) -> None:
    for override in element.findall(f"{W}lvlOverride"):
        depth = whole(override.get(f"{W}ilvl"), 0)
        level = override.find(f"{W}lvl")
        if level is not None:
            found.levels[depth] = _level(level)
        start = number(override, "startOverride", -1)
        if start >= 0:
            found.overrides[depth] = start
            found.levels[depth] = replace(found.levels.get(depth, Level()), start=start)
