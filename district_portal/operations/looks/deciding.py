"""Whether somebody decides what is asked for, and receives what is reported."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.db.models import F, Value
from django.utils.translation import gettext as _

from accounts.models import Person
from approvals import unseated
from approvals.concerns import reseating, sealing
from approvals.concerns.models import StatePack
from approvals.concerns.packs import keeping
from district_portal.operations.finding import Finding, State
from district_portal.ui.together import Row, Sought


def deciders(_now: dt.datetime, _reader: Person | None) -> Iterator[Finding]:
    """Every request has somebody who may decide it."""
    part, mend = _("Who decides"), {"url_name": "setup:overview", "label": _("Set-up")}
    gaps = unseated.gaps()
    for gap in gaps:
        state = State.WRONG if gap.is_urgent else State.WATCH
        yield Finding(part, state, gap.words, **mend)
    if not gaps:
        words = _("Every request has somebody who may decide it, also while one of them is away.")
        yield Finding(part, State.WELL, words, **mend)


def concerns(_now: dt.datetime, reader: Person | None) -> Sought[Finding]:
    """Each concern reaches somebody and can be read; nothing of one that is about `reader`.

    What such a concern lacks, a Board officer, is told to everybody by `deciders`, with or without
    a concern. To nobody in particular nothing is told of any that is about somebody.
    """
    whose = {"about": reader} if reader else {"about__isnull": False}
    locked = sealing.unopenable().exclude(**{f"concern__{k}": v for k, v in whose.items()})
    unreceived = reseating.unreceived().exclude(**whose)
    asked = [
        rows.order_by().values(what=Value(what), said=text)
        for what, rows, text in (
            ("locked", locked, Value("")),
            ("unreceived", unreceived, Value("")),
            ("pack", StatePack.objects.filter(in_use=True), F("text")),
        )
    ]
    return Sought(asked[0].union(*asked[1:]), _tell)


def _tell(rows: list[Row]) -> list[Finding]:
    part, told_of = _("Concerns"), {row["what"]: row["said"] for row in rows}
    found = []
    if "locked" in told_of:
        words = _("The key of some concerns is not in CONCERN_KEYS: nobody can read them.")
        found.append(Finding(part, State.WRONG, words))
    elif "unreceived" in told_of:
        words = _("A concern reaches nobody: those who should receive it are missing.")
        mend = _("See that a Board officer is entered who may sign in.")
        where = {"url_name": "setup:overview", "label": _("Set-up")}
        found.append(Finding(part, State.WRONG, words, mend, **where))
    else:
        found.append(Finding(part, State.WELL, _("Each one reaches somebody, and can be read.")))
    if "pack" in told_of and not keeping.can_be_read(told_of["pack"]):
        words = _("The state pack in use can’t be read any more: no deadline of the law starts.")
        where = {"url_name": "concerns:packs", "label": _("State packs")}
        found.append(Finding(part, State.WRONG, words, **where))
    return found
