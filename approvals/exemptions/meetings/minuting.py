"""Keep what was said and agreed at a meeting."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Person
from approvals import moving_on
from approvals.exemptions.meetings.calling import MeetingError
from approvals.exemptions.models import Meeting, Minutes
from district_portal import audit


@transaction.atomic
def record(meeting: Meeting, *, text: str, by: Person, at: dt.datetime | None = None) -> Minutes:
    """Add minutes to `meeting`; the same text twice is one.

    Raises MeetingError for a meeting that was cancelled or has not begun, and without a text.
    """
    at = at or timezone.now()
    moving_on.lock(meeting.request_id)
    held = Meeting.objects.select_related("request__requester", "request__place").get(pk=meeting.pk)
    text = text.strip().replace("\r\n", "\n")
    if held.state == Meeting.State.CANCELLED:
        raise MeetingError("text", _("This meeting was cancelled."))
    if held.starts_at > at:
        raise MeetingError("text", _("This meeting has not begun."))
    if not text:
        raise MeetingError("text", _("Write what was said and agreed"))
    newest = held.minutes.order_by("-pk").first()
    if newest and newest.text == text:
        return newest
    minutes = Minutes.objects.create(meeting=held, text=text, recorded_at=at, recorded_by=by)
    audit.record(
        "exemptions.minutes_recorded",
        by=by,
        on=held,
        person=held.request.requester,
        place=held.request.place,
        at=at,
    )
    return minutes
