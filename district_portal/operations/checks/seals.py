"""Whether the audit trail is sealed, and its newest seal kept elsewhere."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts import roles
from district_portal import audit
from district_portal.district.current import today
from district_portal.operations.doctoring import Diagnosis, check
from district_portal.operations.handing_out_seals import last_noted
from district_portal.operations.health import State
from district_portal.permissions import Role
from district_portal.ui.dates import date_in_words

LATE: Final = dt.timedelta(minutes=5)
"""So long may an act wait for its seal while a worker runs."""


@check
def acts_are_sealed() -> Iterator[Diagnosis]:
    """What is recorded comes under a seal within minutes."""
    part, waiting = _("Seals"), audit.waiting()
    newest = waiting.newest
    if waiting.since and waiting.since < timezone.now() - LATE:
        words = ngettext(
            "%(n)s act waits for a seal, since %(since)s.",
            "%(n)s acts wait for a seal, the oldest since %(since)s.",
            waiting.events,
        )
        since = date_in_words(waiting.since, style="time")
        told = words % {"n": waiting.events, "since": since}
        mend = _(
            "See that worker and beat run, and look into the worker’s log for audit.seal. "
            "Nothing is lost: what waits is sealed as soon as they do."
        )
        yield Diagnosis(part, State.WRONG, told, mend)
    elif newest is None:
        yield Diagnosis(part, State.WELL, _("Nothing is sealed yet, and nothing waits."))
    else:
        yield Diagnosis(part, State.WELL, _("The newest is %(seal)s.") % {"seal": newest})


@check
def newest_seal_is_kept() -> Iterator[Diagnosis]:
    """The file with seals is written each day and tells the seals that there are."""
    part, path, newest = _("Seals kept in a file"), settings.SEALS_FILE, audit.head()
    if not path or newest is None:
        return
    file, since = Path(path), today() - dt.timedelta(days=2)
    words = last_noted(file)
    if not words and _began_after(since):
        told = _("%(file)s gets its first seal within a day.")
        yield Diagnosis(part, State.WELL, told % {"file": file})
        return
    if len(words) < 2 or words[1] < str(since):  # noqa: PLR2004
        told = _("%(file)s has no seal of the last two days.") % {"file": file}
        mend = _(
            "See that worker and beat run, and that the worker’s user may write the file; "
            "the worker’s log says why if it can’t."
        )
        yield Diagnosis(part, State.WRONG, told, mend)
        return
    number, _colon, digest = words[0].partition(":")
    if audit.hash_of_seal(int(number)) != digest:
        told = _("Seal %(n)s in %(file)s is another than the one in the database.")
        mend = _(
            "Somebody changed the trail or the file, or an older backup was restored. Run "
            "manage.py verify_audit --head with the file and with the auditor’s mails."
        )
        yield Diagnosis(part, State.WRONG, told % {"n": number, "file": file}, mend)
    else:
        told = _("%(file)s tells seal %(n)s of %(day)s.")
        yield Diagnosis(part, State.WELL, told % {"file": file, "n": number, "day": words[1]})


def _began_after(day: dt.date) -> bool:
    """Whether the trail is so young that nothing was due to be noted yet."""
    first = audit.events().order_by("pk").values_list("recorded_at", flat=True).first()
    return first is not None and today(first) > day


@check
def somebody_keeps_seals() -> Iterator[Diagnosis]:
    """At least one auditor gets the newest seal by mail."""
    part = _("Seals kept by auditors")
    count = roles.holders(Role.AUDITOR).exclude(email="").count()
    if count:
        words = ngettext(
            "%(n)s auditor gets the newest seal by mail each day.",
            "%(n)s auditors get the newest seal by mail each day.",
            count,
        )
        yield Diagnosis(part, State.WELL, words % {"n": count})
    else:
        words = _("Nobody outside of this server has a seal: the whole trail could be made anew.")
        mend = _("Give somebody the role Auditor, in Set-up under Roles.")
        yield Diagnosis(part, State.WATCH, words, mend)
