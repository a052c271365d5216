"""What is found when one looks whether the portal is well."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

LONGEST: Final = dt.timedelta(minutes=15)
"""So long may mail, files and seals wait, and the clock be silent, before something is wrong."""


class State(StrEnum):
    """How it is; the worst comes first."""

    WRONG = "bad"
    WATCH = "warn"
    WELL = "ok"


@dataclass(frozen=True)
class Finding:
    """How one part is: its name, its state, what that means, and how it is mended.

    `matter` names what whoever looks after technology is mailed about while it is not well; "" is
    told to whoever looks alone. `url_name` and `label` lead to the page where more is seen.
    """

    part: str
    state: State
    words: str
    mend: str = ""
    matter: str = ""
    url_name: str = ""
    label: str = ""


def moment(text: str | None) -> dt.datetime | None:
    """A moment that came as JSON."""
    return dt.datetime.fromisoformat(text) if text else None
