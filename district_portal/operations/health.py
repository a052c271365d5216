"""Whether the portal is well: what is looked at, and what is wrong in plain words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from django.db import connection
from django.db.models import F, Min, Value
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Person
from approvals import unseated
from approvals.concerns import reseating, sealing
from approvals.concerns.models import StatePack
from approvals.concerns.packs import keeping
from district_portal import audit
from district_portal.audit.sealing import COUNTED
from district_portal.jobs.models import Job
from district_portal.mailing import looking
from district_portal.mailing.models import Message
from district_portal.operations import answering
from district_portal.operations.backup import checking
from district_portal.operations.models import Tick
from district_portal.permissions import visible
from district_portal.ui.dates import ago_in_words

LONGEST = dt.timedelta(minutes=15)
"""So long may mail and files wait, and the clock be silent, before something is wrong."""


NO_ROOM, LITTLE_ROOM = 500 * 10**6, 2 * 10**9
"""Bytes: a server of a small district grows by less than that in a month."""
CLOCKS_APART = 5
"""Seconds."""


class State(StrEnum):
    """How it is; the worst comes first on the page."""

    WRONG = "bad"
    WATCH = "warn"
    WELL = "ok"


@dataclass(frozen=True)
class Finding:
    """How one part is: its name, its state, and what that means; where it is mended, if we know."""

    part: str
    state: State
    words: str
    url_name: str = ""
    label: str = ""


def tick(*, at: dt.datetime | None = None) -> None:
    """Note that clock and worker were alive at the aware `at`, now unless given."""
    Tick.objects.update_or_create(pk=1, defaults={"at": at or timezone.now()})


def findings(reader: Person, *, at: dt.datetime | None = None) -> list[Finding]:
    """All that is looked at, the worst first; nothing that tells `reader` of a concern about them.

    What such a concern lacks, a Board officer, is told to everybody by `_deciders`, with or without
    a concern.
    """
    now = at or timezone.now()
    found = [finding for look in _LOOKS for finding in look(now, reader)]
    return sorted(found, key=lambda finding: list(State).index(finding.state))


def _broker(_now: dt.datetime, _reader: Person) -> Iterator[Finding]:
    part = _("Broker")
    if not answering.broker():
        words = _(
            "Valkey or Redis doesn't answer. Nothing is lost: mail and files wait until it does."
        )
        yield Finding(part, State.WRONG, words)
    else:
        yield Finding(part, State.WELL, _("It answers."))


def _clock(now: dt.datetime, _reader: Person) -> Iterator[Finding]:
    part = _("Clock and workers")
    last = Tick.objects.first()
    if last is None:
        words = _("No worker has been woken yet. Mail, reminders and files wait for one.")
        yield Finding(part, State.WRONG, words)
    elif last.at < now - LONGEST:
        words = _("A worker was last woken %(when)s. Mail, reminders and files wait.")
        yield Finding(part, State.WRONG, words % {"when": ago_in_words(last.at, now=now)})
    else:
        words = _("A worker was woken %(when)s.")
        yield Finding(part, State.WELL, words % {"when": ago_in_words(last.at, now=now)})


def _mail(now: dt.datetime, reader: Person) -> Iterator[Finding]:
    part, log = _("Mail"), {"url_name": "mailing:log", "label": _("Mail log")}
    oldest = looking.oldest_due(visible(Message.objects.all(), reader, "mail.view"))
    if oldest is not None and oldest < now - LONGEST:
        words = _("The oldest mail was to go out %(when)s. Look whether the mail server answers.")
        yield Finding(part, State.WRONG, words % {"when": ago_in_words(oldest, now=now)}, **log)
    elif stuck := visible(looking.stuck(), reader, "mail.view").count():
        words = ngettext(
            "%(n)s mail failed or is held for a person.",
            "%(n)s mails failed or are held for a person.",
            stuck,
        )
        yield Finding(part, State.WATCH, words % {"n": stuck}, **log)
    else:
        yield Finding(part, State.WELL, _("Nothing waits longer than it should."), **log)


def _files(now: dt.datetime, _reader: Person) -> Iterator[Finding]:
    part = _("Long work")
    oldest = Job.objects.filter(state=Job.State.WAITING).aggregate(at=Min("created_at"))["at"]
    if oldest is not None and oldest < now - LONGEST:
        words = _("The oldest file or import was asked for %(when)s and waits.")
        yield Finding(part, State.WRONG, words % {"when": ago_in_words(oldest, now=now)})
    else:
        yield Finding(part, State.WELL, _("No file or import waits."))


def _deciders(_now: dt.datetime, _reader: Person) -> Iterator[Finding]:
    part, mend = _("Who decides"), {"url_name": "setup:overview", "label": _("Set-up")}
    gaps = unseated.gaps()
    for gap in gaps:
        state = State.WRONG if gap.is_urgent else State.WATCH
        yield Finding(part, state, gap.words, **mend)
    if not gaps:
        words = _("Every request has somebody who may decide it, also while one of them is away.")
        yield Finding(part, State.WELL, words, **mend)


def _concerns(_now: dt.datetime, reader: Person) -> Iterator[Finding]:
    part = _("Concerns")
    locked = sealing.unopenable().exclude(concern__about=reader)
    unreceived = reseating.unreceived().exclude(about=reader)
    asked = [
        rows.order_by().values_list(Value(what), text)
        for what, rows, text in (
            ("locked", locked, Value("")),
            ("unreceived", unreceived, Value("")),
            ("pack", StatePack.objects.filter(in_use=True), F("text")),
        )
    ]
    found = dict(asked[0].union(*asked[1:]))
    if "locked" in found:
        words = _("The key of some concerns is not in CONCERN_KEYS: nobody can read them.")
        yield Finding(part, State.WRONG, words)
    elif "unreceived" in found:
        words = _(
            "A concern reaches nobody: those who should receive it are missing. See that a Board "
            "officer is entered who may sign in."
        )
        mend = {"url_name": "setup:overview", "label": _("Set-up")}
        yield Finding(part, State.WRONG, words, **mend)
    else:
        yield Finding(part, State.WELL, _("Each one reaches somebody, and can be read."))
    if "pack" in found and not keeping.can_be_read(found["pack"]):
        words = _("The state pack in use can’t be read any more: no deadline of the law starts.")
        mend = {"url_name": "concerns:packs", "label": _("State packs")}
        yield Finding(part, State.WRONG, words, **mend)


def _room(_now: dt.datetime, _reader: Person) -> Iterator[Finding]:
    part, disk = _("Disk"), answering.room()
    free = filesizeformat(disk.free)
    if disk.free < NO_ROOM:
        words = _(
            "%(free)s are left. Soon nothing can be kept: make room, or give it a larger disk."
        )
        yield Finding(part, State.WRONG, words % {"free": free})
    elif disk.free < LITTLE_ROOM:
        words = _("%(free)s are left. Make room, or plan a larger disk.")
        yield Finding(part, State.WATCH, words % {"free": free})
    else:
        yield Finding(part, State.WELL, _("%(free)s are left.") % {"free": free})


def _time(_now: dt.datetime, _reader: Person) -> Iterator[Finding]:
    part = _("Time")
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        (there,) = cursor.fetchone()
    apart = abs((timezone.now() - there).total_seconds())
    if apart > CLOCKS_APART:
        words = _(
            "This machine’s clock and the database’s are %(n)s seconds apart. Let both keep time "
            "by a time server (NTP): the records say when things happened."
        )
        yield Finding(part, State.WRONG, words % {"n": round(apart)})
    else:
        yield Finding(part, State.WELL, _("The clocks of web and database agree."))


def _seals(now: dt.datetime, _reader: Person) -> Iterator[Finding]:
    part, newest, waiting = _("Audit trail"), audit.head(), audit.waiting()
    late = waiting.since is not None and waiting.since < now - LONGEST
    number = {"n": min(waiting.events, COUNTED)}
    told = ngettext("%(n)s act waits for its seal.", "%(n)s acts wait for their seal.", number["n"])
    if waiting.events > COUNTED:
        told = _("More than %(n)s acts wait for their seal.")
    if late and (newest is None or newest.at < now - LONGEST):
        words = _("No act is sealed any more. Look whether a worker runs, and into its log.")
        yield Finding(part, State.WRONG, f"{words} {told % number}")
    elif late:
        words = _("Acts of before are being sealed now.")
        yield Finding(part, State.WATCH, f"{words} {told % number}")
    elif newest is None:
        yield Finding(part, State.WELL, _("Nothing is sealed yet."))
    else:
        words = _("Seal %(number)s was made %(when)s.")
        made = {"number": newest.pk, "when": ago_in_words(newest.at, now=now)}
        waits = f" {told % number}" if waiting.events else ""
        yield Finding(part, State.WELL, words % made + waits)


def _backups(now: dt.datetime, _reader: Person) -> Iterator[Finding]:
    part, mend = _("Backups"), {"url_name": "operations:backups", "label": _("Backups")}
    for remark in checking.remarks(at=now):
        bad = State.WRONG if remark.is_urgent else State.WATCH
        words = f"{remark.words} {remark.mend}".strip()
        yield Finding(part, State.WELL if remark.is_well else bad, words, **mend)


_LOOKS: tuple[Callable[[dt.datetime, Person], Iterator[Finding]], ...] = (
    _broker,
    _clock,
    _mail,
    _files,
    _deciders,
    _concerns,
    _room,
    _time,
    _seals,
    _backups,
)
