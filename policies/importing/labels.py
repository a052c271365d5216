"""Labels at the start of a clause, with every number that they may mean."""

import re
from dataclasses import dataclass
from typing import Final

_BULLETS: Final = (
    "\u2022\u25cf\u25cb\u25e6\u25aa\u25ab\u25a0\u25a1\u2023\u27a2\u2713\u2714\u00b7\u2043\u2219"
    "\uf0b7\uf0a7\uf0d8\uf0fc"
)
_BULLET: Final = re.compile(
    rf"^(?P<label>[{_BULLETS}])\s*(?=\S)"
    r"|^(?P<label2>[-*+\u2013\u2014\u2212]|[oqvnu\u00a7\u00d8\u00fc](?=\s{2,}|\t))\s+(?=[^\s\d])"
)
_ASKED: Final = re.compile(r"^(?P<label>[QA]\d{0,2}[.:)])\s+(?=[A-Z\u201c\"])")
_DASHED: Final = re.compile(r"^(?P<label>[-\u2013])(?=[A-Z][a-z])")
_AUTO: Final = re.compile(r"^(?P<label>#[.)]|\(#\))\s+(?=\S)")
_DECIMAL: Final = re.compile(
    r"^(?P<label>(?P<number>\d{1,3}(?:\.\d{1,3}){1,5})(?P<after>[.)]?))(?:\s+|$)"
)
_PLAIN: Final = re.compile(
    r"^(?P<label>(?P<before>\(?)(?P<value>\d{1,3}|[ivxlcdm]{1,7}|[IVXLCDM]{1,7}|[a-z]{1,2}|[A-Z]{1,2})"
    r"(?P<after>\.\)|[.)]))(?:\s+|$|(?=[A-Z\u201c\"(][\w\u2019 ]))"
)
_WORD: Final = re.compile(
    r"^(?P<label>(?P<word>article|section|sec\.|chapter|part|step|phase|level|stage|appendix|tier)"
    r"\s+(?P<value>\d{1,3}(?:\.\d{1,3})*|[IVXLC]{1,7}|[A-Z])(?P<suffix>[A-Z]?)(?P<after>\s?[.:)\u2013\u2014]|\s-(?=\s)|))(?=\s|$)",
    re.IGNORECASE,
)
_SIGN: Final = re.compile(
    r"^(?P<label>\u00a7\s?(?P<value>\d{1,3}(?:[.\-]\d{1,3})*)(?P<after>[.:)]?))\s+(?=\S)"
)
_NOTE: Final = re.compile(
    r"^(?P<label>\[\^?[\w\-]{1,20}\]:?|[\u2020\u2021]+|\*{1,3})(?P<space>\s*)(?=[\w\"'\u201c(])"
)
_ROMANS: Final = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}


@dataclass(frozen=True, slots=True)
class Marker:
    """One reading of a label: the `system` it counts in, its `value`, and how it is dressed."""

    system: str
    value: int
    style: str


@dataclass(frozen=True, slots=True)
class Label:
    """A printed label, the text after it, and every reading of it, likeliest first."""

    printed: str
    rest: str
    markers: tuple[Marker, ...]

    @property
    def word(self) -> bool:
        """Whether the label is a word with a number, as in Section 3."""
        return self.markers[0].style.startswith("word")

    @property
    def bullet(self) -> bool:
        return self.markers[0].system == "bullet"


def split_label(text: str) -> Label | None:
    """Answer the label that `text` begins with, None where it begins with none."""
    asked = _ASKED.match(text)
    if asked and (asked["label"][1].isdigit() or asked["label"][1] == ":"):
        return _label(asked, text, asked["label"], (Marker("bullet", 1, "asked"),))
    for pattern in (_BULLET, _DASHED):
        match = pattern.match(text)
        if match:
            printed = match["label"] or match.groupdict().get("label2") or ""
            return _label(match, text, printed, (Marker("bullet", 1, printed),))
    match = _AUTO.match(text)
    if match:
        return _label(match, text, match["label"], (Marker("arabic", 1, "auto"),))
    match = _DECIMAL.match(text)
    if match:
        return _decimal(match, text)
    match = _WORD.match(text)
    if match:
        return _worded(match, text)
    match = _SIGN.match(text)
    if match:
        value = int(re.split(r"[.\-]", match["value"])[-1])
        return _label(match, text, match["label"], (Marker("arabic", value, "\u00a7"),))
    match = _PLAIN.match(text)
    if match:
        style = f"{match['before']}x{match['after']}"
        if match["before"] and match["after"] == ".":
            return None
        markers = tuple(Marker(system, value, style) for system, value in _readings(match["value"]))
        return _label(match, text, match["label"], markers) if markers else None
    return None


