"""From change to change through a redline."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from policies.redlining.shown import Row


def mark_steps(rows: Sequence[Row]) -> None:
    """Let each changed row know the anchors of the changed ones before and after it."""
    changed = [row for row in rows if row.is_changed]
    for row, following in pairwise(changed):
        row.next_change, following.previous_change = following.anchor, row.anchor
