"""The pages of an evidence bundle that people read: README.txt, and index.html in any browser."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from django.template.loader import get_template, render_to_string
from django.utils.safestring import SafeString, mark_safe

from policies.acknowledgments.evidence import under_seal, verify

if TYPE_CHECKING:
    from policies.acknowledgments.evidence.plain import Row

FOLDER: Final = "acknowledgments/evidence"
SHOWN: Final = ("versions", "signatures", "attempts", "closings", "assignments", "mails")
"""The kinds of rows that have a table on the page."""


class Page:
    """The rows of index.html, written one by one while they are read."""

    def __init__(self) -> None:
        self._rows: dict[str, list[str]] = {name: [] for name in SHOWN}
        self._written = {name: get_template(f"{FOLDER}/_{name}.html") for name in SHOWN}

    def add(self, name: str, row: Row) -> None:
        """Add a row of that kind; what has no table is left out."""
        if name in SHOWN:
            self._rows[name].append(self._written[name].render({"row": row, "at": _moments(row)}))

    def parts(self, *, about: Row, made: Row, counts: dict[str, int]) -> Iterator[bytes]:
        """The page, in UTF-8."""
        context = {
            "about": about,
            "made": made,
            "at": _moments(made),
            "counts": counts,
            "tables": {name: _joined(rows) for name, rows in self._rows.items()},
            "manifest": verify.MANIFEST,
        }
        yield render_to_string(f"{FOLDER}/index.html", context).encode()


def readme(*, about: Row) -> str:
    """What the bundle is, what it proves and what not, for somebody who has never seen a portal."""
    context = {"about": about, "hashed": under_seal.HASHED, "bound": under_seal.BOUND}
    return render_to_string(f"{FOLDER}/README.txt", context)


def style() -> str:
    """The stylesheet of index.html."""
    return render_to_string(f"{FOLDER}/style.css")


def _joined(rows: list[str]) -> SafeString:
    return mark_safe("".join(rows))  # noqa: S308 – each was escaped by its template


def _moments(row: Row) -> dict[str, dt.datetime]:
    """The moments of a row and of what stands in it, by their names."""
    found: dict[str, dt.datetime] = {}
    for name, value in row.items():
        if name.endswith("_local") and value:
            found[name.removesuffix("_local")] = dt.datetime.fromisoformat(value)
        elif isinstance(value, dict):
            found.update(_moments(value))
    return found
