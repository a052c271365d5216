"""Ids by which nobody can count what is kept from them."""

from __future__ import annotations

import secrets
import threading
import time
from typing import Final

from django.db import models

STEP: Final = 1 << 20
_turn = threading.Lock()
_last = 0


def uncounted(many: int = 1) -> int:
    """An id that tells when it was made and not how many there are.

    In a series the ids that somebody doesn't see would tell them how many are kept from them. One
    process makes them in their order. `many` answers the first of as many in a row, none of which
    may be kept from anybody.
    """
    global _last  # noqa: PLW0603 – what was given last
    with _turn:
        new = time.time_ns() // 1_000_000 * STEP + secrets.randbelow(STEP)
        first = new if new > _last else _last + 1 + secrets.randbelow(STEP)
        _last = first + many - 1
        return first


class Uncounted(models.Model):
    """A row with such an id."""

    id = models.BigAutoField(primary_key=True, default=uncounted)

    class Meta:
        abstract = True
