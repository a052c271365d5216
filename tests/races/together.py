"""Many threads that do something at the same moment, each with its own connection."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from django.db import connections

T = TypeVar("T")


def together(acts: Sequence[Callable[[], T]]) -> list[T | Exception]:
    """What each of `acts` answered or raised, in their order; all start at once."""
    start = threading.Barrier(len(acts))

    def run(act: Callable[[], T]) -> T | Exception:
        try:
            start.wait()
            return act()
        except Exception as error:  # noqa: BLE001 – the loser's error is the answer
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))
