"""Schedules, old records and holds for tests, made the way the portal makes them."""

from __future__ import annotations

import datetime as dt

from accounts.models import Person
from approvals.models import Request
from approvals.registry import closing
from approvals.registry.models import Account
from district_portal.district.current import today
from district_portal.records import holding, proposing, ruling, scheduling
from district_portal.records.kinds import named
from district_portal.records.models import Hold, Run, Schedule
from tests.factories import approvals as requests
from tests.factories import speaking

LONG_AGO = dt.datetime(2015, 3, 10, 15, tzinfo=dt.UTC)
"""So long ago that whatever was closed then may go by the usual schedule."""


def adopted(*, by: Person, notice_days: int = 0, **changes) -> Schedule:
    """The usual schedule, adopted; `changes` are made to each of its classes."""
    scheduling.begin(by=by)
    scheduling.give_notice_days(notice_days, by=by)
    for row in scheduling.draft().classes.all():
        said = {name: getattr(row, name) for name in scheduling.FIELDS}
        scheduling.save_class(row, by=by, **{**said, **changes})
    return scheduling.adopt(adopted_on=today(), board_act="Resolution 2026-14", by=by)


def denied(by: Person, *, decider: Person, place, at: dt.datetime = LONG_AGO) -> Request:
    """A request to speak for the district that was denied."""
    request = speaking.sent(by, place=place, at=at)
    requests.decided(request, by=decider, outcome="denied", at=at + dt.timedelta(hours=1))
    return request


def closed_account(
    by: Person, *, deciders: list[Person], manager: Person, place, at=LONG_AGO, **fields
) -> Account:
    """An account that was asked for and closed again."""
    request = requests.sent(by, manager=manager, place=place, at=at, **fields)
    for hours, person in enumerate(deciders, start=1):
        requests.decided(request, by=person, at=at + dt.timedelta(hours=hours))
    account = Account.objects.get(request=request)
    closing.close(
        account, reason="The band has a new one.", by=deciders[-1], at=at + dt.timedelta(days=9)
    )
    account.refresh_from_db()
    return account


def archived(kind: str, pk: int, *, by: Person) -> None:
    """Noted as archived."""
    ruling.note_archived(
        named(kind), pk, archived_on=today(), where="Archive of the district", by=by
    )


def held(*, by: Person, on: str = "word", **what) -> Hold:
    """A hold, on the word "band" unless something else is said."""
    what = what or {"word": "band"}
    return holding.place(
        on=on,
        case_name="Doe v. District",
        reason="Counsel asks for it.",
        held_since=today(),
        by=by,
        **what,
    )


def ready(cast, *, notice_days: int = 0) -> Request:
    """A denied request of which every gate is met."""
    adopted(by=cast.ada, notice_days=notice_days)
    request = denied(cast.lou, decider=cast.pat, place=cast.northside)
    archived("request", request.pk, by=cast.tom)
    return request


def proposed(*records, by: Person, reason: str = "Seven years are over.") -> Run:
    """A run with these requests and accounts."""
    asked = [("account" if isinstance(row, Account) else "request", row.pk) for row in records]
    return proposing.propose(asked, reason=reason, by=by)
