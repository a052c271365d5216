"""Whether the portal is well: what is looked at, and what is wrong in plain words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain

from django.db.models import F, Value
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
from district_portal.ui.together import Row, Sought, told

LONGEST = dt.timedelta(minutes=15)
"""So long may mail and files wait, and the clock be silent, before something is wrong."""
NO_ROOM, LITTLE_ROOM = 500 * 10**6, 2 * 10**9
"""Bytes: a server of a small district grows by less than that in a month."""


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
    sought = told([seek(now, reader) for seek in _SOUGHT])
    found = [*chain(*sought), *(finding for look in _LOOKS for finding in look(now, reader))]
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


def _clock(now: dt.datetime, _reader: Person) -> Sought[Finding]:
    part = _("Clock and workers")

    def tell(rows: list[Row]) -> list[Finding]:
        last = _moment(rows[0]["at"]) if rows else None
        if last is None:
            words = _("No worker has been woken yet. Mail, reminders and files wait for one.")
            return [Finding(part, State.WRONG, words)]
        if last < now - LONGEST:
            words = _("A worker was last woken %(when)s. Mail, reminders and files wait.")
            return [Finding(part, State.WRONG, words % {"when": ago_in_words(last, now=now)})]
        words = _("A worker was woken %(when)s.")
        return [Finding(part, State.WELL, words % {"when": ago_in_words(last, now=now)})]

    return Sought(Tick.objects.values("at"), tell)


def _mail(now: dt.datetime, reader: Person) -> Sought[Finding]:
    part, log = _("Mail"), {"url_name": "mailing:log", "label": _("Mail log")}

    def tell(rows: list[Row]) -> list[Finding]:
        [facts] = rows
        oldest, stuck = _moment(facts["oldest"]), facts["stuck"]
        if oldest is not None and oldest < now - LONGEST:
            when = ago_in_words(oldest, now=now)
            words = _(
                "The oldest mail was to go out %(when)s. Look whether the mail server answers."
            )
            return [Finding(part, State.WRONG, words % {"when": when}, **log)]
        if stuck:
            words = ngettext(
                "%(n)s mail failed or is held for a person.",
                "%(n)s mails failed or are held for a person.",
                stuck,
            )
            return [Finding(part, State.WATCH, words % {"n": stuck}, **log)]
        return [Finding(part, State.WELL, _("Nothing waits longer than it should."), **log)]

    mails = visible(Message.objects.all(), reader, "mail.view")
    return Sought(looking.standing(mails, at=now), tell)


def _files(now: dt.datetime, _reader: Person) -> Sought[Finding]:
    part = _("Long work")

    def tell(rows: list[Row]) -> list[Finding]:
        oldest = _moment(rows[0]["created_at"]) if rows else None
        if oldest is not None and oldest < now - LONGEST:
            words = _("The oldest file or import was asked for %(when)s and waits.")
            return [Finding(part, State.WRONG, words % {"when": ago_in_words(oldest, now=now)})]
        return [Finding(part, State.WELL, _("No file or import waits."))]

    waiting = Job.objects.filter(state=Job.State.WAITING).order_by("created_at")
    return Sought(waiting.values("created_at")[:1], tell)


def _moment(text: str | None) -> dt.datetime | None:
    return dt.datetime.fromisoformat(text) if text else None


def _deciders(_now: dt.datetime, _reader: Person) -> Iterator[Finding]:
    part, mend = _("Who decides"), {"url_name": "setup:overview", "label": _("Set-up")}
    gaps = unseated.gaps()
    for gap in gaps:
        state = State.WRONG if gap.is_urgent else State.WATCH
        yield Finding(part, state, gap.words, **mend)
    if not gaps:
        words = _("Every request has somebody who may decide it, also while one of them is away.")
        yield Finding(part, State.WELL, words, **mend)


def _concerns(_now: dt.datetime, reader: Person) -> Sought[Finding]:
    locked = sealing.unopenable().exclude(concern__about=reader)
    unreceived = reseating.unreceived().exclude(about=reader)
    asked = [
        rows.order_by().values(what=Value(what), said=text)
        for what, rows, text in (
            ("locked", locked, Value("")),
            ("unreceived", unreceived, Value("")),
            ("pack", StatePack.objects.filter(in_use=True), F("text")),
        )
    ]
    return Sought(asked[0].union(*asked[1:]), _tell_of_concerns)


def _tell_of_concerns(rows: list[Row]) -> list[Finding]:
    part, told_of = _("Concerns"), {row["what"]: row["said"] for row in rows}
    found = []
    if "locked" in told_of:
        words = _("The key of some concerns is not in CONCERN_KEYS: nobody can read them.")
        found.append(Finding(part, State.WRONG, words))
    elif "unreceived" in told_of:
        words = _(
            "A concern reaches nobody: those who should receive it are missing. See that a Board "
            "officer is entered who may sign in."
        )
        mend = {"url_name": "setup:overview", "label": _("Set-up")}
        found.append(Finding(part, State.WRONG, words, **mend))
    else:
        found.append(Finding(part, State.WELL, _("Each one reaches somebody, and can be read.")))
    if "pack" in told_of and not keeping.can_be_read(told_of["pack"]):
        words = _("The state pack in use can’t be read any more: no deadline of the law starts.")
        mend = {"url_name": "concerns:packs", "label": _("State packs")}
        found.append(Finding(part, State.WRONG, words, **mend))
    return found


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
    part, apart = _("Time"), answering.clocks_apart()
    if apart > answering.APART:
        words = _(
            "This machine’s clock and the database’s are %(n)s seconds apart. Let both keep time "
            "by a time server (NTP): the records say when things happened."
        )
        yield Finding(part, State.WRONG, words % {"n": round(apart.total_seconds())})
    else:
        yield Finding(part, State.WELL, _("The clocks of web and database agree."))


def _seals(now: dt.datetime, _reader: Person) -> Iterator[Finding]:
    part, waiting = _("Audit trail"), audit.waiting()
    newest = waiting.newest
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


_SOUGHT: tuple[Callable[[dt.datetime, Person], Sought[Finding]], ...] = (
    _clock,
    _mail,
    _files,
    _concerns,
)
"""What rows tell: all of them are fetched in one statement."""
_LOOKS: tuple[Callable[[dt.datetime, Person], Iterator[Finding]], ...] = (
    _broker,
    _deciders,
    _room,
    _time,
    _seals,
    _backups,
)
