"""The record of every act.

Other parts call `audit.record()`, for many rows `audit.record_each()`, and `audit.events()` only;
`audit.hashed()` gives events to whoever checks them elsewhere.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from district_portal.audit.recording import events, history, record, record_each
    from district_portal.audit.verifying import hashed

__all__ = ["events", "hashed", "history", "record", "record_each"]
_HOMES: Final = {"hashed": "verifying"}


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(name)
    # After the apps are ready: the modules below import models.
    module = import_module(f"district_portal.audit.{_HOMES.get(name, 'recording')}")
    return getattr(module, name)
