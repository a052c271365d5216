"""Bring in a state pack, put it to use, and take it out of use; what was in use is kept."""

from __future__ import annotations

import datetime as dt
import hashlib
import logging
from typing import Final

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.models import Person
from approvals.concerns.models import StatePack
from approvals.concerns.packs.reading import Pack, PackError, read
from district_portal import audit
from district_portal.district.current import today

logger = logging.getLogger(__name__)
GOOD_FOR: Final = dt.timedelta(days=365)
"""So long after somebody checked it a pack counts as checked."""


class FictionalError(ValueError):
    """A pack whose law is made up guards nobody: only a demo district uses it."""


@transaction.atomic
def bring_in(content: bytes, *, file: str, by: Person, at: dt.datetime | None = None) -> StatePack:
    """Keep a state pack, not in use yet; the same file twice is one. Raises PackError."""
    pack, digest = read(content, name=file), hashlib.sha256(content).hexdigest()
    made, is_new = StatePack.objects.get_or_create(
        digest=digest,
        defaults={
            "file": file[:255],
            "text": content.decode("utf-8-sig"),
            "name": pack.name,
            "place": pack.place,
            "checked_on": pack.checked_on,
            "brought_at": at or timezone.now(),
            "brought_by": by,
        },
    )
    if is_new:
        audit.record("state_packs.brought", by=by, on=made, after={"sha256": digest}, at=at)
    return made


@transaction.atomic
def use(pack: StatePack, *, by: Person, demo: bool = False, at: dt.datetime | None = None) -> None:
    """Let concerns that are sent from now on start the clocks of `pack`, in place of any other.

    Clocks that run go on as they began. Twice is harmless. Raises FictionalError, but not for a
    district that is a `demo`.
    """
    if read_again(pack).fictional and not (demo or settings.DEMO):
        raise FictionalError(str(pack))
    at = at or timezone.now()
    held = _lock(pack)
    if held.in_use:
        return
    for other in StatePack.objects.filter(in_use=True):
        _end(other, by=by, at=at)
    held.in_use, held.used_at, held.used_by = True, at, by
    held.ended_at = held.ended_by = None
    held.save(update_fields=["in_use", "used_at", "used_by", "ended_at", "ended_by"])
    audit.record("state_packs.used", by=by, on=held, at=at)


@transaction.atomic
def end(pack: StatePack, *, by: Person, at: dt.datetime | None = None) -> None:
    """Let no concern start a clock of `pack` any more; those that run go on. Twice is harmless."""
    held = _lock(pack)
    if held.in_use:
        _end(held, by=by, at=at or timezone.now())


def in_use() -> StatePack | None:
    """The pack by which concerns start clocks; none unless somebody put one to use."""
    return StatePack.objects.filter(in_use=True).first()


def read_again(pack: StatePack) -> Pack:
    """What stands in a pack that was brought in."""
    return read(pack.text.encode(), name=pack.file)


def read_in_use() -> tuple[StatePack, Pack] | None:
    """The pack in use with what stands in it; None also where it can't be read any more.

    That stops nobody who reports: it is logged, and the health page says so.
    """
    pack = in_use()
    if pack is None:
        return None
    try:
        return pack, read_again(pack)
    except PackError:
        logger.exception("State pack %s can't be read any more", pack.pk)
        return None


def can_be_read(text: str) -> bool:
    """Whether the text of a pack in use can still be read, so that its clocks start."""
    try:
        read(text.encode(), name="")
    except PackError:
        return False
    return True


def reporters() -> str:
    """What whoever reports reads of a duty of their own; empty where no pack says anything."""
    found = read_in_use()
    return found[1].reporters if found else ""


def is_old(pack: StatePack, *, day: dt.date | None = None) -> bool:
    """Whether its last check is over a year ago on the local `day` (today unless given)."""
    return pack.checked_on + GOOD_FOR < (day or today())


def _lock(pack: StatePack) -> StatePack:
    """The pack, with all packs held in one order: which one is in use is settled among them."""
    held = {row.pk: row for row in StatePack.objects.select_for_update().order_by("pk")}
    return held[pack.pk]


def _end(pack: StatePack, *, by: Person, at: dt.datetime) -> None:
    pack.in_use, pack.ended_at, pack.ended_by = False, at, by
    pack.save(update_fields=["in_use", "ended_at", "ended_by"])
    audit.record("state_packs.ended", by=by, on=pack, at=at)
