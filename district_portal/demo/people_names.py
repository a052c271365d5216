"""Names for the people and places of the fictional district, the same ones every time."""

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

NAMES = Path(__file__).with_name("people_names.toml")
# Steps through the two lists; primes that divide neither length, so that every name has its turn.
FIRST_STEP, LAST_STEP = 89, 131
# Letters that carry their mark inside and so do not fold by decomposition.
UNFOLDABLE = str.maketrans({"đ": "d", "ø": "o", "ł": "l", "ß": "ss", "æ": "ae"})


@dataclass(frozen=True)
class PlaceToStaff:
    """One building or department: who leads it, and how many work and help there."""

    name: str
    code: str
    kind: str
    head: str
    volunteers: int
    staff: dict[str, int]

    @property
    def people(self) -> int:
        """How many people belong here, head and volunteers included."""
        return 1 + sum(self.staff.values()) + self.volunteers


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(NAMES.read_text(encoding="utf-8"))


@cache
def first_names() -> tuple[str, ...]:
    """Every first name, in the order of the file."""
    return _listed("first")


@cache
def surnames() -> tuple[str, ...]:
    """Every surname, particles included, in the order of the file."""
    return _listed("last")


def _listed(key: str) -> tuple[str, ...]:
    return tuple(
        name.strip() for name in _data()[key].replace("\n", " ").split(",") if name.strip()
    )


@cache
def places() -> tuple[PlaceToStaff, ...]:
    """Six buildings, then three departments."""
    return tuple(PlaceToStaff(**place) for place in _data()["place"])


def full_names(count: int) -> list[tuple[str, str]]:
    """Return `count` different (first name, surname) pairs, always the same ones.

    Raises ValueError where the lists are too short to stay free of repeats.
    """
    first, last = first_names(), surnames()
    pairs = [
        (first[i * FIRST_STEP % len(first)], last[i * LAST_STEP % len(last)]) for i in range(count)
    ]
    if len(set(pairs)) < count:
        msg = f"No {count} different names can be made."
        raise ValueError(msg)
    return pairs


def email_for(first: str, last: str) -> str:
    """Return a person's district address in ASCII (Pa Houa Đặng: pahoua.dang@ and the domain)."""
    return f"{_plain(first)}.{_plain(last)}@{_data()['email_domain']}"


def _plain(name: str) -> str:
    folded = unicodedata.normalize("NFKD", name.lower().translate(UNFOLDABLE))
    return re.sub(r"[^a-z-]", "", folded)
