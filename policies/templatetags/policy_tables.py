"""Rows of a table that stand below each other in a text, as a page shows them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

from django import template

from policies.models import Clause
from policies.paper.printing import cells

register = template.Library()


@dataclass(frozen=True)
class Row:
    """A row: its clause, and its cells with what stands above each in the first row."""

    clause: Clause
    cells: list[tuple[str, str]]


@dataclass(frozen=True)
class Table:
    """The first row heads the others; a row that stands alone heads nothing."""

    head: Row | None
    rows: list[Row]


@register.filter
def as_table(groups: Sequence[Sequence[Clause]]) -> Table:
    """The rows of a block as a table, all with as many cells."""
    clauses = [clause for group in groups for clause in group]
    split = [cells(clause.text) for clause in clauses]
    count = max(map(len, split))
    labels = split[0] if len(split) > 1 else []
    rows = [
        Row(
            clause,
            list(zip_longest(labels[:count], [*row, *[""] * (count - len(row))], fillvalue="")),
        )
        for clause, row in zip(clauses, split, strict=True)
    ]
    return Table(rows[0], rows[1:]) if len(rows) > 1 else Table(None, rows)
