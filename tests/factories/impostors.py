"""Reports of impostors for tests, made the way the portal makes them."""

from __future__ import annotations

import datetime as dt
import uuid

from accounts.models import Person
from approvals.impostors import capturing, handling, reporting
from approvals.impostors.models import Act, Impostor
from district_portal.district.current import today

What = Act.What
FAKE = "https://www.instagram.com/northsldeband"


def reported(
    text: str = FAKE,
    *,
    saw: str = "It says that it is our band and asks for money.",
    captures: list[tuple[str, bytes]] | None = None,
    at: dt.datetime | None = None,
    **fields,
) -> Impostor:
    """The case of an account that somebody reported, with files by name and content."""
    files = [capturing.read(content, name=name) for name, content in captures or []]
    fields = {"once": uuid.uuid4(), **fields}
    return reporting.report(text, saw=saw, captures=files, at=at, **fields)


def stepped(what: Act.What, impostor: Impostor, *, by: Person, **said) -> Impostor:
    """The case after one more step."""
    said = {"text": "I looked at it.", **said}
    if what == What.TOLD_PLATFORM:
        said = {"day": today(), "number": "4711", **said}
    handling.take(what, impostor, by=by, **said)
    impostor.refresh_from_db()
    return impostor


def warned_of(text: str = FAKE, *, by: Person) -> Impostor:
    """The case of an account that was reported to its platform, and of which all are warned."""
    impostor = stepped(What.TOLD_PLATFORM, reported(text), by=by)
    return stepped(What.WARNED, impostor, by=by)
