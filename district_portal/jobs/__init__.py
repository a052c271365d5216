"""Long work that goes on while people do something else. Others call what stands here only."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from district_portal.jobs.kinds import Kind, register
    from district_portal.jobs.starting import Piece, latest, start

__all__ = ["Kind", "Piece", "latest", "register", "start"]

_HOMES: Final = {
    "Kind": "kinds",
    "register": "kinds",
    "Piece": "starting",
    "latest": "starting",
    "start": "starting",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(name)
    # After the apps are ready: the modules below import models.
    return getattr(import_module(f"district_portal.jobs.{_HOMES[name]}"), name)
