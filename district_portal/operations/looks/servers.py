"""Whether what the portal rests on answers, and has room."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Final

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from accounts.models import Person
from district_portal.operations import answering
from district_portal.operations.finding import Finding, State

NO_ROOM: Final = 500 * 10**6
LITTLE_ROOM: Final = 2 * 10**9
"""Bytes: a server of a small district grows by less than that in a month."""


def broker(_now: dt.datetime, _reader: Person | None) -> Iterator[Finding]:
    """Valkey or Redis answers."""
    part, matter = _("Broker"), "broker"
    if answering.broker():
        yield Finding(part, State.WELL, _("It answers."), matter=matter)
        return
    words = _("Valkey or Redis doesn’t answer. Nothing is lost: mail and files wait until it does.")
    mend = _("Start it anew; its address is REDIS_URL.")
    yield Finding(part, State.WRONG, words, mend, matter)


def room(_now: dt.datetime, _reader: Person | None) -> Iterator[Finding]:
    """There is room where the portal writes its files."""
    part, matter, disk = _("Disk"), "disk", answering.room()
    words = _("%(free)s are left.") % {"free": filesizeformat(disk.free)}
    if disk.free < NO_ROOM:
        words = f"{words} {_('Soon nothing can be kept.')}"
        yield Finding(part, State.WRONG, words, _("Make room, or give it a larger disk."), matter)
    elif disk.free < LITTLE_ROOM:
        yield Finding(part, State.WATCH, words, _("Make room, or plan a larger disk."), matter)
    else:
        yield Finding(part, State.WELL, words, matter=matter)
