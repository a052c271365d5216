"""Print slips with one-time codes for a meeting. What is printed anew ends what was printed before.

A code is on paper only. Of what is kept, nobody can make it again, so that its pages are made in
the moment in which it is printed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from district_portal import audit
from district_portal.district import current
from district_portal.district.current import today
from district_portal.permissions import visible
from district_portal.ui.dates import date_in_words
from policies.acknowledgments.kiosk import keying, witnessing
from policies.acknowledgments.kiosk.preparing import MAY, NobodyError
from policies.acknowledgments.models import Assignment, Meeting, Seat, Slip
from policies.acknowledgments.paper import coding
from policies.acknowledgments.paper.printing import picture
from policies.paper import printing, typesetting

if TYPE_CHECKING:
    from accounts.models import Person


class OverError(Exception):
    """The meeting was ended, or its time is up."""


class WitnessError(Exception):
    """Whoever confirmed that people were there prints no codes for them."""


@transaction.atomic
def print_slips(
    meeting: Meeting,
    *,
    by: Person,
    people: Collection[int] | None = None,
    at: dt.datetime | None = None,
) -> bytes:
    """A PDF of slips to cut, for everybody at `meeting` who still has something to sign.

    For `people` (ids) alone where given. The codes that they had end. `at` is aware, now unless
    given. Raises OverError, WitnessError, NobodyError, typesetting.NotSetError and
    taking_turns.BusyError; then the codes that there were stay good.
    """
    at = at or timezone.now()
    meeting = Meeting.objects.select_for_update(no_key=True).get(pk=meeting.pk)
    if meeting.is_over(at):
        raise OverError
    if witnessing.has_witnessed(meeting, by):
        raise WitnessError
    seats = waiting(meeting, by=by, people=people)
    if not seats:
        raise NobodyError
    codes = give_codes(meeting, seats, by=by, at=at)
    return typesetting.pdf("slips", _data(meeting, seats, codes, at=at), is_kept=False)


def waiting(
    meeting: Meeting, *, by: Person, people: Collection[int] | None = None
) -> Sequence[Seat]:
    """The seats for which `by` may print: of people who are here and have something to sign."""
    asked = Assignment.objects.running(today()).values("person")
    seats = visible(meeting.seats.all(), by, MAY).filter(person__in=asked, person__is_active=True)
    if people is not None:
        seats = seats.filter(person__in=people)
    rows = seats.exclude(person=by).select_related("person")
    return list(rows.order_by("building", "person__sort_name", "pk"))


@transaction.atomic
def give_codes(
    meeting: Meeting, seats: Sequence[Seat], *, by: Person, at: dt.datetime
) -> dict[int, str]:
    """A new code for each of `seats` (by id), whose unused ones end; `meeting` is locked."""
    earlier = Slip.objects.filter(seat__in=seats, used_at=None, ended_at=None)
    in_order = earlier.order_by("pk").select_for_update().values_list("pk", flat=True)
    again = Slip.objects.filter(pk__in=list(in_order)).update(ended_at=at)
    codes = {seat.pk: coding.fresh() for seat in seats}
    Slip.objects.bulk_create(
        Slip(seat=seat, digest=keying.digest_of(codes[seat.pk]), printed_at=at, printed_by=by)
        for seat in seats
    )
    audit.record(
        "meetings.codes_printed",
        by=by,
        on=meeting,
        person=seats[0].person if len(seats) == 1 else None,
        after={"slips": len(seats), "ended": again},
        at=at,
    )
    return codes


def _data(
    meeting: Meeting, seats: Sequence[Seat], codes: dict[int, str], *, at: dt.datetime
) -> dict[str, Any]:
    address = f"{settings.PORTAL_ADDRESS}{reverse('acknowledgments:kiosk')}"
    moments = {
        "end": date_in_words(meeting.codes_end_at, style="time"),
        "now": date_in_words(at, style="time"),
    }
    return {
        **printing.languages(),
        "paper": "us-letter",
        "district": current.current().name,
        "title": _("Codes to sign: %(meeting)s") % {"meeting": meeting.name},
        "policy": meeting.name,
        "name_of_policy": meeting.name,
        "words": {
            "code": _("Code"),
            "go": _("Scan the square, or open %(address)s and type this code:")
            % {"address": address},
            "once": _("It works once, until %(end)s. Printed %(now)s.") % moments,
            "pin": _("You choose a PIN that only you know. Tell it to nobody, not to us either."),
            "page": _("Page {n} of {total}"),
        },
        "people": [
            {
                "name": str(seat.person),
                "building": seat.building,
                "code": f"{codes[seat.pk][:5]}-{codes[seat.pk][5:]}",
                "qr": picture(f"{settings.PORTAL_ADDRESS}{_opens(codes[seat.pk])}"),
            }
            for seat in seats
        ],
    }


def _opens(code: str) -> str:
    return reverse("acknowledgments:kiosk_code", args=[code])
