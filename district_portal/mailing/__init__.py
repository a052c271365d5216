"""Mail that must go out. Other parts call what stands here only."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from district_portal.mailing.composing import writes
    from district_portal.mailing.looking import queued, queued_under
    from district_portal.mailing.queueing import history, muted, queue, queue_many, told_on
    from district_portal.mailing.trying_out import try_out

__all__ = [
    "history",
    "muted",
    "queue",
    "queue_many",
    "queued",
    "queued_under",
    "told_on",
    "try_out",
    "writes",
]
_HOMES: Final = {
    "queued": "looking",
    "queued_under": "looking",
    "try_out": "trying_out",
    "writes": "composing",
}


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(name)
    # After the apps are ready: the modules below import models.
    module = import_module(f"district_portal.mailing.{_HOMES.get(name, 'queueing')}")
    return getattr(module, name)
