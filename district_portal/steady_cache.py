"""The cache of all processes together, and of each one by itself while the broker is away.

What is kept there can be worked out again, or counts tries: nobody is turned away for want of it.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import Any, Final

from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache, RedisCacheClient
from django.utils.functional import cached_property
from redis.exceptions import RedisError

log = logging.getLogger(__name__)

REST: Final = 5.0
"""Seconds for which a broker that did not answer isn't asked again: a page asks many times."""

_COUNT: Final = """
redis.call('SET', KEYS[1], 0, 'EX', ARGV[1], 'NX')
return redis.call('INCR', KEYS[1])
"""

away_until: dict[str, float] = {}
"""Until when, by the monotonic clock, a broker isn't asked again."""


class _OneServer(RedisCacheClient):
    """Keeps its client: to make one anew for each question takes as long as the question."""

    @cached_property
    def _made(self) -> Any:
        return super().get_client()

    def get_client(self, key: Any = None, *, write: bool = False) -> Any:
        return self._made


class _OfAll(RedisCache):
    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._class = _OneServer

    def count(self, key: str, seconds: int) -> int:
        command = "EVAL", _COUNT, 1, self.make_and_validate_key(key), seconds
        return int(self._cache.get_client(key, write=True).execute_command(*command))


class _OfThisProcess(LocMemCache):
    def count(self, key: str, seconds: int) -> int:
        self.add(key, 0, seconds)
        return int(self.incr(key))


def _steady(name: str) -> Callable[..., Any]:
    def ask(self: SteadyCache, *args: Any, **kwargs: Any) -> Any:
        if time.monotonic() >= away_until.get(self.server, 0.0):
            try:
                return getattr(_OfAll, name)(self, *args, **kwargs)
            except (RedisError, OSError):
                away_until[self.server] = time.monotonic() + REST
                log.warning("The broker doesn't answer; each process keeps its own cache.")
        return getattr(self.own, name)(*args, **kwargs)

    return ask


class SteadyCache(_OfAll):
    """Valkey or Redis; while it doesn't answer, the memory of this process.

    `count(key, seconds)` is one more under a key, which is forgotten so long after its first.
    """

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self.server = server
        self.own = _OfThisProcess(server, {"OPTIONS": {"MAX_ENTRIES": 1_000}})


for _name in (
    *("add", "get", "set", "touch", "delete", "incr", "has_key"),
    *("get_many", "set_many", "delete_many", "clear", "count"),
):
    setattr(SteadyCache, _name, _steady(_name))
