"""The record of every act.

Other parts call `audit.record()`, for many rows `audit.record_each()`, and `audit.events()` only;
`audit.hashed()` and `audit.chain()` give events and their seals to whoever checks them elsewhere,
`audit.head()` and `audit.waiting()` tell whoever looks after the portal how sealing goes.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from district_portal.audit.hashing import chain, hashed
    from district_portal.audit.recording import events, history, record, record_each
    from district_portal.audit.sealing import head, seals_of, waiting

__all__ = [
    "chain",
    "events",
    "hashed",
    "head",
    "history",
    "record",
    "record_each",
    "seals_of",
    "waiting",
]
_HOMES: Final = {
    "chain": "hashing",
    "hashed": "hashing",
    "head": "sealing",
    "seals_of": "sealing",
    "waiting": "sealing",
}


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(name)
    # After the apps are ready: the modules below import models.
    module = import_module(f"district_portal.audit.{_HOMES.get(name, 'recording')}")
    return getattr(module, name)
