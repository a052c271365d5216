"""One meeting a request: calendars take it in, replace it, and let it go."""

from __future__ import annotations

import datetime as dt
from email import message_from_bytes, policy
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from accounts import moving, roles
from approvals import withdrawing
from approvals.exemptions.meetings import calling, minuting
from approvals.exemptions.models import Meeting, Minutes
from district_portal import audit
from district_portal.district.current import today
from district_portal.mailing.enveloping import envelop
from district_portal.mailing.models import Message
from district_portal.permissions import Role
from tests.factories import approvals as factory
from tests.factories import exemptions
from tests.factories.roles import dismiss
from tests.standing import standing

CHICAGO = ZoneInfo("America/Chicago")


@standing
def asked(cast, clause):
    return exemptions.sent(cast.lou, of=clause, place=cast.northside)


def events(person, *, name="exemption_meeting"):
    """What the calendar of `person` is given, mail by mail: METHOD and event."""
    found = []
    for mail in Message.objects.filter(person=person, name=name).order_by("pk"):
        calendar = Calendar.from_ical(mail.calendar)
        [event] = calendar.walk("VEVENT")
        found.append((str(calendar["METHOD"]), event))
    return found


def test_those_who_take_part_are_invited(cast, asked):
    meeting = exemptions.meeting(asked, by=cast.ada, where="Room 4; first floor")
    assert set(meeting.people.all()) == {cast.lou, cast.ada, cast.tom}
    for person in (cast.lou, cast.ada, cast.tom):
        [(method, event)] = events(person)
        assert (method, str(event["UID"]), event["SEQUENCE"]) == ("REQUEST", meeting.uid, 0)
    assert event["DTSTART"].dt == meeting.starts_at
    assert event["DTEND"].dt == meeting.ends_at
    assert str(event["SUMMARY"]) == "Meeting: Exemption from 529, clause 2"
    assert str(event["LOCATION"]) == "Room 4; first floor"
    invited = {str(address).removeprefix("mailto:") for address in event["ATTENDEE"]}
    assert invited == {cast.lou.email, cast.ada.email, cast.tom.email}
    assert audit.history(meeting)[0].act == "exemptions.meeting_called"


def test_a_change_replaces_and_a_cancellation_cancels(cast, asked):
    meeting = exemptions.meeting(asked, by=cast.ada)
    later = meeting.starts_at + dt.timedelta(days=1)
    changed = exemptions.meeting(asked, by=cast.tom, seen=0, starts_at=later)
    calling.cancel(changed, reason="The school is closed.", by=cast.ada, seen=1)
    held = {}
    told = events(cast.lou) + events(cast.lou, name="exemption_meeting_off")
    for method, event in told:
        key = str(event["UID"])
        assert event["SEQUENCE"] > held.get(key, (-1,))[0]
        held[key] = (event["SEQUENCE"], method, str(event["STATUS"]), event["DTSTART"].dt)
    assert held == {meeting.uid: (2, "CANCEL", "CANCELLED", later)}
    assert [method for method, _event in told] == ["REQUEST", "REQUEST", "CANCEL"]
    off = Message.objects.get(person=cast.lou, name="exemption_meeting_off")
    assert "The school is closed." in off.text


def test_it_can_be_called_anew(cast, asked):
    meeting = exemptions.meeting(asked, by=cast.ada)
    calling.cancel(meeting, reason="The school is closed.", by=cast.ada, seen=0)
    again = exemptions.meeting(asked, by=cast.ada, seen=1)
    assert (again.pk, again.sequence, again.state) == (meeting.pk, 2, "planned")
    assert str(events(cast.lou)[-1][1]["STATUS"]) == "CONFIRMED"


def test_the_same_called_or_cancelled_twice_is_one(cast, asked):
    first = exemptions.meeting(asked, by=cast.ada)
    again = exemptions.meeting(asked, by=cast.ada, starts_at=first.starts_at)
    assert (again, again.sequence) == (first, 0)
    for _ in range(2):
        calling.cancel(first, reason="The school is closed.", by=cast.ada, seen=0)
    assert Message.objects.filter(name="exemption_meeting").count() == 3
    assert Message.objects.filter(name="exemption_meeting_off").count() == 3


def test_who_saw_an_older_date_is_told_so(cast, asked):
    meeting = exemptions.meeting(asked, by=cast.ada)
    with pytest.raises(calling.ChangedError):
        exemptions.meeting(asked, by=cast.tom, where="Another room")
    exemptions.meeting(asked, by=cast.tom, where="Another room", seen=0)
    with pytest.raises(calling.ChangedError):
        calling.cancel(meeting, reason="No.", by=cast.ada, seen=0)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"starts_at": timezone.now() - dt.timedelta(minutes=1)}, "day"),
        ({"where": " ", "link": ""}, "where"),
    ],
)
def test_what_cannot_be_is_said_of_its_field(cast, asked, changes, field):
    with pytest.raises(calling.MeetingError) as refused:
        exemptions.meeting(asked, by=cast.ada, **changes)
    assert refused.value.field == field
    assert not Meeting.objects.exists()