def sure_label(printed: str, text: str) -> Label:
    """Answer the label `printed` that `text` begins with, read as well as its letters allow."""
    rest = text.removeprefix(printed).strip()
    found = split_label(f"{printed} Text")
    if found is not None and found.printed == printed:
        return Label(printed, rest, found.markers)
    return Label(printed, rest, (Marker("bullet", 1, printed),))


def split_note(text: str) -> tuple[str, str] | None:
    """Answer (mark, text) where `text` begins with the mark of a footnote such as * or [1]."""
    match = _NOTE.match(text)
    if not match or (match["label"][0] == "*" and match["space"]):
        return None
    return match["label"], text[match.end() :]


def roman(text: str) -> int:
    """Answer the value of a Roman number, 0 where `text` is none in its usual form."""
    total = 0
    numbers = [_ROMANS.get(letter, 0) for letter in text.lower()]
    if not numbers or 0 in numbers:
        return 0
    for number, following in zip(numbers, [*numbers[1:], 0], strict=True):
        total += -number if number < following else number
    return total if to_roman(total) == text.lower() else 0


def to_roman(value: int) -> str:
    """Answer `value` in small Roman letters."""
    answer = ""
    pairs = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"))
    for number, letters in (
        *pairs,
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ):
        answer += letters * (value // number)
        value %= number
    return answer


def to_letters(value: int) -> str:
    """Answer a, b … z, aa, bb for 1, 2 … 26, 27, 28."""
    repeats, letter = divmod(value - 1, 26)
    return chr(ord("a") + letter) * (repeats + 1)


def _label(match: re.Match[str], text: str, printed: str, markers: tuple[Marker, ...]) -> Label:
    return Label(printed.strip(), text[match.end() :].strip(), markers)


def _readings(value: str) -> list[tuple[str, int]]:
    if value.isdigit():
        return [("arabic", int(value))] if int(value) else []
    system, numerals = ("lower", "roman") if value.islower() else ("upper", "ROMAN")
    found: list[tuple[str, int]] = []
    if len(set(value.lower())) == 1 and (
        len(value) == 1 or value.lower() not in ("ii", "xx", "cc")
    ):
        found.append((system, ord(value[0].lower()) - ord("a") + 1 + 26 * (len(value) - 1)))
    number = roman(value)
    if number and number < 90:
        found.append((numerals, number))
    if value.lower() in ("ii", "xx"):
        found.append((system, ord(value[0].lower()) - ord("a") + 27))
    return found


def _decimal(match: re.Match[str], text: str) -> Label | None:
    parts = [int(part) for part in match["number"].split(".")]
    rest = text[match.end() :].strip()
    if rest and not re.match(r"[A-Z\u201c\"'(\[\d]", rest):
        return None
    style = "decimal:" + ".".join(str(part) for part in parts[:-1])
    return Label(match["label"], rest, (Marker(f"decimal{len(parts)}", parts[-1], style),))


def _worded(match: re.Match[str], text: str) -> Label | None:
    rest = text[match.end() :].strip()
    word = match["word"].lower()
    is_sentence = match["after"].strip() in ("", ")") and not match["word"][0].isupper()
    if is_sentence or (not match["after"].strip() and re.match(r"[a-z,;(]|of\b", rest)):
        return None
    value = match["value"]
    style = f"word:{word}"
    if value[0].isdigit():
        readings = [("arabic", int(value.split(".")[-1]))]
    else:
        readings = sorted(_readings(value.upper()), key=lambda reading: reading[0] != "ROMAN")
    markers = tuple(Marker(system, number, style) for system, number in readings)
    return _label(match, text, match["label"], markers) if markers else None
