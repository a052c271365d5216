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
from approvals.concerns import recognizing, sealing
from approvals.concerns.models import Concern, SealedFile
from policies.acknowledgments.paper.scanning import safe_name

Kind = SealedFile.Kind
MOST_FILES: Final = 10
"""Files that a report takes, and that can be added at once later."""
MOST_KEPT: Final = 50
"""Files that a concern takes from its reporter; and as many from those who deal with it."""
MEGABYTE: Final = 1024 * 1024
MOST_BYTES: Final = 20 * MEGABYTE
"""Of one file: what phones and scanners make."""
MOST_AT_ONCE: Final = 60 * MEGABYTE
"""Of all files that come in with one form."""
MOST_IN_ALL: Final = 200 * MEGABYTE
"""Of the files of a concern, as MOST_KEPT counts them; of a draft MOST_AT_ONCE."""
ACCEPTED: Final = "image/png,image/jpeg,application/pdf"
"""What browsers offer to choose. Phones turn their own HEIC pictures into JPEG for it."""
ENDINGS: Final = {Kind.PDF: "pdf", Kind.JPEG: "jpg", Kind.PNG: "png", Kind.HEIC: "heic"}
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
class Looked:
    """What became of files that were chosen: those to keep, and why others can't be, in words."""

    kept: list[Filed]
    refused: list[str]


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
def read_all(files: Iterable[UploadedFile]) -> Looked:
    """Look at what was chosen: at most MOST_FILES of MOST_AT_ONCE bytes in all."""
    looked, so_far = Looked([], []), 0
    for number, file in enumerate(files):
        content = file.read(MOST_BYTES + 1)
        so_far += len(content)
        is_cut = len(content) <= MOST_BYTES and len(content) < (file.size or 0)
        left_out = ""
        if number >= MOST_FILES:
            left_out = _("“%(name)s” is left out: at most 10 files")
        elif is_cut or so_far > MOST_AT_ONCE:
            left_out = _("“%(name)s” is left out: at most 60 MB at once. Choose it afterwards")
        try:
            _refuse(left_out, file.name or "")
            looked.kept.append(read(content, name=file.name or ""))
        except FileError as refused:
            looked.refused.append(str(refused))
    return looked


@sensitive_variables()
def read(content: bytes, *, name: str) -> Filed:
    """A JPEG, PNG, HEIC or PDF file up to MOST_BYTES. Raises FileError for anything else."""
    if len(content) > MOST_BYTES:
        said = _("“%(name)s” is larger than 20 MB. A picture of the screen is smaller")
        raise FileError(_told(said, name))
    try:
        kind = recognizing.kind_of(content)
        shown = recognizing.copy_of(content, kind) if kind else None
    except recognizing.LockedError as locked:
        said = _("“%(name)s” asks for a password. Save it without one, or print it")
        raise FileError(_told(said, name)) from locked
    except recognizing.DamagedError as damaged:
        said = _("“%(name)s” is damaged. Send a picture of the screen that shows it")
        raise FileError(_told(said, name)) from damaged
    if kind is None:
        said = _(
            "“%(name)s” is no picture (JPEG, PNG, HEIC) and no PDF. Send a picture of the screen"
        )
        raise FileError(_told(said, name))
    return Filed(safe_name(name, ending=ENDINGS[kind]), kind.value, content, shown)


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
    most_bytes: int = MOST_AT_ONCE,
) -> int:
    """Seal these files of the concern into rows of `model`; those that it has are left out.

    With `own`, only what `by` added is looked at, so that nobody learns what others have. The
    caller holds the concern's lock. Raises FileError when there would be more than `most` files,
    or `most_bytes`, of its reporter, or of all the others. One file is sealed and saved after the
    other, so that memory never holds them all once more.
    """
    rows: QuerySet[F] = model._default_manager.filter(concern=concern)  # noqa: SLF001
    if own:
        rows = rows.filter(added_by=by)
    there = list(rows.only("key", "facts", "added_by", "size"))
    known = {facts(concern, row)["sha256"] for row in there}
    new = list({file.sha256: file for file in files if file.sha256 not in known}.values())
    reporter = concern.reporter_id
    same_side = [row for row in there if (row.added_by_id == reporter) == (by.pk == reporter)]
    if len(same_side) + len(new) > most:
        raise FileError(_too_many(most))
    if sum([*(row.size for row in same_side), *(len(file.original) for file in new)]) > most_bytes:
        raise FileError(_too_large(most_bytes))
    for file in new:
        _seal(concern, file, model=model, by=by, at=at)
    return len(new)


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
def _seal(concern: Concern, file: Filed, *, model: type[F], by: Person, at: dt.datetime) -> None:
    row = model(
        concern=concern, kind=file.kind, size=len(file.original), added_at=at, added_by=by
    )  # its key is made here, and what is sealed is bound to it
    said = {"name": file.name, "sha256": file.sha256}
    row.facts = sealing.seal_json(concern, said, field=_field(row, "facts"))
    row.original = sealing.seal(concern, file.original, field=_field(row, "original"))
    if file.shown is not None:
        row.shown = sealing.seal(concern, file.shown, field=_field(row, "shown"))
    row.save(force_insert=True)


def _field(file: SealedFile, name: str) -> str:
    return f"file {file.key}: {name}"


def _told(words: str, name: str) -> str:
    return words % {"name": name[:60]}


def _refuse(words: str, name: str) -> None:
    if words:
        raise FileError(_told(words, name))


def _too_large(most_bytes: int) -> str:
    most = most_bytes // MEGABYTE
    if most_bytes == MOST_AT_ONCE:
        words = _("A draft takes at most %(n)d MB of files. Send it, and add the others afterwards")
        return words % {"n": most}
    return _("A concern takes at most %(n)d MB of files") % {"n": most}


def _too_many(most: int) -> str:
    if most == MOST_KEPT:
        return _("A concern takes at most %(n)d files") % {"n": most}
    words = ngettext("Choose at most %(n)d file", "Choose at most %(n)d files", most)
    return words % {"n": most}