def test_withdrawing_the_request_cancels_it(cast, asked):
    meeting = exemptions.meeting(asked, by=cast.ada)
    withdrawing.withdraw(asked, by=cast.lou)
    meeting.refresh_from_db()
    assert (meeting.state, meeting.sequence) == ("cancelled", 1)
    assert events(cast.tom, name="exemption_meeting_off")[0][0] == "CANCEL"
    with pytest.raises(calling.NotToMeetError):
        exemptions.meeting(asked, by=cast.ada, seen=1)


def test_who_comes_into_office_is_invited_and_who_goes_is_called_off(cast, asked):
    exemptions.meeting(asked, by=cast.ada)
    roles.appoint(cast.theo, role=Role.TECHNOLOGY_COORDINATOR, by=None)
    dismiss(cast.tom, role=Role.TECHNOLOGY_COORDINATOR, by=None)
    exemptions.meeting(asked, by=cast.ada, seen=0)
    assert [event["SEQUENCE"] for _method, event in events(cast.theo)] == [1]
    [(method, event)] = events(cast.tom, name="exemption_meeting_off")
    assert (method, event["SEQUENCE"]) == ("CANCEL", 1)


def test_what_the_district_administrator_asks_for_is_met_on_with_the_board_officer(cast, clause):
    own = exemptions.sent(cast.ada, of=clause, place=cast.northside)
    assert calling.taking_part(own) == [cast.ada, cast.bea]


def test_who_is_on_leave_is_not_invited(cast, asked):
    moving.go_on_leave(cast.tom, by=cast.hana)
    assert cast.tom not in calling.taking_part(asked)


def test_the_mail_carries_it_beside_its_text_and_as_a_file(cast, asked):
    exemptions.meeting(asked, by=cast.ada, where="Łódź room", note="Bring the film.")
    mail = Message.objects.get(person=cast.lou, name="exemption_meeting")
    content = envelop(mail, district="Marlow")
    parsed = message_from_bytes(content, policy=policy.default)
    kinds = [part.get_content_type() for part in parsed.walk()]
    assert kinds == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "text/html",
        "text/calendar",
        "application/ics",
    ]
    invitation = next(part for part in parsed.walk() if part.get_content_type() == kinds[4])
    assert invitation.get_param("method") == "REQUEST"
    [file] = parsed.iter_attachments()
    for text in (invitation.get_content(), file.get_content().decode()):
        [event] = Calendar.from_ical(text).walk("VEVENT")
        assert str(event["LOCATION"]) == "Łódź room"
    assert (
        envelop(mail, district="Marlow").split(b"\r\n\r\n", 1)[1]
        == content.split(b"\r\n\r\n", 1)[1]
    )
    assert "Bring the film." in mail.text
    assert mail.subject.startswith("Meeting on")


def test_minutes_are_kept_once_the_meeting_has_begun(cast, asked):
    meeting = exemptions.meeting(asked, by=cast.ada)
    with pytest.raises(calling.MeetingError, match="has not begun"):
        minuting.record(meeting, text="We agreed.", by=cast.ada)
    after = meeting.ends_at
    first = minuting.record(meeting, text="We agreed.", by=cast.ada, at=after)
    assert minuting.record(meeting, text="We agreed. ", by=cast.tom, at=after) == first
    minuting.record(meeting, text="We agreed on the server.", by=cast.tom, at=after)
    assert Minutes.objects.count() == 2
    with pytest.raises(calling.MeetingError):
        minuting.record(meeting, text=" ", by=cast.tom, at=after)


def test_no_minutes_of_what_was_cancelled(cast, asked):
    meeting = exemptions.meeting(asked, by=cast.ada)
    calling.cancel(meeting, reason="The school is closed.", by=cast.ada, seen=0)
    with pytest.raises(calling.MeetingError, match="cancelled"):
        minuting.record(meeting, text="We met.", by=cast.ada, at=meeting.ends_at)


def typed(**changes):
    day = today() + dt.timedelta(days=3)
    return {
        "day": day.isoformat(),
        "time": "15:30",
        "minutes": "45",
        "where": "Room 4",
        **changes,
    }


