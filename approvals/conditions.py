"""When a step of a route applies: a closed list, so that routes stay data and code stays code."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from approvals.models.route import Condition


def _always(values: Mapping[str, Any]) -> bool:
    return True


def _represents_district(values: Mapping[str, Any]) -> bool:
    return values.get("represents") in ("district", "school")


_CONDITIONS: dict[str, Callable[[Mapping[str, Any]], bool]] = {
    Condition.ALWAYS: _always,
    Condition.REPRESENTS_DISTRICT: _represents_district,
}


def applies(condition: str, values: Mapping[str, Any]) -> bool:
    """Whether `condition` holds for a request's answers. Raises KeyError for an unknown one."""
    return _CONDITIONS[condition](values)


def involves_students(values: Mapping[str, Any]) -> bool:
    """Whether students are written to or shown."""
    return bool(values.get("writes_to_students") or values.get("shows_students"))
