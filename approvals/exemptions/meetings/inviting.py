"""The invitation to a meeting as calendars read it (RFC 5545), and as mail carries it (RFC 5546).

A calendar knows the meeting by its UID; the higher SEQUENCE replaces what it held before.
"""

from __future__ import annotations

import datetime as dt
from email.utils import parseaddr
from typing import Final

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vCalAddress, vText

from accounts.models import Person
from approvals.exemptions.models import Meeting
from district_portal.district.current import current
from district_portal.district.keeping_words import in_own_language

REQUEST: Final = "REQUEST"
CANCEL: Final = "CANCEL"
PUBLISH: Final = "PUBLISH"
"""For a file that somebody fetches: it asks for no answer."""


@in_own_language()
def write(meeting: Meeting, *, people: list[Person], method: str) -> str:
    """The same meeting always gives the same text; `method` is REQUEST, CANCEL or PUBLISH."""
    calendar = Calendar()
    calendar.add("prodid", "-//District Policy Portal//EN")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    event = Event()
    event.add("uid", meeting.uid)
    event.add("sequence", meeting.sequence)
    for name, at in (
        ("dtstamp", meeting.changed_at),
        ("dtstart", meeting.starts_at),
        ("dtend", meeting.ends_at),
    ):
        event.add(name, at.astimezone(dt.UTC).replace(microsecond=0))
    is_off = method == CANCEL or meeting.state == Meeting.State.CANCELLED
    event.add("status", "CANCELLED" if is_off else "CONFIRMED")
    event.add("summary", _("Meeting: %(title)s") % {"title": meeting.request.title})
    event.add("location", meeting.where or meeting.link)
    event.add("description", _description(meeting))
    event.add("url", f"{settings.PORTAL_ADDRESS}{meeting.get_absolute_url()}")
    event["organizer"] = _address(parseaddr(settings.DEFAULT_FROM_EMAIL)[1], current().name)
    for person in sorted((person for person in people if person.email), key=lambda one: one.pk):
        attendee = _address(person.email or "", str(person))
        attendee.params["role"] = vText("REQ-PARTICIPANT")
        attendee.params["partstat"] = vText("NEEDS-ACTION")
        event.add("attendee", attendee, encode=False)
    calendar.add_component(event)
    return str(calendar.to_ical().decode())


def _address(email: str, name: str) -> vCalAddress:
    address = vCalAddress(f"mailto:{email}")
    address.params["cn"] = vText(name)
    return address


def _description(meeting: Meeting) -> str:
    number = _("Request %(number)s") % {"number": meeting.request.number}
    return "\n".join(part for part in (number, meeting.link, meeting.note) if part)