def test_ada_calls_changes_and_cancels_it_by_its_pages(cast, asked, client):
    client.force_login(cast.ada)
    page = client.get(asked.get_absolute_url()).text
    address = reverse("exemptions:call", args=[asked.pk])
    assert address in page
    assert "Tuesdays after 3 p.m." in client.get(address).text
    assert "Say where you meet" in client.post(address, typed(where="")).text
    assert "such as 15:30" in client.post(address, typed(time="noon")).text
    answer = client.post(address, typed(), follow=True)
    assert "gets an invitation by mail" in answer.text
    meeting = Meeting.objects.get()
    assert meeting.starts_at.astimezone(CHICAGO).time() == dt.time(15, 30)
    assert meeting.ends_at - meeting.starts_at == dt.timedelta(minutes=45)
    assert 'value="15:30"' in client.get(address).text
    stale = client.post(address, typed(where="Room 5"), follow=True)
    assert "was changed in the meantime" in stale.text
    cancel = reverse("exemptions:cancel", args=[meeting.pk])
    assert "Say why it is cancelled" in client.post(cancel, {"seen": 0, "reason": ""}).text
    answer = client.post(cancel, {"seen": 0, "reason": "The school is closed."}, follow=True)
    assert "This meeting is cancelled" in answer.text


def test_the_file_for_a_calendar(cast, asked, client):
    meeting = exemptions.meeting(asked, by=cast.ada)
    client.force_login(cast.lou)
    assert meeting.get_absolute_url() in client.get(asked.get_absolute_url()).text
    answer = client.get(reverse("exemptions:invitation", args=[meeting.pk]))
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    calendar = Calendar.from_ical(answer.content)
    assert str(calendar["METHOD"]) == "PUBLISH"
    assert str(calendar.walk("VEVENT")[0]["UID"]) == meeting.uid


def test_minutes_are_recorded_by_their_page(cast, asked, client):
    meeting = exemptions.meeting(asked, by=cast.ada)
    address = reverse("exemptions:minutes", args=[meeting.pk])
    client.force_login(cast.tom)
    assert "This meeting has not begun." in client.post(address, {"text": "Met."}).text
    with time_machine.travel(meeting.ends_at):
        client.force_login(cast.tom)
        assert "Record minutes" in client.get(meeting.get_absolute_url()).text
        assert "Write what was said" in client.post(address, {"text": ""}).text
        answer = client.post(address, {"text": "The server will do."}, follow=True)
    assert "The server will do." in answer.text


def test_a_request_for_an_account_has_no_meeting(cast, client):
    account = factory.sent(cast.lou, manager=cast.hana, place=cast.northside)
    with pytest.raises(calling.NotToMeetError):
        exemptions.meeting(account, by=cast.ada)


@pytest.mark.parametrize(
    ("outcome", "why"), [("denied", "was denied"), ("returned", "was returned for changes")]
)
def test_nobody_meets_about_what_was_denied_or_returned(cast, asked, outcome, why):
    meeting = exemptions.meeting(asked, by=cast.ada)
    factory.decided(asked, by=factory.step_of(asked).seats.first().person, outcome=outcome)
    meeting.refresh_from_db()
    assert (meeting.state, meeting.why_cancelled) == ("cancelled", f"The request {why}.")
    assert events(cast.tom, name="exemption_meeting_off")[0][0] == "CANCEL"


def test_a_meeting_stays_once_the_request_was_approved(cast, asked):
    meeting = exemptions.meeting(asked, by=cast.ada)
    asked.refresh_from_db()
    while asked.state == "open":
        seat = factory.step_of(asked).seats.filter(left_at=None, decision=None).first()
        factory.decided(asked, by=seat.person)
    meeting.refresh_from_db()
    assert (asked.state, meeting.state) == ("approved", "planned")


def test_a_meeting_that_has_begun_is_not_cancelled(cast, asked):
    meeting = exemptions.meeting(asked, by=cast.ada)
    later = meeting.starts_at + dt.timedelta(minutes=5)
    factory.decided(
        asked, by=factory.step_of(asked).seats.first().person, outcome="denied", at=later
    )
    meeting.refresh_from_db()
    assert meeting.state == "planned"
    assert not Message.objects.filter(name="exemption_meeting_off").exists()


def test_a_request_that_is_returned_and_sent_again_can_be_met_about_anew(cast, asked):
    exemptions.meeting(asked, by=cast.ada)
    factory.decided(asked, by=factory.step_of(asked).seats.first().person, outcome="returned")
    factory.send(asked)
    again = exemptions.meeting(asked, by=cast.ada, seen=1)
    assert (again.state, again.sequence) == ("planned", 2)


def test_the_mail_ends_its_sentence_once(cast, asked):
    exemptions.meeting(asked, by=cast.ada)
    assert ".m.." not in Message.objects.filter(name="exemption_meeting")[0].text
