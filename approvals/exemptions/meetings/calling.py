"""Call the meeting about a request for an exemption, change it, and cancel it.

Source: 529, clause 6 (a meeting with the District Administrator and the Technology Coordinator).
"""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Person
from approvals import moving_on
from approvals.deciders import Asker, who_decides
from approvals.exemptions.meetings import telling
from approvals.exemptions.models import Meeting
from approvals.models import Approver, Request
from district_portal import audit
from district_portal.district.keeping_words import in_own_language
from district_portal.mailing.composing import host

WITH = (Approver.DISTRICT_ADMINISTRATOR, Approver.TECHNOLOGY_COORDINATOR)


class ChangedError(Exception):
    """Somebody called, changed or cancelled the meeting in the meantime."""


class NotToMeetError(Exception):
    """There is nothing to meet about: no request for an exemption, not sent, or taken back."""


class MeetingError(ValueError):
    """A meeting that cannot be; `field` is what is wrong, the message says why."""

    def __init__(self, field: str, words: str) -> None:
        super().__init__(words)
        self.field = field


def taking_part(request: Request) -> list[Person]:
    """Who asks, and who acts today as District Administrator and as Technology Coordinator."""
    asker = Asker.of(request)
    deciding = [standing.person for role in WITH for standing in who_decides(role, asker=asker)]
    return list(dict.fromkeys([request.requester, *deciding]))


@transaction.atomic
def call(
    request: Request,
    *,
    starts_at: dt.datetime,
    minutes: int,
    by: Person,
    seen: int | None,
    where: str = "",
    link: str = "",
    note: str = "",
    at: dt.datetime | None = None,
) -> Meeting:
    """Call the meeting about `request`, or change it; all who take part get the invitation.

    `starts_at` is aware, `seen` the sequence of the meeting that `by` saw, None for none. Whoever
    takes part no more is told that it is off for them. The same called twice is one. Raises
    ChangedError, NotToMeetError and MeetingError.
    """
    at = at or timezone.now()
    held = _held(request)
    facts = {
        "starts_at": starts_at,
        "ends_at": starts_at + dt.timedelta(minutes=minutes),
        "where": where.strip(),
        "link": link.strip(),
        "note": note.strip().replace("\r\n", "\n"),
        "state": Meeting.State.PLANNED,
    }
    _check(facts, at=at)
    meeting = Meeting.objects.filter(request=held).first()
    people = taking_part(held)
    if meeting and _is_so(meeting, facts, people):
        return meeting
    if (meeting.sequence if meeting else None) != seen:
        raise ChangedError
    if meeting is None:
        uid = f"{uuid4()}@{host()}"
        meeting = Meeting.objects.create(
            request=held, uid=uid, changed_at=at, changed_by=by, **facts
        )
    else:
        _change(meeting, by=by, at=at, why_cancelled="", **facts)
    gone = [person for person in meeting.people.all() if person not in people]
    meeting.people.set(people)
    _record(
        "exemptions.meeting_changed" if meeting.sequence else "exemptions.meeting_called",
        meeting,
        by=by,
        at=at,
    )
    telling.invite(meeting, people)
    telling.call_off(meeting, gone, why=_("Somebody else takes part in your place."))
    return meeting


@transaction.atomic
def cancel(
    meeting: Meeting, *, reason: str, by: Person | None, seen: int, at: dt.datetime | None = None
) -> Meeting:
    """Cancel `meeting`, for a reason that all read who were invited; twice is once.

    Raises ChangedError where it is not the one with the sequence `seen`, and MeetingError without
    a reason.
    """
    at = at or timezone.now()
    moving_on.lock(meeting.request_id)
    held = Meeting.objects.select_related("request__requester", "request__place").get(pk=meeting.pk)
    if held.state == Meeting.State.CANCELLED:
        return held
    if held.sequence != seen:
        raise ChangedError
    if not reason.strip():
        raise MeetingError("reason", _("Say why it is cancelled"))
    _change(held, by=by, at=at, state=Meeting.State.CANCELLED, why_cancelled=reason.strip())
    _record("exemptions.meeting_cancelled", held, by=by, at=at)
    telling.call_off(held, list(held.people.all()), why=held.why_cancelled)
    return held


@in_own_language()
def cancel_for_closed(request: Request, *, by: Person | None, at: dt.datetime) -> None:
    """Cancel the meeting about a request that was denied, returned or taken back.

    Not one that has begun. After an approval it stays: those who meet may still talk about the
    conditions, and can cancel it.
    """
    reasons = {
        Request.State.DENIED: _("The request was denied."),
        Request.State.RETURNED: _("The request was returned for changes."),
        Request.State.WITHDRAWN: _("The request was withdrawn."),
    }
    reason = reasons.get(Request.State(request.state))
    planned = Meeting.objects.filter(request=request, state=Meeting.State.PLANNED)
    if reason and (meeting := planned.filter(starts_at__gt=at).first()):
        cancel(meeting, reason=reason, by=by, seen=meeting.sequence, at=at)


def _held(request: Request) -> Request:
    held = moving_on.lock(request.pk)
    if held.kind != "exemption" or held.state in (Request.State.DRAFT, Request.State.WITHDRAWN):
        raise NotToMeetError
    return held


def _check(facts: dict[str, Any], *, at: dt.datetime) -> None:
    if facts["starts_at"] <= at:
        raise MeetingError("day", _("Enter a time to come"))
    if not facts["where"] and not facts["link"]:
        raise MeetingError("where", _("Say where you meet, or give a link"))


def _is_so(meeting: Meeting, facts: dict[str, Any], people: list[Person]) -> bool:
    same = all(getattr(meeting, name) == value for name, value in facts.items())
    return same and set(meeting.people.all()) == set(people)


def _change(meeting: Meeting, *, by: Person | None, at: dt.datetime, **facts: Any) -> None:
    for name, value in facts.items():
        setattr(meeting, name, value)
    meeting.sequence += 1
    meeting.changed_at, meeting.changed_by = at, by
    meeting.save()


def _record(act: str, meeting: Meeting, *, by: Person | None, at: dt.datetime) -> None:
    asked = meeting.request
    audit.record(
        act,
        by=by,
        on=meeting,
        person=asked.requester,
        place=asked.place,
        after={"starts_at": meeting.starts_at, "sequence": meeting.sequence},
        at=at,
    )
