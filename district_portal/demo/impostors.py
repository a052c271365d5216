"""Accounts that were reported because they claim to be the district, in every state."""

from __future__ import annotations

import datetime as dt
import io
import uuid

from django.utils import timezone
from PIL import Image, ImageDraw

from accounts import roles
from accounts.models import Person
from approvals.impostors import capturing, handling, reporting
from approvals.impostors.models import Act, Impostor
from district_portal.district.current import today
from district_portal.permissions import Role

What = Act.What
POSING = "https://www.instagram.com/CedarLandlngBand"
ASKS_FOR_MONEY = (
    "It uses the picture of our band and writes to families that they should pay for the spring "
    "trip by gift card."
)
WROTE_TO_ME = "It wrote to me too, on Sunday evening. The real band never asks for money."
COPIED_SITE = "The sign-in page looks like ours. The address came by text message."
FAN_PAGE = "It calls itself Hawks fans and shows the logo of the high school."


def report() -> None:
    """Enter the reports, and what the Technology Coordinator did about them."""
    tech = roles.holders(Role.TECHNOLOGY_COORDINATOR).get()
    now = timezone.now()
    posing = _reported(POSING, ASKS_FOR_MONEY, now - dt.timedelta(days=12), with_picture=True)
    _reported(POSING, WROTE_TO_ME, now - dt.timedelta(days=11))
    told_at = now - dt.timedelta(days=11, hours=-2)
    _step(What.TOLD_PLATFORM, posing, tech, told_at, number="IG-20418", text="As impersonation.")
    _step(What.WARNED, posing, tech, told_at, text="Families are asked for money.")
    fans = _reported("https://x.com/BendHawkFans", FAN_PAGE, now - dt.timedelta(days=30))
    _step(
        What.NOT_IMPOSTOR,
        fans,
        tech,
        now - dt.timedelta(days=29),
        text="A page of former students. It now says so in its first line.",
    )
    gone = _reported("https://www.tiktok.com/@foxglove.elem", FAN_PAGE, now - dt.timedelta(days=50))
    _step(What.TOLD_PLATFORM, gone, tech, now - dt.timedelta(days=49), number="TT-8831")
    _step(What.REMOVED, gone, tech, now - dt.timedelta(days=44), text="The page says so.")
    _reported("https://marlow-bend-schools.example.net/login", COPIED_SITE, now)


def _reported(address: str, saw: str, at: dt.datetime, *, with_picture: bool = False) -> Impostor:
    files = [capturing.read(_picture(), name="what-i-saw.png")] if with_picture else []
    return reporting.report(address, saw=saw, captures=files, once=uuid.uuid4(), at=at)


def _step(
    what: Act.What,
    impostor: Impostor,
    by: Person,
    at: dt.datetime,
    *,
    text: str = "",
    number: str = "",
) -> None:
    day = today(at) if what == What.TOLD_PLATFORM else None
    handling.take(what, impostor, by=by, text=text, number=number, day=day, at=at)


def _picture() -> bytes:
    """A made-up picture of a phone's screen."""
    out = io.BytesIO()
    screen = Image.new("RGB", (360, 640), "#f4f4f4")
    pen = ImageDraw.Draw(screen)
    pen.rectangle((0, 0, 360, 64), fill="#26324a")
    pen.text((16, 24), "CedarLandlngBand", fill="#ffffff")
    pen.rounded_rectangle((16, 96, 300, 180), 12, fill="#ffffff")
    pen.text((32, 128), "Pay for the trip by gift card", fill="#222222")
    screen.save(out, "PNG")
    return out.getvalue()
