"""Whether the collected stylesheets and scripts are those of the source."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from district_portal.embedded.places import PROJECT

if TYPE_CHECKING:
    from pathlib import Path


def source_mark() -> str:
    """A mark that changes with every file that is collected and every package that brings some."""
    files = sorted(path for path in (PROJECT / "static").rglob("*") if path.is_file())
    facts = [f"{path} {path.stat().st_size} {path.stat().st_mtime_ns}" for path in files]
    requirements = (PROJECT / "requirements.txt").read_text()
    return hashlib.sha256("\n".join([*facts, requirements]).encode()).hexdigest()


def is_collected(folder: Path) -> bool:
    """Whether `folder` holds what the source has now."""
    mark = folder / ".source-mark"
    return mark.is_file() and mark.read_text() == source_mark()


def note_collected(folder: Path) -> None:
    """Remember that `folder` holds what the source has now."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / ".source-mark").write_text(source_mark())
