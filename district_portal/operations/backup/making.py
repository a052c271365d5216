"""Make a backup: all tables as of one moment, while everybody goes on working."""

from __future__ import annotations

import datetime as dt
import os
import secrets
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final, cast

import psycopg2
from django.conf import settings
from django.utils import timezone

from district_portal.operations.backup import (
    configuring,
    connecting,
    counting,
    encrypting,
    folder,
    knowing,
    noting,
    programs,
)
from district_portal.operations.backup.refusing import BackupError, BusyError

if TYPE_CHECKING:
    from psycopg2.extensions import connection

    from district_portal.operations.models import Backup

LOCK: Final = 0x706F7274_6261636B
"""One at a time in one database: PostgreSQL forgets the lock with the session that held it."""


def make(
    parent: Path,
    *,
    keep: int | None = None,
    recipient: str = "",
    for_day: dt.date | None = None,
    at: dt.datetime | None = None,
) -> Backup:
    """Write a backup into a new folder below `parent`, and then delete those beyond `keep`.

    `keep` None deletes nothing. `recipient` is the public key that it is encrypted to. `for_day`
    is the day whose turn it is. Answers the row of the run, which says where it lies; a run that
    fails leaves its row with the reason. Raises BusyError while another is being made, and
    BackupError, after which nothing that looks like a backup is left.
    """
    to = encrypting.recipient(recipient) if recipient else None
    parent = parent.resolve()
    with _alone() as (link, opened):
        noting.close_interrupted()
        now = at or timezone.now()
        name = f"backup-{now:%Y%m%d-%H%M%S}Z-{secrets.token_hex(2)}"
        run = noting.begin(parent / name, for_day=for_day, at=now)
        try:
            whole, size = _write(parent, name, run.pk, link, opened, to, now)
        except BaseException as failed:
            noting.fail(run, _reason(failed))
            if isinstance(failed, OSError | psycopg2.Error):
                raise BackupError(_reason(failed)) from failed
            raise
        noting.succeed(run, size=size, at=at)
    if keep is not None:
        try:
            folder.keep_newest(whole.parent, portal=settings.PORTAL_ADDRESS, keep=keep)
        except OSError as left:
            raise BackupError(
                f"The backup is whole, in {whole}, but an older one stays. {_reason(left)}"
            ) from left
    return run


@contextmanager
def _alone() -> Iterator[tuple[connecting.Link, connection]]:
    link = connecting.owner()
    try:
        with connecting.connected(link) as opened:
            counting.steady(opened)
            opened.commit()
            with opened.cursor() as run:
                run.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
                if not (run.fetchone() or [False])[0]:
                    raise BusyError("Another backup is being made: wait until it is done.")
            opened.commit()
            yield link, opened
    except psycopg2.OperationalError as refused:
        raise BackupError(f"The database doesn't answer: {str(refused).strip()}") from refused


def _write(
    parent: Path,
    name: str,
    run: int,
    link: connecting.Link,
    opened: connection,
    to: encrypting.Recipient | None,
    now: dt.datetime,
) -> tuple[Path, int]:
    """Write all files and finish; answers the folder and the bytes in it."""
    program = programs.pg_dump(opened)
    ending = encrypting.ENDING if to else ""
    partial = folder.begin(parent, name)
    try:
        with _snapshot(opened) as snapshot:
            files = {
                folder.DATABASE + ending: _dump(
                    program, link, snapshot, partial / (folder.DATABASE + ending), to
                ),
                folder.TABLES + ending: _put(
                    counting.contents(opened), partial / (folder.TABLES + ending), to
                ),
                folder.CONFIGURATION + ending: _put(
                    configuring.configuration(os.environ),
                    partial / (folder.CONFIGURATION + ending),
                    to,
                ),
            }
            manifest = folder.Manifest(
                made_at=now.isoformat(),
                portal=settings.PORTAL_ADDRESS,
                version=knowing.version(),
                postgres=programs.major_of(opened),
                dumped_by=program.major,
                portal_role=settings.DATABASE_PORTAL_ROLE,
                encrypted=to is not None,
                run=run,
                migrations=knowing.applied(opened),
                concern_keys=knowing.concern_keys(opened),
                secret_key=knowing.secret_key(),
                files=files,
            )
        return folder.finish(partial, manifest), manifest.size
    except BaseException:
        if partial.exists():
            folder.remove(partial)
        raise


@contextmanager
def _snapshot(opened: connection) -> Iterator[str]:
    """One moment, which pg_dump and our own reading share."""
    opened.set_session(isolation_level="REPEATABLE READ", readonly=True)
    with opened, opened.cursor() as run:
        run.execute("SELECT pg_export_snapshot()")
        yield (run.fetchone() or [""])[0]


def _dump(
    program: programs.Program,
    link: connecting.Link,
    snapshot: str,
    path: Path,
    to: encrypting.Recipient | None,
) -> dict[str, Any]:
    with tempfile.TemporaryFile() as words:
        process = subprocess.Popen(
            [
                *(program.path, "--format=custom", f"--snapshot={snapshot}", "--no-password"),
                *("--lock-wait-timeout=60s", "--dbname", link.dsn),
            ],
            env=link.environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=words,
        )
        try:
            told = _pour(cast("IO[bytes]", process.stdout), path, to)
        except BaseException:
            process.kill()
            raise
        finally:
            failed = process.wait()
        if failed:
            words.seek(0)
            said = words.read().decode(errors="replace").strip()
            raise BackupError(f"pg_dump failed: {said}")
        return told


def _put(values: Any, path: Path, to: encrypting.Recipient | None) -> dict[str, Any]:
    return _pour(BytesIO(folder.as_json(values)), path, to)


def _pour(source: IO[bytes], path: Path, to: encrypting.Recipient | None) -> dict[str, Any]:
    """Write all of `source` to a new file, encrypted if so wanted; answers size and SHA-256."""
    file = folder.Counted(path)
    try:
        if to is None:
            folder.copy(source, file)
        else:
            encrypting.encrypt(source, file, to)
    except BaseException:
        file.abandon()
        raise
    return file.close()


def _reason(failed: BaseException) -> str:
    if isinstance(failed, OSError):
        return f"{failed.filename or 'The folder'}: {os.strerror(failed.errno or 0)}"
    return str(failed).strip() or "interrupted"
