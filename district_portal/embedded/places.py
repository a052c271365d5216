"""Where the portal keeps its data, sockets, logs and the marks of running processes."""

from __future__ import annotations

import hashlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

PROJECT = Path(__file__).resolve().parents[2]
SYSTEM_STATE = Path("/var/lib/district-policy-portal")
SERVICE_UID = 65534
"""PostgreSQL refuses to run as root; started by root, it runs as this user."""

_LONGEST_TEMPORARY_FOLDER = 60
"""Bytes; socket paths over about 100 bytes are refused by the system."""


class PlaceError(Exception):
    """A folder can't be used; the message is one sentence for the person at the terminal."""


@dataclass(frozen=True)
class Places:
    """The folders of one portal: `var` belongs to the clone, `data` may lie elsewhere for root."""

    var: Path
    data: Path
    sockets: Path

    @property
    def logs(self) -> Path:
        return self.var / "log"

    @property
    def run(self) -> Path:
        return self.var / "run"

    @property
    def data_is_elsewhere(self) -> bool:
        """Whether the data lies outside `var`, which the person should be told."""
        return self.data != self.var


def am_root() -> bool:
    """Whether the process runs as root."""
    return os.geteuid() == 0


def find_places(environ: Mapping[str, str]) -> Places:
    """The folders of this portal, not yet made.

    `PORTAL_VAR` in `environ` names another folder than `var` in the clone. For root the data
    goes to the system's state directory where the service user can't reach `var`, for example
    under a home folder that only root may enter.
    """
    var = Path(environ.get("PORTAL_VAR") or PROJECT / "var").resolve()
    mark = hashlib.sha256(os.fsencode(var)).hexdigest()[:10]
    temporary = Path(tempfile.gettempdir())
    if len(os.fsencode(temporary)) > _LONGEST_TEMPORARY_FOLDER:
        temporary = Path("/tmp")  # noqa: S108 - the folder itself is checked before use
    sockets = temporary / f"portal-{os.geteuid()}-{mark}"
    return Places(var=var, data=_find_data(var, mark), sockets=sockets)


def make_places(places: Places) -> None:
    """Make the folders, closed to other people of the machine.

    Raises PlaceError if one can't be made or belongs to somebody else.
    """
    try:
        for folder in (places.var, places.logs, places.run, places.data):
            folder.mkdir(parents=True, exist_ok=True)
        if places.data_is_elsewhere:
            SYSTEM_STATE.chmod(0o711)
            places.data.chmod(0o711)
        else:
            places.var.chmod(places.var.stat().st_mode | 0o711)
        places.run.chmod(0o700)
        places.logs.chmod(0o700)
        places.sockets.mkdir(mode=0o711, exist_ok=True)
        _check_own(places.sockets)
        places.sockets.chmod(0o711)
    except PermissionError as refused:
        raise PlaceError(
            f"{refused.filename or places.var} can't be written by this user: start the portal as "
            "the user who started it first, or set PORTAL_VAR to a folder of your own."
        ) from refused


def reachable_by_service(path: Path) -> bool:
    """Whether any user may enter every folder on the way to `path`."""
    existing = [folder for folder in (path, *path.parents) if folder.exists()]
    return all(folder.stat().st_mode & 0o001 for folder in existing)


def _find_data(var: Path, mark: str) -> Path:
    if not am_root():
        return var
    elsewhere = SYSTEM_STATE / f"{var.parent.name}-{mark}"
    if (elsewhere / "postgres").exists():
        return elsewhere
    if (var / "postgres").exists() or reachable_by_service(var.parent):
        return var
    return elsewhere


def _check_own(folder: Path) -> None:
    if folder.is_symlink() or folder.stat().st_uid != os.geteuid():
        raise PlaceError(f"{folder} belongs to somebody else: set TMPDIR to a folder of your own.")
