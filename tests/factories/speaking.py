"""Spokespersons for tests, made the way the portal makes them."""

from __future__ import annotations

import datetime as dt

from accounts.models import Person, Place
from approvals import requesting
from approvals.models import Request
from approvals.speaking.models import Spokesperson
from district_portal.district.current import today
from tests.factories import approvals as factory


def typed(*, place: Place, at: dt.datetime | None = None, **changes) -> dict:
    """What a person types who wants to speak for a school."""
    answers = {
        "represents": "school",
        "place": str(place.pk),
        "scope": "Concerts and tours of the band.",
        "where": ["accounts", "press"],
        "reason": "Newspapers ask about the tour.",
        "starts_on": today(at).isoformat(),
        "ends_on": (today(at) + dt.timedelta(days=60)).isoformat(),
        **changes,
    }
    return {name: value if isinstance(value, list) else [value] for name, value in answers.items()}


def sent(by: Person, *, place: Place, at: dt.datetime | None = None, **fields) -> Request:
    """A request that waits for its first decision."""
    factory.enter_presets()
    request = requesting.start("representation", by=by, at=at)
    details = typed(place=place, at=at, **fields)
    request = requesting.save_step(
        request, by=by, step="details", typed=details, title="A draft", at=at
    )
    return factory.send(factory.promise_all(request, at=at), at=at)


def assigned(
    by: Person, *, decider: Person, at: dt.datetime | None = None, **fields
) -> Spokesperson:
    """Somebody who asked to speak and was assigned to by their supervisor."""
    request = sent(by, at=at, **fields)
    factory.decided(request, by=decider, at=at)
    return Spokesperson.objects.get(request=request)
