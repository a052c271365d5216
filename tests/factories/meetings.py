"""Signing meetings for tests: prepared, with codes, and with a device that somebody opened."""

from __future__ import annotations

import datetime as dt

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Person
from policies.acknowledgments.kiosk import opening, preparing, printing
from policies.acknowledgments.models import Meeting, Signature, Slip
from policies.acknowledgments.paper import coding
from tests.factories.acknowledgments import signed

PIN = "482915"


def meeting(
    *people: Person, by: Person, hours: float = 4, at: dt.datetime | None = None
) -> Meeting:
    """A meeting of `people`, as `by` prepares it."""
    at = at or timezone.now()
    end = at + dt.timedelta(hours=hours)
    return preparing.prepare("August", by=by, people=people, codes_end_at=end, at=at)


def codes(held: Meeting, *people: Person, by: Person, at: dt.datetime | None = None) -> list[str]:
    """New codes for `people`, in their order, as they stand on the slips that `by` prints."""
    seats = {seat.person_id: seat for seat in held.seats.select_related("person")}
    chosen = [seats[person.pk] for person in people]
    given = printing.give_codes(held, chosen, by=by, at=at or timezone.now())
    return [given[seat.pk] for seat in chosen]


def slip_of(code: str) -> Slip:
    """The slip with that code."""
    return opening.find(coding.read(code), address="192.0.2.1")


def signed_at_kiosk(held: Meeting, person: Person, version, *, by: Person) -> Signature:
    """What `person` signed at the meeting, with a code that `by` printed."""
    [code] = codes(held, person, by=by)
    slip = slip_of(code)
    if opening.pin_of(person):
        pin = opening.enter(slip, PIN, address="192.0.2.1")
    else:
        pin = opening.choose(slip, PIN)
    return signed(person, version, slip=slip, pin=pin)


def opened(client: Client, code: str, *, pin: str = PIN) -> Client:
    """A device that was opened by `code` and a PIN that is chosen or typed now."""
    client.post(reverse("acknowledgments:kiosk"), {"code": code})
    client.post(reverse("acknowledgments:kiosk_pin"), {"pin": pin, "again": pin})
    return client
