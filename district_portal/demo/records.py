"""How the demo district keeps its records: a schedule, old requests, a hold, and a disposal."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from accounts.models import Person, Place, Posting
from accounts.roles import holders
from approvals.registry.models import Account
from district_portal.demo import people_names, speaking, staffing
from district_portal.district.current import today
from district_portal.permissions import Role
from district_portal.records import holding, proposing, ruling, scheduling
from district_portal.records.kinds import named
from district_portal.records.models import Hold

ARCHIVE = "Archive of posts, shelf of closed matters"
LONG_AGO = 9 * 365
OLD = (
    "The opening of the old gym, and who may use it on weekends.",
    "The chess tournament of the county.",
    "The book fair, and which books are wanted.",
)


def keep() -> None:
    """Of three old requests one may go, one is proposed, and one is under a legal hold.

    Of a teacher who left long ago, what was needed while she was here may go.
    """
    _somebody_long_gone()
    administrator = holders(Role.DISTRICT_ADMINISTRATOR).earliest("pk")
    now = timezone.now()
    scheduling.begin(by=administrator, at=now - dt.timedelta(days=200))
    scheduling.adopt(
        adopted_on=today() - dt.timedelta(days=190),
        board_act="Resolution 14 on records",
        by=administrator,
        at=now - dt.timedelta(days=189),
    )
    old = [
        speaking.ask(
            staffing.a_teacher(speaking.SCHOOL, skip=number),
            scope=scope,
            reason="People keep asking about it.",
            days_ago=LONG_AGO - number,
            outcome="denied",
        )
        for number, scope in enumerate(OLD, start=4)
    ]
    kind = named("request")
    for request in old:
        ruling.note_archived(kind, request.pk, archived_on=today(), where=ARCHIVE, by=administrator)
    proposing.propose(
        [(kind.name, old[1].pk)], reason="The years of its class are over.", by=administrator
    )
    holding.place(
        on=Hold.On.RECORD,
        kind=kind.name,
        record=old[2].pk,
        case_name="Request of the county’s library for records",
        reason="The library has asked for what was written about the book fair.",
        held_since=today() - dt.timedelta(days=12),
        by=administrator,
    )
    for account in Account.objects.filter(state=Account.State.CLOSED)[:1]:
        ruling.note_archived(
            named("account"), account.pk, archived_on=today(), where=ARCHIVE, by=administrator
        )


def _somebody_long_gone() -> None:
    last_day = today() - dt.timedelta(days=LONG_AGO)
    somebody = Person.objects.enter(
        given_name="Henrietta",
        family_name="Quillfeather",
        email=people_names.email_for("Henrietta", "Quillfeather"),
        number="0417",
        phone="555-0147",
        is_active=False,
    )
    Posting.objects.create(
        person=somebody,
        place=Place.objects.get(name=speaking.SCHOOL),
        position="Teacher",
        since=last_day - dt.timedelta(days=5 * 365),
        until=last_day,
    )
