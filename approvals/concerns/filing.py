"""Take in a file of a concern: the original is kept sealed, what is shown of it is a copy.

A picture's copy is drawn anew and says nothing of where and with what it was taken.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.debug import sensitive_variables

from accounts.models import Person
from approvals.concerns import sealing
from approvals.concerns.models import Concern, SealedFile
from approvals.impostors import capturing

MOST_FILES: Final = 10
"""Files that a report takes, and that can be added at once later."""
MOST_KEPT: Final = 50
"""Files that a concern takes in all: from its reporter, and from those who deal with it."""
MOST_BYTES: Final = capturing.MOST_BYTES
ACCEPTED: Final = capturing.ACCEPTED
F = TypeVar("F", bound=SealedFile)


class FileError(ValueError):
    """The file can't be kept; the message is a sentence for whoever chose it."""


@dataclass(frozen=True)
class Filed:
    """A file that was looked at: a safe name, what it is, its bytes, and what is shown of it."""

    name: str
    kind: str
    original: bytes
    shown: bytes | None

    @property
    def sha256(self) -> str:
        """The fingerprint of the original."""
        return hashlib.sha256(self.original).hexdigest()


@dataclass(frozen=True)
class Shown:
    """A file of a concern for a page: what its sealed facts say of it."""

    key: uuid.UUID
    name: str
    sha256: str
    kind: str
    size: int
    has_picture: bool
    added_by: Person
    added_at: dt.datetime


@sensitive_variables()
def read_all(files: Iterable[UploadedFile]) -> list[Filed]:
    """At most MOST_FILES files. Raises FileError for more, or for one that can't be kept."""
    chosen = list(files)
    if len(chosen) > MOST_FILES:
        raise FileError(_too_many(MOST_FILES))
    return [read(file.read(MOST_BYTES + 1), name=file.name or "") for file in chosen]


@sensitive_variables()
def read(content: bytes, *, name: str) -> Filed:
    """A PNG, JPEG or PDF file up to MOST_BYTES. Raises FileError for anything else."""
    try:
        captured = capturing.read(content, name=name)
    except capturing.CaptureError as refused:
        raise FileError(str(refused)) from refused
    shown = None if captured.kind == SealedFile.Kind.PDF else captured.content
    return Filed(captured.name, captured.kind.value, content, shown)


@sensitive_variables()
def keep(
    concern: Concern,
    files: Iterable[Filed],
    *,
    model: type[F],
    by: Person,
    at: dt.datetime,
    own: bool = False,
    most: int = MOST_FILES,
) -> list[F]:
    """Seal these files of the concern into rows of `model`; those that it has are left out.

    With `own`, only what `by` added is looked at, so that nobody learns what others have. The
    caller holds the concern's lock. Raises FileError when there would be more than `most`.
    """
    rows: QuerySet[F] = model._default_manager.filter(concern=concern)  # noqa: SLF001
    if own:
        rows = rows.filter(added_by=by)
    known = {facts(concern, row)["sha256"] for row in rows.only("key", "facts")}
    new = list({file.sha256: file for file in files if file.sha256 not in known}.values())
    if len(known) + len(new) > most:
        raise FileError(_too_many(most))
    made = [_sealed(concern, file, model=model, by=by, at=at) for file in new]
    return model._default_manager.bulk_create(made)  # noqa: SLF001


@sensitive_variables()
def facts(concern: Concern, file: SealedFile) -> dict[str, str]:
    """The name and the fingerprint of a file. Raises SealedError."""
    opened: dict[str, str] = sealing.open_json(concern, file.facts, field=_field(file, "facts"))
    return opened


@sensitive_variables()
def listed(concern: Concern, files: QuerySet[Any]) -> list[Shown]:
    """These files of the concern, for a page; their contents stay where they are."""
    rows = files.select_related("added_by").defer("original", "shown")
    return [
        Shown(
            row.key,
            **facts(concern, row),
            kind=row.kind,
            size=row.size,
            has_picture=row.has_picture,
            added_by=row.added_by,
            added_at=row.added_at,
        )
        for row in rows.extra(select={"has_picture": "shown IS NOT NULL"})
    ]


@sensitive_variables()
def original(concern: Concern, file: SealedFile) -> bytes:
    """The file as it came in. Raises SealedError."""
    return sealing.open_bytes(concern, file.original, field=_field(file, "original"))


@sensitive_variables()
def picture(concern: Concern, file: SealedFile) -> bytes | None:
    """What pages show of it; None for a PDF. Raises SealedError."""
    if file.shown is None:
        return None
    return sealing.open_bytes(concern, file.shown, field=_field(file, "shown"))


@sensitive_variables()
def _sealed(concern: Concern, file: Filed, *, model: type[F], by: Person, at: dt.datetime) -> F:
    row = model(
        concern=concern, kind=file.kind, size=len(file.original), added_at=at, added_by=by
    )  # its key is made here, and what is sealed is bound to it
    said = {"name": file.name, "sha256": file.sha256}
    row.facts = sealing.seal_json(concern, said, field=_field(row, "facts"))
    row.original = sealing.seal(concern, file.original, field=_field(row, "original"))
    if file.shown is not None:
        row.shown = sealing.seal(concern, file.shown, field=_field(row, "shown"))
    return row


def _field(file: SealedFile, name: str) -> str:
    return f"file {file.key}: {name}"


def _too_many(most: int) -> str:
    if most == MOST_KEPT:
        return _("A concern takes at most %(n)d files") % {"n": most}
    words = ngettext("Choose at most %(n)d file", "Choose at most %(n)d files", most)
    return words % {"n": most}
