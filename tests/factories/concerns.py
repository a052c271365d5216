"""Concerns for tests, reported the way the portal reports them."""

from __future__ import annotations

import datetime as dt
import io
import uuid
from importlib.resources import files as resources

from PIL import Image

from accounts.models import Person
from approvals.concerns import adding, filing, reporting
from approvals.concerns.models import Concern, Receiver, StatePack
from approvals.concerns.packs import keeping
from approvals.concerns.reporting import Told

Kind = Concern.Kind


def told(**words) -> Told:
    """What a reporter tells."""
    said = {
        "what": "A list of grades lay open on a page that everybody can see.",
        "when": "This morning",
        "where": "The page of the band",
        "links": "https://www.instagram.com/northsideband",
        "student": "",
    }
    return Told(**{**said, **words})


def picture(color: str = "navy", *, place: str = "") -> bytes:
    """A small JPEG; with `place` that text stands in its hidden facts."""
    made = Image.new("RGB", (40, 30), color)
    exif = Image.Exif()
    if place:
        exif[0x010E] = place
    kept = io.BytesIO()
    made.save(kept, "JPEG", exif=exif)
    return kept.getvalue()


def drafted(
    by: Person,
    *,
    kind: Concern.Kind = Kind.CONFIDENTIAL,
    place=None,
    about: Person | None = None,
    files: list[tuple[str, bytes]] | None = None,
    at: dt.datetime | None = None,
    once: uuid.UUID | None = None,
    **words,
) -> Concern:
    """A draft, with files by name and content; its place is the reporter's unless given."""
    read = [filing.read(content, name=name) for name, content in files or []]
    return reporting.save(
        kind,
        by=by,
        once=once or uuid.uuid4(),
        told=told(**words),
        place=place or (by.posting.place if by.posting else None),
        about=about,
        files=read,
        at=at,
    )


def reported(by: Person, *, at: dt.datetime | None = None, **fields) -> Concern:
    """A concern that was sent, as it is for those who receive it."""
    concern = reporting.send(drafted(by, at=at, **fields), by=by, at=at)
    return Concern.objects.get(pk=concern.pk)


def receivers(concern: Concern) -> set[Person]:
    """Those who receive it now."""
    return {row.person for row in concern.receivers.filter(ended_at=None)}


SAMPLE = resources("approvals.concerns.packs").joinpath("sample.toml").read_bytes()


def pack_in_use(*, by: Person, content: bytes = SAMPLE) -> StatePack:
    """The sample of a state pack, as if its law were real, in use."""
    real = content.replace(b"fictional = true", b"fictional = false")
    brought = keeping.bring_in(real, file="ours.toml", by=by)
    keeping.use(brought, by=by)
    brought.refresh_from_db()
    return brought


def joined(concern: Concern, person: Person, *, by: Person) -> Receiver:
    """Somebody who was added by name to those who deal with it."""
    adding.add(concern, person, by=by, reason="Knows the people", once=uuid.uuid4())
    return concern.receivers.get(person=person, ended_at=None)
