"""Report an account that claims to be the district. Anyone may; who it was is not asked."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import Person
from approvals import lookalikes
from approvals.impostors import addressing, notifying
from approvals.impostors.capturing import Captured
from approvals.impostors.models import Act, Capture, Impostor, Report
from approvals.models import Platform
from approvals.platforms import Profile
from district_portal import audit

MOST_CAPTURES = 30
"""Files of strangers that one case keeps; more of the same would show nothing new."""


@transaction.atomic
def report(
    text: str,
    *,
    saw: str,
    platform: Platform | None = None,
    captures: Sequence[Captured] = (),
    once: uuid.UUID,
    at: dt.datetime | None = None,
) -> Impostor:
    """Report the account that `text` means; reports of one address join one case.

    `text` is a link, or a handle on `platform`. What was removed and is reported again has come
    back, so that its case is new; other outcomes stand. A form sent twice (`once`) is one report
    for each address.
    Raises OursError, PlatformMissingError, UnreadableAddressError.
    """
    at = at or timezone.now()
    where, profile = addressing.meant(text, platform)
    addressing.refuse_ours(profile)
    once = uuid.uuid5(once, profile.key)
    impostor, is_new = _case(where, profile, at=at)
    if Report.objects.filter(once=once).exists():
        return impostor
    room = max(0, MOST_CAPTURES - impostor.captures.exclude(report=None).count())
    made = Report.objects.create(
        impostor=impostor,
        saw=saw.strip().replace("\r\n", "\n"),
        once=once,
        left_out=len(captures[room:]),
        reported_at=at,
    )
    keep(impostor, captures[:room], report=made, by=None, at=at)
    came_back = impostor.state == Impostor.State.REMOVED
    impostor.changed_at = at
    impostor.state = Impostor.State.NEW if came_back else impostor.state
    impostor.save(update_fields=["state", "changed_at"])
    audit.record("impostors.reported", by=None, on=impostor, at=at)
    if is_new or came_back:
        what = Act.What.OPENED if is_new else Act.What.CAME_BACK
        notifying.tell_handlers(Act.objects.create(impostor=impostor, what=what, at=at))
    return impostor


def keep(
    impostor: Impostor,
    files: Sequence[Captured],
    *,
    report: Report | None = None,
    by: Person | None,
    at: dt.datetime,
) -> list[Capture]:
    """Keep files with the case, inside the caller's transaction; the same file is kept once."""
    there = set(impostor.captures.filter(removed_at=None).values_list("sha256", flat=True))
    new: dict[str, Captured] = {}
    for file in files:
        if file.sha256 not in there:
            new.setdefault(file.sha256, file)
    return [
        Capture.objects.create(
            impostor=impostor,
            report=report,
            name=file.name,
            kind=file.kind,
            size=len(file.content),
            sha256=file.sha256,
            content=file.content,
            added_at=at,
            added_by=by,
        )
        for file in new.values()
    ]


def _case(where: Platform, profile: Profile, *, at: dt.datetime) -> tuple[Impostor, bool]:
    """The one case of that address, locked, and whether it was opened now."""
    facts = {
        "platform": where,
        "handle": profile.handle,
        "address": profile.address,
        "looks": lookalikes.look(profile.key),
        "opened_at": at,
        "changed_at": at,
    }
    is_new = False
    if not Impostor.objects.filter(address_key=profile.key).exists():
        try:
            with transaction.atomic():
                Impostor.objects.create(address_key=profile.key, **facts)
                is_new = True
        except IntegrityError:  # reported by another at this moment
            pass
    locked = Impostor.objects.select_for_update(of=("self",)).select_related("platform")
    return locked.get(address_key=profile.key), is_new
