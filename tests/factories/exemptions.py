"""Requests for an exemption for tests, made the way the portal makes them."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from accounts.models import Person, Place
from approvals import requesting
from approvals.exemptions import recording
from approvals.exemptions.meetings import calling
from approvals.exemptions.models import Exemption, Meeting
from approvals.models import Platform, Request
from district_portal.district.current import today
from tests.factories import approvals as factory


def typed(*, of=None, place: Place, **changes) -> dict:
    """What a person types: an exemption from the clause `of`, else the use of TikTok."""
    day = today()
    about = {"what": "platform", "platform": str(Platform.objects.get(slug="tiktok").pk)}
    if of:
        about = {
            "what": "text",
            "policy": str(of.version.policy_id),
            "clause": of.key,
            "asks": "exemption",
        }
    answers = {
        **about,
        "plan": "Students publish short films about the river.",
        "learning": "They write for readers outside of school.",
        "place": str(place.pk),
        "group": "Grade 8 science",
        "students": "24",
        "under_13": "no",
        "student_data": "First names",
        "alternatives": "The district's own video server: nobody outside sees it.",
        "starts_on": day.isoformat(),
        "ends_on": (day + dt.timedelta(days=60)).isoformat(),
        "meeting": "yes",
        "meeting_times": "Tuesdays after 3 p.m.",
        **changes,
    }
    return {name: [str(value)] for name, value in answers.items()}


def draft(by: Person, *, place: Place, at: dt.datetime | None = None, **fields) -> Request:
    """A request with its first two steps filled in."""
    factory.enter_presets()
    request = requesting.start("exemption", by=by, at=at)
    request = requesting.save_step(
        request, by=by, step="details", typed=typed(place=place, **fields), title="A draft", at=at
    )
    return factory.promise_all(request, at=at)


def sent(by: Person, *, at: dt.datetime | None = None, **fields) -> Request:
    """A request that waits for its first decision."""
    return factory.send(draft(by, at=at, **fields), at=at)


def approved(by: Person, *, deciders: list[Person], at: dt.datetime | None = None, **fields):
    """A request that each of `deciders` approved in turn."""
    request = sent(by, at=at, **fields)
    for person in deciders:
        factory.decided(request, by=person, at=at)
    return request


def granted(by: Person, *, deciders: list[Person], **fields) -> Exemption:
    """An exemption that was asked for and approved by each of `deciders`."""
    return Exemption.objects.get(request=approved(by, deciders=deciders, **fields))


def recorded(exemption: Exemption, *, by: Person, at: dt.datetime | None = None, **changes):
    """Another outcome of `exemption`, the rest as it stands."""
    stands = exemption.outcomes.get(stands=True)
    same = ("what", "wording", "conditions", "ends_on")
    facts = {name: getattr(stands, name) for name in same}
    facts |= {"reason": "So it was agreed.", "seen": stands.number, **changes}
    return recording.record(exemption, by=by, at=at, **facts)


def meeting(request: Request, *, by: Person, **changes) -> Meeting:
    """The meeting about `request`, in a week, called by `by`."""
    week = timezone.now().replace(second=0, microsecond=0) + dt.timedelta(days=7)
    facts = {"starts_at": week, "minutes": 30, "where": "Room 4", "seen": None, **changes}
    return calling.call(request, by=by, **facts)
