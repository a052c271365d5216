from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from tests.factories.acknowledgments import required
from tests.factories.policies import published

CHICAGO = ZoneInfo("America/Chicago")


def moment(month: int, day: int, hour: int = 9, minute: int = 0, year: int = 2026) -> dt.datetime:
    """A moment in the district's zone."""
    return dt.datetime(year, month, day, hour, minute, tzinfo=CHICAGO)


@pytest.fixture
def ask(cast):
    """Publish a policy and require it on a day; from Lou alone unless told otherwise."""

    def ask(code: str = "529", *, at: dt.datetime, title: str = "Social Media", **terms):
        version = published(code, title, by=cast.polly, at=at)
        terms.setdefault("people", [cast.lou])
        return required(version, by=cast.polly, at=at, **terms)

    return ask
