"""Whether the audit trail is sealed, and its newest seal kept elsewhere."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from django.conf import settings
from django.db.models import Subquery
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts import roles
from accounts.models import Person
from district_portal import audit
from district_portal.audit.models import Seal
from district_portal.audit.sealing import COUNTED
from district_portal.district.current import today
from district_portal.operations.finding import LONGEST, Finding, State
from district_portal.operations.handing_out_seals import last_noted
from district_portal.permissions import Role
from district_portal.ui.dates import ago_in_words
from district_portal.ui.together import Row, Sought


def sealed(now: dt.datetime, _reader: Person | None) -> Iterator[Finding]:
    """What is recorded comes under a seal soon."""
    part, matter, waiting = _("Audit trail"), "seals", audit.waiting()
    newest = waiting.newest
    late = waiting.since is not None and waiting.since < now - LONGEST
    number = {"n": min(waiting.events, COUNTED)}
    told = ngettext("%(n)s act waits for its seal.", "%(n)s acts wait for their seal.", number["n"])
    if waiting.events > COUNTED:
        told = _("More than %(n)s acts wait for their seal.")
    told = told % number if waiting.events else ""
    if late and (newest is None or newest.at < now - LONGEST):
        words = _("No act is sealed any more.")
        mend = _(
            "See that worker and beat run, and look into the worker’s log for audit.seal. Nothing "
            "is lost: what waits is sealed as soon as they do."
        )
        yield Finding(part, State.WRONG, f"{words} {told}", mend, matter)
    elif late:
        words = _("Acts of before are being sealed now.")
        yield Finding(part, State.WATCH, f"{words} {told}")
    elif newest is None:
        yield Finding(part, State.WELL, _("Nothing is sealed yet."))
    else:
        words = _("Seal %(number)s was made %(when)s.")
        made = {"number": newest.pk, "when": ago_in_words(newest.at, now=now)}
        yield Finding(part, State.WELL, f"{words % made} {told}".strip())


def kept_in_a_file(now: dt.datetime, _reader: Person | None) -> Sought[Finding]:
    """The file with seals is written each day and tells the seals that there are."""
    part, matter, path = _("Seals kept in a file"), "seals_file", settings.SEALS_FILE
    said: list[str] = []
    with suppress(OSError):
        said = last_noted(Path(path)) if path else []
    number, _colon, digest = said[0].partition(":") if said else ("", "", "")
    since = today(now) - dt.timedelta(days=2)
    is_late = len(said) < 2 or said[1] < str(since)  # noqa: PLR2004

    def tell(rows: list[Row]) -> list[Finding]:
        if not path or not (said or rows):
            return []
        told = {"file": path, "n": number, "day": "".join(said[1:2])}
        if not said and all(today(dt.datetime.fromisoformat(row["began"])) > since for row in rows):
            words = _("%(file)s gets its first seal within a day.") % told
            return [Finding(part, State.WELL, words, matter=matter)]
        if is_late:
            words = _("%(file)s has no seal of the last two days.") % told
            mend = _(
                "See that worker and beat run, and that the worker’s user may write the file; "
                "the worker’s log says why if it can’t."
            )
            return [Finding(part, State.WRONG, words, mend, matter)]
        if [row["hash"] for row in rows] != [digest]:
            words = _("Seal %(n)s in %(file)s is another than the one in the database.") % told
            mend = _(
                "Somebody changed the trail or the file, or an older backup was restored. Run "
                "manage.py verify_audit --head with the file and with the auditor’s mails."
            )
            return [Finding(part, State.WRONG, words, mend, matter)]
        words = _("%(file)s tells seal %(n)s of %(day)s.") % told
        return [Finding(part, State.WELL, words, matter=matter)]

    first = Seal.objects.order_by("pk").values("at")[:1]
    seals = Seal.objects.order_by("-pk").values("hash", began=Subquery(first))
    return Sought(seals.filter(pk=number) if number.isdecimal() else seals[:1], tell)


def keepers(_now: dt.datetime, _reader: Person | None) -> Sought[Finding]:
    """At least one auditor gets the newest seal by mail."""
    part = _("Seals kept by auditors")

    def tell(rows: list[Row]) -> list[Finding]:
        if rows:
            words = ngettext(
                "%(n)s auditor gets the newest seal by mail each day.",
                "%(n)s auditors get the newest seal by mail each day.",
                len(rows),
            )
            return [Finding(part, State.WELL, words % {"n": len(rows)})]
        words = _("Nobody outside of this server has a seal: the whole trail could be made anew.")
        mend = _("Give somebody the role Auditor, under People, “Who holds which role”.")
        return [Finding(part, State.WATCH, words, mend)]

    return Sought(roles.holders(Role.AUDITOR).exclude(email="").order_by().values("pk"), tell)
