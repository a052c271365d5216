"""How well an import matches what a person read, where labels hold no words of the text.

A label file holds, for each clause, kind, depth and printed label, and the hash of its first
letters (`start`) and of its last ones (`end`), each with the number of letters hashed; title and
legal references as hashes too. The measures are those of boundary precision and recall: a clause
counts as found where its first letters are, in order, and as whole where it also ends there.
"""

import hashlib
import re
from typing import Any

LEAST = {
    "boundaryF1": 0.97,
    "whole": 0.95,
    "label": 0.98,
    "depth": 0.95,
    "heading": 0.9,
    "dates": 0.95,
    "legal": 0.95,
    "cross": 0.95,
    "title": True,
    "code": True,
}
FIRST = 24
LAST = 16
_WINDOW = 40
_BULLETS = frozenset("-*\u2022")


def letters(text: str | None) -> str:
    return re.sub(r"[^a-z0-9]", "", (text or "").lower())


def hashed(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def key(text: str | None) -> str:
    """The hash of the first letters of `text`."""
    return hashed(letters(text)[:FIRST])


def ends_of(text: str) -> tuple[list[Any], list[Any]]:
    """What a label holds of a clause's text: its first and last letters, counted and hashed."""
    first, last = letters(text)[:FIRST], letters(text[-LAST:])
    return [len(first), hashed(first)], [len(last), hashed(last)]


def score(parsed: dict[str, Any], label: dict[str, Any]) -> dict[str, float | bool | None]:
    got = [node for node in parsed["nodes"] if node["text"].strip()]
    wanted = label["nodes"]
    pairs = _matched(got, wanted)
    found = [(got[one], wanted[two]) for one, two in pairs]
    items = [pair for pair in found if pair[1]["kind"] == "item"]
    count = sum(node["kind"] == "item" for node in wanted)
    headings = sum(node["kind"] == "heading" for node in wanted)
    got_headings = sum(node["kind"] == "heading" for node in got)
    both = sum(one["kind"] == two["kind"] == "heading" for one, two in found)
    return {
        "boundaryF1": _f1(len(pairs), len(got), len(wanted)),
        "whole": round(sum(_ends_alike(*pair) for pair in found) / len(wanted), 3),
        "label": round(sum(_same_label(*pair) for pair in items) / count, 3) if count else None,
        "depth": round(sum(one["depth"] == two["depth"] for one, two in items) / count, 3)
        if count
        else None,
        "heading": _f1(both, got_headings, headings) if headings or got_headings else None,
        "title": key(parsed["title"]) == label["title"],
        "code": (parsed["code"] or "") == (label["code"] or ""),
        "dates": _overlap(
            {(date["type"], date["iso"]) for date in parsed["dates"]},
            {(date["type"], date["iso"]) for date in label["dates"]},
        ),
        "legal": _overlap({key(text) for text in parsed["legal_refs"]}, set(label["legal_refs"])),
        "cross": _overlap(set(parsed["cross_refs"]), set(label["cross_refs"])),
    }


def missed(figures: dict[str, float | bool | None]) -> dict[str, object]:
    """The figures that are not reached."""
    return {
        name: (figures[name], least)
        for name, least in LEAST.items()
        if (figure := figures[name]) is not None and figure < least
    }


def _matched(got: list[dict[str, Any]], wanted: list[dict[str, Any]]) -> list[tuple[int, int]]:
    pairs: list[tuple[int, int]] = []
    start = 0
    for two, node in enumerate(wanted):
        length, digest = node["start"]
        for one in range(start, len(got)):
            text = letters(got[one]["text"])
            if len(text) >= length and hashed(text[:length]) == digest:
                pairs.append((one, two))
                start = one + 1
                break
    return pairs


def _ends_alike(one: dict[str, Any], two: dict[str, Any]) -> bool:
    length, digest = two["end"]
    tail = letters(one["text"])[-_WINDOW:]
    return any(
        hashed(tail[start : start + length]) == digest
        for start in range(max(1, len(tail) - length + 1))
    )


def _same_label(one: dict[str, Any], two: dict[str, Any]) -> bool:
    if two["label"] in _BULLETS:
        return one["label"] in _BULLETS
    return bool(one["label"] == two["label"])


def _f1(both: int, got: int, wanted: int) -> float:
    return round(2 * both / max(1, got + wanted), 3)


def _overlap(got: set[Any], wanted: set[Any]) -> float | None:
    if not got and not wanted:
        return None
    return _f1(len(got & wanted), len(got), len(wanted))
