"""Go through concerns one by one, so that one that fails stops no other."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from typing import TypeVar

from django.db import transaction

T = TypeVar("T")
logger = logging.getLogger(__name__)


def one_by_one(items: Iterable[T], act: Callable[[T], int]) -> int:
    """Call `act` with each of `items` (ids) in a transaction of its own; answers the sum.

    What fails is undone alone, and logged by its id, without a word of the concern.
    """
    done = 0
    for item in items:
        try:
            with transaction.atomic():
                done += act(item)
        except Exception:
            logger.exception("%s failed with %s", act, item)
    return done
