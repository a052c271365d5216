"""When a step of a route applies: a closed list, so that routes stay data and code stays code."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any

from approvals.models.route import Condition

Values = Mapping[str, Any]


def involves_students(values: Values) -> bool:
    """Whether students are written to or shown."""
    return bool(values.get("writes_to_students") or values.get("shows_students"))


def _always(values: Values) -> bool:
    return True


def _follows(who: str) -> Callable[[Values], bool]:
    return lambda values: who in (values.get("audience") or ())


_CONDITIONS: dict[str, tuple[str, Callable[[Values], bool]]] = {
    Condition.ALWAYS: ("", _always),
    Condition.REPRESENTS_DISTRICT: (
        "represents",
        lambda values: values.get("represents") in ("board", "district", "school"),
    ),
    Condition.WITH_STUDENTS: ("writes_to_students", involves_students),
    Condition.UNDER_13: ("under_13", lambda values: bool(values.get("under_13"))),
    Condition.FOR_STUDENTS: ("audience", _follows("students")),
    Condition.FOR_PARENTS: ("audience", _follows("parents")),
    Condition.FOR_STAFF: ("audience", _follows("staff")),
    Condition.FOR_COMMUNITY: ("audience", _follows("community")),
}
"""Condition → the answer that it reads, and what it asks of the answers."""


def holding(values: Values) -> set[str]:
    """The conditions that hold for a request's answers."""
    return {name for name, (_reads, holds) in _CONDITIONS.items() if holds(values)}


def fitting(answers: Collection[str]) -> list[Condition]:
    """The conditions that make sense for a kind of request which asks for these answers."""
    known = {"", *answers}
    return [Condition(name) for name, (reads, _holds) in _CONDITIONS.items() if reads in known]
