"""Accounts that were there before the portal, from a spreadsheet, in every state."""

from __future__ import annotations

import datetime as dt
from typing import Final

from django.utils import timezone

from accounts import roles
from accounts.models import Person
from approvals.claiming import answering, bringing, comparing, passing_on, reading
from approvals.claiming.models import ExistingAccount
from district_portal.demo import staffing
from district_portal.demo.requests import ELEMENTARY, HIGH, MIDDLE
from district_portal.district.current import today
from district_portal.permissions import Role
from district_portal.setup import settling
from district_portal.ui.spreadsheets import csv_file

DAYS_AGO: Final = 33
_HEADINGS: Final = (
    "Platform",
    "Address",
    "Name",
    "Looked after by",
    "School",
    "Audience",
    "Purpose",
    "Exists since",
    "Run by",
)
FOUND: Final = (
    (
        "Instagram",
        "@CedarLandingDrama",
        "Cedar Landing Drama",
        (MIDDLE, 0),
        "Parents, students",
        "Rehearsals, casts and where to get tickets.",
        "2019-09-03",
    ),
    (
        "YouTube",
        "https://www.youtube.com/@FoxgloveMornings",
        "Foxglove Mornings",
        (ELEMENTARY, 2),
        "Parents",
        "The morning announcements, three minutes a day.",
        "2021-01-11",
    ),
    (
        "Facebook",
        "https://www.facebook.com/marlowbendalumni",
        "Marlow Bend Alumni",
        (HIGH, 2),
        "Community",
        "Class reunions.",
        "2012-05-01",
    ),
    ("", "https://hawkschess.example.net", "Hawks Chess", (HIGH, 4), "Students", "", "2022-10-04"),
    ("X", "@CedarLandingGym", "Cedar Landing Gym", None, "", "", ""),
    ("Facebook", "facebook.com/bendbandboosters", "Band Boosters", None, "", "", ""),
)
OTHERS: Final = (
    (
        "Facebook",
        "https://www.facebook.com/bendband.boosters",
        "Marlow Bend Band Boosters",
        HIGH,
        "Marlow Bend Band Boosters, a parents’ association",
    ),
    (
        "Instagram",
        "@FoxgloveFamilies",
        "Foxglove Families",
        ELEMENTARY,
        "Parents of Foxglove Elementary",
    ),
)
NOT_MINE: Final = "Former students run it. I was only in a photo. Ask the alumni office."
GONE: Final = "The page has been empty since the summer."


def find() -> None:
    """Bring the sheet in; one is claimed, one given back, one gone, and two are not official.

    One of its rows is left out, since another one has the same address.
    """
    tech = roles.holders(Role.TECHNOLOGY_COORDINATOR).get()
    at = timezone.now() - dt.timedelta(days=DAYS_AGO)
    content = csv_file(_HEADINGS, [*map(_found, FOUND), *map(_of_others, OTHERS)])
    sheet = bringing.bring(
        reading.read(content), name="accounts-we-know.csv", content=content, by=tech, at=at
    )
    seen = comparing.compare(sheet, day=today(at)).fingerprint
    bringing.take_in(sheet, seen=seen, doubtful=True, by=tech, at=at)
    later = at + dt.timedelta(days=1, hours=2)
    _claim("Foxglove Mornings", at=later)
    alumni = _named("Marlow Bend Alumni")
    assert alumni.person is not None  # noqa: S101 – a teacher was named
    answering.say_not_mine(alumni, NOT_MINE, by=alumni.person, at=later)
    passing_on.mark_gone(_named("Cedar Landing Gym"), GONE, by=tech, at=later)
    settling.settle(by=tech, settings={"lists_not_official": True})


def _claim(name: str, *, at: dt.datetime) -> None:
    account = _named(name)
    assert account.person is not None  # noqa: S101 – a teacher was named
    answering.claim(account, by=account.person, at=at)


def _named(name: str) -> ExistingAccount:
    return ExistingAccount.objects.select_related("person").get(name=name)


def _found(row: tuple[str, str, str, tuple[str, int] | None, str, str, str]) -> list[str]:
    platform, address, name, teacher, audience, purpose, since = row
    person: Person | None = staffing.a_teacher(teacher[0], skip=teacher[1]) if teacher else None
    email, place = (person.email or "", teacher[0]) if person and teacher else ("", "")
    return [platform, address, name, email, place, audience, purpose, since, ""]


def _of_others(row: tuple[str, str, str, str, str]) -> list[str]:
    platform, address, name, place, run_by = row
    return [platform, address, name, "", place, "", "", "", run_by]
