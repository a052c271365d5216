"""The labels that a program prints before the paragraphs of its lists."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from policies.importing.labels import to_letters, to_roman
from policies.importing.word.names import W, value, whole
from policies.importing.word.numbering import DEEPEST, Level, List

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

    from policies.importing.word.styles import Styles

_PLACE: Final = re.compile(r"%([1-9])")
_HIGHEST_ROMAN: Final = 3_999
_HIGHEST_LETTERS: Final = 26 * 20
_BULLETS: Final = {
    "\uf0b7": "\u2022",
    "\uf06c": "\u25cf",
    "\uf06f": "\u25a1",
    "\uf071": "\u25a1",
    "\uf0a7": "\u25aa",
    "\uf06e": "\u25a0",
    "\uf0d8": "\u27a2",
    "\uf0fc": "\u2713",
    "\uf02d": "-",
}
_BULLET: Final = "\u2022"
_CHICAGO: Final = ("*", "\u2020", "\u2021", "\u00a7")
_CARDINALS: Final = (
    *("Zero", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten"),
    *("Eleven", "Twelve", "Thirteen", "Fourteen", "Fifteen", "Sixteen", "Seventeen", "Eighteen"),
    *("Nineteen", "Twenty"),
)
_ORDINALS: Final = (
    *("", "First", "Second", "Third", "Fourth", "Fifth", "Sixth", "Seventh", "Eighth", "Ninth"),
    *("Tenth", "Eleventh", "Twelfth", "Thirteenth", "Fourteenth", "Fifteenth", "Sixteenth"),
    *("Seventeenth", "Eighteenth", "Nineteenth", "Twentieth"),
)


@dataclass(frozen=True, slots=True)
class Numbered:
    """A paragraph's place in a list: which, how deep, and what it says of indents."""

    key: str
    depth: int
    properties: Element | None


@dataclass(slots=True)
class Counter:
    """Counts through the document; ask once for each paragraph, in order."""

    lists: dict[str, List]
    styles: Styles
    _counts: dict[str, dict[int, int]] = field(default_factory=dict)
    _used: set[tuple[str, int]] = field(default_factory=set)

    def place(self, properties: Element | None, style: str) -> Numbered | None:
        """Answer where a paragraph with these properties and this style stands, None for nowhere.

        What the paragraph says goes before what its style says, and that before what the style is
        based on; list and depth may come from different ones.
        """
        key: str | None = None
        depth: int | None = None
        source = ""
        own = None if properties is None else properties.find(f"{W}numPr")
        told = [("", own)] + [
            (name, element.find(f"{W}pPr/{W}numPr")) for name, element in self.styles.chain(style)
        ]
        for name, element in told:
            if element is None:
                continue
            if key is None and (key := value(element, "numId")) is not None:
                source = name
            if depth is None and (text := value(element, "ilvl")) is not None:
                depth = whole(text, 0)
        if key is None or key not in self.lists:
            return None
        if depth is None:
            depth = self._depth_of(source or style, key)
        depth = min(max(depth, 0), DEEPEST - 1)
        level = self.lists[key].levels.get(depth)
        return Numbered(key, depth, level.properties if level else None)

    def _depth_of(self, style: str, key: str) -> int:
        levels = self.lists[key].levels
        return next((depth for depth, level in levels.items() if level.style == style), 0)

    def label(self, place: Numbered) -> str:
        """Count the paragraph at `place`, and answer what is printed before it."""
        found = self.lists[place.key]
        counts = self._counts.setdefault(found.definition, {})
        depth, level = place.depth, found.levels.get(place.depth)
        if level is None:
            return ""
        if (place.key, depth) not in self._used and depth in found.overrides:
            counts.pop(depth, None)
        self._used.add((place.key, depth))
        counts[depth] = counts[depth] + 1 if depth in counts else level.start
        for deeper in [each for each in counts if each > depth]:
            restart = found.levels.get(deeper, Level()).restart
            if restart is None or depth < restart:
                del counts[deeper]
        return "" if level.hidden else _printed(found, depth, counts)


def _printed(found: List, depth: int, counts: dict[int, int]) -> str:
    level = found.levels[depth]
    if level.format == "bullet":
        return _bullet(level.text)

    def number_at(match: re.Match[str]) -> str:
        at = int(match[1]) - 1
        other = found.levels.get(at, Level())
        form = "decimal" if level.legal else other.format
        return written(counts.get(at, other.start), form) if at <= depth else ""

    return " ".join(_PLACE.sub(number_at, level.text).split())


def _bullet(text: str) -> str:
    text = text.strip()
    if not text:
        return _BULLET
    if text in _BULLETS:
        return _BULLETS[text]
    return _BULLET if "\ue000" <= text[0] <= "\uf8ff" else text[:8]


def written(number: int, form: str) -> str:
    """Answer `number` in the number format `form`, in figures where it has no such form."""
    write = _FORMS.get(form, str)
    return write(number) or str(number) if form != "none" else ""


def _roman(number: int) -> str:
    return to_roman(number) if 0 < number <= _HIGHEST_ROMAN else ""


def _letters(number: int) -> str:
    return to_letters(number) if 0 < number <= _HIGHEST_LETTERS else ""


def _chicago(number: int) -> str:
    return _CHICAGO[(number - 1) % 4] * min((number - 1) // 4 + 1, 9) if number > 0 else ""


def _word(words: tuple[str, ...]) -> Callable[[int], str]:
    return lambda number: words[number] if 0 <= number < len(words) else ""


def _ending(number: int) -> str:
    if number % 100 in (11, 12, 13):
        return "th"
    return {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")


_FORMS: Final[dict[str, Callable[[int], str]]] = {
    "upperRoman": lambda number: _roman(number).upper(),
    "lowerRoman": _roman,
    "upperLetter": lambda number: _letters(number).upper(),
    "lowerLetter": _letters,
    "decimalZero": "{:02d}".format,
    "ordinal": lambda number: f"{number}{_ending(number)}",
    "cardinalText": _word(_CARDINALS),
    "ordinalText": _word(_ORDINALS),
    "numberInDash": "- {} -".format,
    "decimalEnclosedParen": "({})".format,
    "decimalEnclosedFullstop": "{}.".format,
    "chicago": _chicago,
}
