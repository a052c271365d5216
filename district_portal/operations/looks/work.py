"""Whether what has to be done is done: by the clock, workers, mail, files, and at night."""

from __future__ import annotations

import datetime as dt
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Person
from district_portal import audit
from district_portal.jobs.models import Job
from district_portal.mailing import looking
from district_portal.mailing.masking import NOT_CONFIDENTIAL
from district_portal.mailing.models import Message
from district_portal.operations.finding import LONGEST, Finding, State, moment
from district_portal.operations.models import Tick
from district_portal.permissions import visible
from district_portal.ui.dates import ago_in_words
from district_portal.ui.together import Row, Sought

NIGHT: Final = dt.timedelta(days=1)
"""For so long it is told that a nightly recount found something else than was kept."""
_DIFFERED: Final = ("acknowledgments.alarm", "acknowledgments.miscounted")


def clock(now: dt.datetime, _reader: Person | None) -> Sought[Finding]:
    """Beat wakes a worker."""
    part, matter = _("Clock and workers"), "clock"
    mend = _("Start them: docs/operating/running.md says how. Exactly one beat must run.")

    def tell(rows: list[Row]) -> list[Finding]:
        last = moment(rows[0]["at"]) if rows else None
        if last is None:
            words = _("No worker has been woken yet. Mail, reminders and files wait for one.")
            return [Finding(part, State.WRONG, words, mend, matter)]
        when = {"when": ago_in_words(last, now=now)}
        if last < now - LONGEST:
            words = _("A worker was last woken %(when)s. Mail, reminders and files wait.")
            return [Finding(part, State.WRONG, words % when, mend, matter)]
        words = _("A worker was woken %(when)s.")
        return [Finding(part, State.WELL, words % when, matter=matter)]

    return Sought(Tick.objects.values("at"), tell)


def mail(now: dt.datetime, reader: Person | None) -> Sought[Finding]:
    """Mail goes out, and none waits for a person."""
    part, log = _("Mail"), {"url_name": "mailing:log", "label": _("Mail log")}

    def tell(rows: list[Row]) -> list[Finding]:
        [facts] = rows
        oldest, stuck = moment(facts["oldest"]), facts["stuck"]
        found = []
        if oldest is not None and oldest < now - LONGEST:
            words = _("The oldest mail was to go out %(when)s.")
            told = words % {"when": ago_in_words(oldest, now=now)}
            mend = _("Look whether the mail server answers.")
            found.append(Finding(part, State.WRONG, told, mend, "mail_waits", **log))
        if stuck:
            words = ngettext(
                "%(n)s mail failed or is held for a person.",
                "%(n)s mails failed or are held for a person.",
                stuck,
            )
            mend = _("Decide about each in the mail log.")
            told = words % {"n": stuck}
            found.append(Finding(part, State.WATCH, told, mend, "mail_stuck", **log))
        well = Finding(part, State.WELL, _("Nothing waits longer than it should."), **log)
        return found or [well]

    mails = Message.objects.all()
    seen = visible(mails, reader, "mail.view") if reader else mails.filter(NOT_CONFIDENTIAL)
    return Sought(looking.standing(seen, at=now), tell)


def files(now: dt.datetime, _reader: Person | None) -> Sought[Finding]:
    """Long work is begun."""
    part, matter = _("Long work"), "files"

    def tell(rows: list[Row]) -> list[Finding]:
        oldest = moment(rows[0]["created_at"]) if rows else None
        if oldest is not None and oldest < now - LONGEST:
            words = _("The oldest file or import was asked for %(when)s and waits.")
            told = words % {"when": ago_in_words(oldest, now=now)}
            mend = _("Look whether a worker runs, and into its log.")
            return [Finding(part, State.WRONG, told, mend, matter)]
        return [Finding(part, State.WELL, _("No file or import waits."), matter=matter)]

    waiting = Job.objects.filter(state=Job.State.WAITING).order_by("created_at")
    return Sought(waiting.values("created_at")[:1], tell)


def recount(now: dt.datetime, _reader: Person | None) -> Sought[Finding]:
    """What is kept about signatures is what a recount at night finds."""
    part, matter = _("Nightly recount"), "recount"
    search = {"url_name": "trail:search", "label": _("Audit trail")}

    def tell(rows: list[Row]) -> list[Finding]:
        if not rows:
            words = _("The recount agrees with what is kept.")
            return [Finding(part, State.WELL, words, matter=matter)]
        words = _("It found something else than was kept, and set it right.")
        mend = _(
            "Tell whoever maintains the portal, with the acts of last night in the audit trail "
            "about numbers of signatures and about what people must sign."
        )
        return [Finding(part, State.WATCH, words, mend, matter, **search)]

    found = audit.events().filter(act__in=_DIFFERED, at__gt=now - NIGHT)
    return Sought(found.order_by("-at").values("id")[:1], tell)
