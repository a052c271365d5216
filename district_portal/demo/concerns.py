"""Concerns reported today, one about a principal; a draft; and one that was settled before."""

from __future__ import annotations

import datetime as dt
import io
import uuid
from importlib.resources import files
from typing import Final

from django.utils import timezone
from PIL import Image, ImageDraw

from accounts.models import Person
from accounts.roles import holders
from approvals.concerns import (
    adding,
    closing,
    escalating,
    filing,
    handling,
    reporting,
    seating,
    supplying,
    watching,
)
from approvals.concerns.models import Act, Concern
from approvals.concerns.packs import keeping
from approvals.concerns.reporting import NOTHING, Told
from district_portal.demo import signins, staffing
from district_portal.demo.requests import MIDDLE
from district_portal.permissions import Role

Kind, What = Concern.Kind, Act.What
GRADES: Final = Told(
    what="A photo of our bulletin board on the band’s account shows a list of retake grades.",
    when="Posted this morning, seen at 10",
    where="The band’s account, second picture",
    links="https://www.instagram.com/CedarLandingBand",
    student="",
)
MESSAGES: Final = Told(
    what="A student sends me private messages at night, the last one with a picture. I did not "
    "answer.",
    when="Since last week",
    where="By direct message",
    links="",
    student="Robin Sample",
)
REMARKS: Final = Told(
    what="At two meetings there were remarks about how a colleague looks in her profile picture.",
    when="Last Thursday and today",
    where="Staff room",
    links="",
    student="",
)
PHONES: Final = Told(
    what="The team’s telephone numbers are in a group that parents of other schools read.",
    when="Since the weekend",
    where="A group for rides to games",
    links="",
    student="",
)
BEGUN: Final = Told(**{**NOTHING, "what": "The sign-up sheet of the trip is open to everyone."})


def report() -> None:
    """Report them by the demo's teacher and volunteer, as anybody would."""
    teacher, volunteer = staffing.a_teacher(MIDDLE), staffing.volunteer()
    now = timezone.now()
    _use_sample(at=now - dt.timedelta(days=30))
    _settled(by=volunteer or teacher, at=now - dt.timedelta(days=12))
    pictures = [filing.read(_picture(), name="message.png")]
    _sent(Kind.CONFIDENTIAL, GRADES, by=volunteer or teacher, at=now - dt.timedelta(hours=1))
    told = _sent(
        Kind.COMMUNICATION, MESSAGES, by=teacher, at=now - dt.timedelta(minutes=40), files=pictures
    )
    more = "Another message came just now."
    once, at = uuid.uuid4(), now - dt.timedelta(minutes=30)
    supplying.tell_more(told, by=teacher, text=more, once=once, at=at)
    _sent(Kind.CONDUCT, REMARKS, by=teacher, at=now, about=signins.principal())
    _kept(Kind.CONFIDENTIAL, BEGUN, by=teacher, at=now)
    _deal_with(told, at=now - dt.timedelta(minutes=20))


def _use_sample(*, at: dt.datetime) -> None:
    """The made-up state pack, which only a demo district uses."""
    by = holders(Role.DISTRICT_ADMINISTRATOR)[0]
    text = files("approvals.concerns.packs").joinpath("sample.toml").read_bytes()
    keeping.use(keeping.bring_in(text, file="sample.toml", by=by, at=at), by=by, demo=True, at=at)


def _settled(*, by: Person, at: dt.datetime) -> None:
    """One that nobody read in time, that somebody above settled then, and closed."""
    told = _sent(Kind.CONFIDENTIAL, PHONES, by=by, at=at)
    unread = at + dt.timedelta(days=3)
    escalating.escalate(at=unread)
    reader, later = seating.living(told)[-1].person, unread + dt.timedelta(hours=1)
    watching.look(told, by=reader, at=later)
    said = "The group’s owner took the list down; a new one is in the portal."
    handling.record(What.SECURED, told, by=reader, text=said, once=uuid.uuid4(), at=later)
    outcome = "Taken down. The coach knows where such lists belong."
    closing.close(told, by=reader, outcome=outcome, once=uuid.uuid4(), at=later)


def _deal_with(concern: Concern, *, at: dt.datetime) -> None:
    """The principal reads it, records a talk, adds a file, and the Title IX coordinator or HR."""
    by = seating.living(concern)[0].person
    watching.look(concern, by=by, at=at)
    said = "With the teacher: no answer was given, and the messages are kept."
    handling.record(What.TALKED, concern, by=by, text=said, once=uuid.uuid4(), at=at)
    kept = [filing.read(_picture("please"), name="second.png")]
    supplying.add_files(concern, kept, by=by, text="From IT.", once=uuid.uuid4(), at=at)
    needed = holders(Role.TITLE_IX_COORDINATOR).first() or staffing.hr_clerk()
    reason = "Advises on what follows."
    adding.add(concern, needed, by=by, reason=reason, once=uuid.uuid4(), at=at)


def _kept(
    kind: Concern.Kind,
    told: Told,
    *,
    by: Person,
    at: dt.datetime,
    about: Person | None = None,
    files: list[filing.Filed] | None = None,
) -> Concern:
    place = by.posting.place if by.posting else None
    once = uuid.uuid4()
    return reporting.save(
        kind, by=by, once=once, told=told, place=place, about=about, files=files or (), at=at
    )


def _sent(
    kind: Concern.Kind,
    told: Told,
    *,
    by: Person,
    at: dt.datetime,
    about: Person | None = None,
    files: list[filing.Filed] | None = None,
) -> Concern:
    return reporting.send(_kept(kind, told, by=by, at=at, about=about, files=files), by=by, at=at)


def _picture(words: str = "why dont you answer") -> bytes:
    """A made-up picture of a phone's screen."""
    out = io.BytesIO()
    screen = Image.new("RGB", (360, 480), "#f4f4f4")
    pen = ImageDraw.Draw(screen)
    pen.rectangle((0, 0, 360, 64), fill="#26324a")
    pen.text((16, 24), "Direct messages", fill="#ffffff")
    pen.rounded_rectangle((16, 96, 300, 160), 12, fill="#ffffff")
    pen.text((32, 120), words, fill="#222222")
    screen.save(out, "PNG")
    return out.getvalue()
