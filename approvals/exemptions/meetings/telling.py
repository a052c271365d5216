"""Mails about a meeting, each with what the calendar of its reader takes in."""

from __future__ import annotations

from accounts.models import Person
from approvals.exemptions.meetings import inviting
from approvals.exemptions.models import Meeting
from district_portal import mailing


def invite(meeting: Meeting, people: list[Person]) -> None:
    """Invite `people`, all who take part; what they got before is replaced."""
    calendar = inviting.write(meeting, people=people, method=inviting.REQUEST)
    for person in people:
        mailing.queue(
            "exemption_meeting",
            key=f"exemption_meeting:{meeting.pk}:{meeting.sequence}:{person.pk}",
            to=person,
            context={
                "meeting": meeting,
                "request": meeting.request,
                "people": people,
                "link": meeting.get_absolute_url(),
            },
            calendar=calendar,
        )


def call_off(meeting: Meeting, people: list[Person], *, why: str) -> None:
    """Take the meeting out of the calendars of `people`, and say why."""
    for person in people:
        if not person.is_active:
            continue
        mailing.queue(
            "exemption_meeting_off",
            key=f"exemption_meeting_off:{meeting.pk}:{meeting.sequence}:{person.pk}",
            to=person,
            context={
                "meeting": meeting,
                "request": meeting.request,
                "why": why,
                "link": meeting.get_absolute_url(),
            },
            calendar=inviting.write(meeting, people=[person], method=inviting.CANCEL),
        )
