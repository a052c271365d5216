"""How many pages are set at the same time in the whole portal, whoever asks for them."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from django.core.cache import cache as stored

AT_ONCE: Final = 2
"""Setting a page takes a whole processor; the other threads of the web go on answering."""
PATIENCE: Final = 1.0
"""Seconds for which somebody waits for a turn, so that two clicks are not one too many."""
LONGEST: Final = 60
"""Seconds after which a turn ends by itself, should its process have been killed."""
_STEP: Final = 0.05


class BusyError(Exception):
    """Every turn is taken; somebody who comes again in a minute will get one."""


@contextmanager
def a_turn() -> Iterator[None]:
    """One of the AT_ONCE turns of all web processes together. Raises BusyError after PATIENCE.

    While the cache is away each process counts for itself.
    """
    deadline = time.monotonic() + PATIENCE
    while (taken := _take()) is None:
        if time.monotonic() > deadline:
            raise BusyError
        time.sleep(_STEP)
    try:
        yield
    finally:
        stored.delete(taken)


def _take() -> str | None:
    """The key of the turn that is taken now; None while every one is."""
    keys = (f"typesetting:{number}" for number in range(AT_ONCE))
    return next((key for key in keys if stored.add(key, 1, LONGEST)), None)
