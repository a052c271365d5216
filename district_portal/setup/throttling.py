"""How often one address may try something within some minutes."""

from __future__ import annotations

import hashlib

from django.core.cache import cache

MOST = 10
SECONDS = 5 * 60


def may_try(what: str, *, by: str) -> bool:
    """Count one try of `what` by somebody (a network address, an id); False beyond MOST.

    The count begins anew SECONDS after the first try.
    """
    key = f"setup:{what}:{hashlib.sha256(by.encode()).hexdigest()[:32]}"
    cache.add(key, 0, SECONDS)
    try:
        return int(cache.incr(key)) <= MOST
    except ValueError:  # it ended in between
        return True
