"""Put a backup back on an empty machine: looked at as a whole before anything is touched."""

from __future__ import annotations

import json
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import IO, TYPE_CHECKING, cast

import psycopg2
from django.conf import settings

from district_portal.operations import upgrading
from district_portal.operations.backup import (
    connecting,
    counting,
    encrypting,
    folder,
    knowing,
    programs,
    rights,
)
from district_portal.operations.backup.refusing import BackupError, UnfitError

if TYPE_CHECKING:
    from psycopg2.extensions import connection


@dataclass(frozen=True)
class Looked:
    """A backup that fits: where it lies, what it is, and what opens it."""

    place: Path
    manifest: folder.Manifest
    identities: Sequence[encrypting.Identity] = field(repr=False)

    @property
    def keeps_rights(self) -> bool:
        """Whether the role of web and workers was called as it is here."""
        return self.manifest.portal_role == settings.DATABASE_PORTAL_ROLE

    def path(self, name: str) -> Path:
        """Where a file of it lies."""
        return self.place / f"{name}{encrypting.ENDING if self.manifest.encrypted else ''}"


def look(place: Path, *, identity: Path | None = None, without_concerns: bool = False) -> Looked:
    """Look whether the backup at `place` can be put back by this portal, touching nothing.

    `place` is its folder, or the one in which backups are made, of which the newest is taken.
    `identity` is the file with the private key of an encrypted one. `without_concerns` says that
    concerns may stay unreadable for good. Raises UnfitError with what is wrong.
    """
    place = _choose(place.resolve())
    manifest = folder.read(place)
    folder.check_files(place, manifest)
    _refuse_newer(place, manifest)
    _refuse_unfinished(place, manifest)
    missing = knowing.missing_concern_keys(manifest.concern_keys)
    if missing and not without_concerns:
        raise UnfitError(
            f"The key of its concerns is not here (fingerprint {', '.join(missing)}). Bring the "
            "copy that you keep elsewhere into CONCERN_KEYS or CONCERN_KEYS_FILE, then restore. "
            "If it is lost, --without-concerns restores all the rest: nobody will ever read "
            "those concerns again."
        )
    by: Sequence[encrypting.Identity] = ()
    if manifest.encrypted:
        if identity is None:
            raise UnfitError("It is encrypted: name the file of your private key by --identity.")
        by = encrypting.identities(identity)
    looked = Looked(place, manifest, by)
    contents(looked)
    return looked


def contents(looked: Looked) -> dict[str, counting.Content]:
    """What each table of the backup holds. Raises UnfitError where the key doesn't open it."""
    told = BytesIO()
    with looked.path(folder.TABLES).open("rb") as file:
        _pass_on(file, told, looked)
    found: dict[str, counting.Content] = json.loads(told.getvalue())
    return found


def put_back(looked: Looked) -> None:
    """Fill the empty database with the backup, all of it or nothing, and see that it is the same.

    The roles have the rights that they had. Tables are as they were then: `migrate` comes after.
    Raises UnfitError, before anything is touched, for a database that isn't empty or is older
    than the backup's; BackupError when it fails.
    """
    link = connecting.owner()
    try:
        with connecting.connected(link) as opened:
            opened.autocommit = True
            counting.steady(opened)
            program = _check_server(opened, looked.manifest)
            with rights.of_the_backup(opened, kept=looked.keeps_rights):
                _fill(program, link, looked)
            if changed := counting.differing(contents(looked), counting.contents(opened)):
                _empty(opened)
                raise BackupError(
                    f"What was put back is not what was in the backup ({', '.join(changed)}), so "
                    "it was taken out again."
                )
            with opened.cursor() as run:
                run.execute("ANALYZE")
    except psycopg2.Error as refused:
        raise BackupError(f"The database refused: {str(refused).strip()}") from refused


def _choose(place: Path) -> Path:
    if not place.is_dir():
        raise UnfitError(f"{place} is no folder.")
    if (place / folder.MANIFEST).exists() or not (whole := folder.whole_ones(place)):
        return place
    return whole[0]


def _refuse_newer(place: Path, manifest: folder.Manifest) -> None:
    ours = knowing.version()
    unknown = knowing.unknown(manifest.migrations)
    if unknown or knowing.in_order(manifest.version) > knowing.in_order(ours):
        raise UnfitError(
            f"{place} was made by a newer portal ({manifest.version}; this is {ours}): install "
            "that version or a later one, then restore."
        )


def _refuse_unfinished(place: Path, manifest: folder.Manifest) -> None:
    if upgrading.lacking({(app, name) for app, name in manifest.migrations}):
        raise UnfitError(
            f"{place} was made while the portal ({manifest.version}) was being upgraded, and this "
            "one cannot go on from there: restore it with the portal that made it."
        )


def _check_server(opened: connection, manifest: folder.Manifest) -> programs.Program:
    if counting.tables(opened):
        raise UnfitError("The database is not empty: a backup is put back on an empty one only.")
    with opened.cursor() as run:
        run.execute("SELECT has_schema_privilege('public', 'CREATE')")
        if run.fetchone() != (True,):
            raise UnfitError(
                "This role may not make tables: put the owner's line into DATABASE_OWNER_URL."
            )
    here = programs.major_of(opened)
    if here < manifest.postgres:
        raise UnfitError(
            f"The backup comes from PostgreSQL {manifest.postgres}, and this server is {here}: it "
            "needs one that is as new."
        )
    return programs.pg_restore(opened, dumped_by=manifest.dumped_by)


def _fill(program: programs.Program, link: connecting.Link, looked: Looked) -> None:
    with (
        tempfile.TemporaryFile() as words,
        looked.path(folder.DATABASE).open("rb") as source,
        subprocess.Popen(
            [
                *(program.path, "--single-transaction", "--exit-on-error", "--no-owner"),
                *("--no-comments", "--no-password", "--dbname", link.dsn),
                *(() if looked.keeps_rights else ("--no-privileges",)),
            ],
            env=link.environment(),
            stdin=subprocess.PIPE,
            stderr=words,
        ) as process,
    ):
        broken: OSError | None = None
        try:
            with cast("IO[bytes]", process.stdin) as target:
                _pass_on(source, target, looked)
        except OSError as ended:
            broken = ended
            process.kill()
        except BaseException:
            process.kill()
            raise
        if process.wait() or broken:
            words.seek(0)
            said = words.read().decode(errors="replace").strip()
            raise BackupError(f"pg_restore failed, and nothing was put back. {said or broken}")


def _pass_on(source: IO[bytes], target: IO[bytes], looked: Looked) -> None:
    if looked.manifest.encrypted:
        encrypting.decrypt(source, target, looked.identities)
    else:
        folder.copy(source, target)


def _empty(opened: connection) -> None:
    """Take out all that was put into the empty database."""
    with opened.cursor() as run:
        run.execute(
            "DROP SCHEMA public CASCADE; CREATE SCHEMA public AUTHORIZATION pg_database_owner;"
            "GRANT USAGE ON SCHEMA public TO PUBLIC"
        )
