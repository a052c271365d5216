"""The record of every act.

Other parts call `audit.record()`, for many rows `audit.record_each()`, and `audit.events()` only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from district_portal.audit.recording import events, history, record, record_each

__all__ = ["events", "history", "record", "record_each"]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(name)
    from district_portal.audit import recording  # noqa: PLC0415 – after the apps are ready

    return getattr(recording, name)
