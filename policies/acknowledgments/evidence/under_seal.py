"""Whether the acts of an evidence bundle are under its seals.

In the bundle this stands in verify.py (bundling.py puts it there), which needs nothing but Python.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any, Dict  # noqa: UP035 – Python 3.8

Row = Dict[str, Any]  # noqa: UP006 – Python 3.8
HASHED = (
    *("id", "at", "recorded_at", "act", "actor_id", "actor", "object_type", "object_id"),
    *("object", "person_id", "person", "place_id", "place", "before", "after"),
)
BOUND = ("number", "previous", "at", "count", "settled", "leaves")


class MisfitError(Exception):
    """The first thing that does not fit, in words."""


def must(hold: object, words: str) -> None:
    """Raise MisfitError with these words unless it holds."""
    if not hold:
        raise MisfitError(words)


class Seals:
    """The seals of a bundle: each follows on the one before, and holds the acts that name it."""

    def __init__(self) -> None:
        self.last: Row = {"number": 0}
        self.held: dict[int, frozenset[str]] = {}
        self.unsealed = 0

    def add(self, row: Row) -> None:
        """Check a seal, after those before it."""
        number, name = row["number"], f"seal {row['number']}"
        digest = _sha256(json.dumps([str(row[column]) for column in BOUND]))
        must(digest == row["hash"], f"{name}: its SHA-256 is {digest}, not {row['hash']}")
        must(number > self.last["number"], f"{name}: does not stand in its place in seals.jsonl")
        apart = number != self.last["number"] + 1 or number == 1
        must(apart or row["previous"] == self.last["hash"], f"{name}: follows on another seal")
        if row["held"] is not None:
            same = len(row["held"]) == row["count"] and _sha256("\n".join(row["held"]))
            must(same == row["leaves"], f"{name}: holds others than when it was made")
            self.held[number] = frozenset(row["held"])
        self.last = row

    def check(self, act: Row, name: str) -> None:
        """The act is as it was recorded, and under the seal that it names."""
        values = [act["values"][column] for column in HASHED]
        digest, told = _sha256(json.dumps(values, ensure_ascii=False)), act["row_hash"]
        must(digest == told, f"{name}: its SHA-256 is {digest}, not {told}")
        if act.get("seal") is None:
            self.unsealed += 1
            return
        held = self.held.get(act["seal"], frozenset())
        leaf = _sha256(act["nonce"] + act["row_hash"])
        must(leaf in held, f"{name}: is not under seal {act['seal']}")

    def newest(self) -> str:
        """The last one as an auditor keeps it, NUMBER:HASH; nothing where there is none."""
        return f"{self.last['number']}:{self.last['hash']}" if self.held else ""


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()
