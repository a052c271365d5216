"""A run in lines for a terminal, and in JSON for scripts: people by employee number."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from django.utils.translation import gettext as _

from accounts.roster.looking import find
from accounts.roster.models import Change, Run

SIGNS: Final = {
    Change.Kind.ADDED: "+",
    Change.Kind.RETURNED: "+",
    Change.Kind.CHANGED: "~",
    Change.Kind.LEFT: "-",
    Change.Kind.PLACE: "+ place",
}


def lines(run: Run) -> Iterator[str]:
    """Each problem and each change, and the figures at the end."""
    for change in find(run).iterator():
        if change.kind == Change.Kind.PROBLEM:
            yield problem_in_words(change, run)
            continue
        who = f"{change.number} {change.name}".strip()
        told = ""
        if change.kind == Change.Kind.CHANGED:
            told = ": " + ", ".join(
                f"{column}: {old or '–'} → {new or '–'}" for column, (old, new) in pairs(change)
            )
        yield f"{SIGNS[Change.Kind(change.kind)]} {who}{told}"
    yield (
        f"{run.added + run.returned} added, {run.changed} changed, {run.left} left, "
        f"{run.unchanged} unchanged."
    )


def problem_in_words(change: Change, run: Run) -> str:
    """“Row 3, column email: …”, with the name of the file where there are several."""
    said = _("Row %(row)s, column %(column)s: %(message)s") % {
        "row": change.row,
        "column": change.column,
        "message": change.message,
    }
    return f"{run.files[change.file]}: {said}" if len(run.files) > 1 else said


def pairs(change: Change) -> list[tuple[str, tuple[str, str]]]:
    """Column → old and new, of somebody who changes."""
    before, after = change.before or {}, change.after or {}
    return [(name, (before.get(name, ""), after.get(name, ""))) for name in sorted(after)]


def as_json(run: Run) -> dict[str, Any]:
    """The whole difference; `added` holds those who come back, too."""
    found: dict[str, list[Change]] = {kind.value: [] for kind in Change.Kind}
    for change in run.changes.order_by("pk").iterator():
        found[change.kind].append(change)
    return {
        "added": [change.number for change in [*found["added"], *found["returned"]]],
        "changed": [
            {"number": change.number, "columns": dict(pairs(change))} for change in found["changed"]
        ],
        "left": [change.number for change in found["left"]],
        "unchanged": run.unchanged,
        "new_places": [change.name for change in found["place"]],
        "problems": [
            {
                "file": run.files[change.file],
                "row": change.row,
                "column": change.column,
                "message": change.message,
            }
            for change in found["problem"]
        ],
    }
