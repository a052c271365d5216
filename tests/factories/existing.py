"""Existing accounts for tests, brought in the way the portal brings them."""

from __future__ import annotations

import datetime as dt

from accounts.models import Person
from approvals import requesting
from approvals.claiming import answering, bringing, comparing, reading
from approvals.claiming.models import ExistingAccount, Sheet
from approvals.models import Request
from district_portal.district.current import today
from tests.factories import approvals as requests

HEADINGS = "Platform,Address,Name,Looked after by,School,Audience,Purpose,Since,Run by\n"
CHOIR = "Instagram,@NorthsideChoir,Northside Choir,lou@marlow.example,Northside School,"
CHOIR += '"Parents, students",Concert dates,2021-08-30,\n'
BOOSTERS = "Facebook,facebook.com/northsideboosters,Northside Boosters,,,,,,"
BOOSTERS += "Northside Boosters Inc.\n"


def brought(*lines: str, by: Person, at: dt.datetime | None = None) -> Sheet:
    """A sheet of these CSV lines that waits."""
    requests.enter_presets()
    content = (HEADINGS + "".join(lines)).encode()
    return bringing.bring(reading.read(content), name="existing.csv", content=content, by=by, at=at)


def compared(sheet: Sheet) -> comparing.Comparison:
    """How it compares today."""
    return comparing.compare(sheet, day=today())


def taken(
    sheet: Sheet, *, by: Person, doubtful: bool = True, at: dt.datetime | None = None
) -> Sheet:
    """The sheet after it was taken in as it compares on that day."""
    seen = comparing.compare(sheet, day=today(at)).fingerprint
    return bringing.take_in(sheet, seen=seen, doubtful=doubtful, by=by, at=at)


def listed(line: str = CHOIR, *, by: Person, at: dt.datetime | None = None) -> ExistingAccount:
    """One existing account, from a sheet of one line."""
    requests.enter_presets()
    sheet = taken(brought(line, by=by, at=at), by=by, at=at)
    return sheet.accounts.get()


def claimed(account: ExistingAccount, *, by: Person, send: bool = True) -> Request:
    """The claim, with all that the first two steps ask filled in, and sent."""
    request = answering.claim(account, by=by)
    known = {name: value for name, value in request.draft["details"].items() if value}
    assert by.posting is not None
    others = requests.typed(manager=by.posting.supervisor, place=by.posting.place)
    details = {**others, **known}
    requesting.save_step(request, by=by, step="details", typed=details)
    request.refresh_from_db()
    request = requests.promise_all(request)
    return requests.send(request) if send else request
