"""What is read before it is signed: the same at one's own sign-in and at a shared device."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from policies import redlining
from policies.acknowledgments import reading, signing
from policies.references.linking import around

if TYPE_CHECKING:
    from policies.acknowledgments.models import Assignment


def context(asked: Assignment, *, is_alone: bool = False) -> dict[str, Any]:
    """What the page of `asked` shows; with `is_alone` no link leads to another page."""
    version = asked.version
    before = reading.latest_signature(asked.person, version.policy)
    redline = None
    if before and before.version.number < version.number:
        redline = redlining.between(before.version, version, anchors=("r", "w"))
    clauses = list(version.clauses.all())
    return {
        "assignment": asked,
        "version": version,
        "redline": redline,
        "clauses": clauses,
        "held": {} if is_alone else around(version, clauses).held,
        "dates": version.dates.all(),
        "statement": signing.statement(asked.person, version),
        "before": before,
        "is_alone": is_alone,
    }
