"""What need not be read again is folded away; the headings above what changed are kept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from policies.redlining.shown import Block, Row

FOLDED: Final = 3
"""So many unchanged clauses in a row, or more, are folded."""


def mark_context(rows: Sequence[Row]) -> None:
    """Mark the unchanged headings, and the items, below which something changed."""
    above: list[Row] = []
    for row in rows:
        if row.form == "marker":
            changed = True
        elif row.kind == "heading":
            above = [other for other in above if _holds(other, row)]
            changed = row.is_changed
        else:
            above = [other for other in above if other.kind == "heading" or _holds(other, row)]
            changed = row.is_changed
        if changed:
            for other in above:
                other.is_context = not other.is_changed
        if row.kind in ("heading", "item") and row.form != "marker":
            above.append(row)


def folded(rows: Sequence[Row]) -> Iterator[Block]:
    """Yield the rows as blocks, long unchanged stretches as one."""
    run: list[Row] = []
    for row in rows:
        if row.is_changed or row.is_context or row.form == "marker":
            yield from _run(run)
            run = []
            yield Block([row])
        else:
            run.append(row)
    yield from _run(run)


def _holds(other: Row, row: Row) -> bool:
    if row.kind == "heading":
        return other.kind == "heading" and other.level < row.level
    return other.depth < row.depth


def _run(rows: list[Row]) -> Iterator[Block]:
    whole = Block(rows, is_folded=True)
    if whole.clauses >= FOLDED:
        yield whole
    else:
        yield from (Block([row]) for row in rows)
