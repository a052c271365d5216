"""How long a piece of work takes: the best of several rounds, so that other work counts least."""

from collections.abc import Callable
from time import perf_counter
from typing import Any


def best(
    work: Callable[[], Any], *, rounds: int, clock: Callable[[], float] = perf_counter
) -> float:
    """Answer the seconds of the fastest of `rounds` by `clock`."""
    found = float("inf")
    for _ in range(rounds):
        start = clock()
        work()
        found = min(found, clock() - start)
    return found
