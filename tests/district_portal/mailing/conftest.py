from __future__ import annotations

from pathlib import Path

import pytest

from district_portal import mailing
from district_portal.mailing import composing

TEMPLATES = Path(__file__).parent / "templates"


@pytest.fixture(autouse=True)
def _letters(settings):
    """Mails named "note" and "hello", which no part of the portal sends."""
    settings.TEMPLATES = [
        {**engine, "DIRS": [*engine["DIRS"], TEMPLATES]} for engine in settings.TEMPLATES
    ]


@pytest.fixture
def queue_note(cast):
    """Queue a note to Lou, or to `to`, under a key."""

    def queue(key: str = "note:1", *, to=None, **options) -> bool:
        context = {"words": "The bell is at <8> & not earlier.", "link": "/"}
        return mailing.queue("note", key=key, to=to or cast.lou, **{"context": context, **options})

    return queue


class Hello:
    """How the mails "hello" are written when they are sent."""

    def __init__(self) -> None:
        self.silent: set[int] = set()
        self.broken = False

    def __call__(self, people):
        if self.broken:
            raise KeyError("words")
        return {person: {"words": "Good morning"} for person in people - self.silent}


@pytest.fixture
def hello(monkeypatch) -> Hello:
    writer = Hello()
    monkeypatch.setitem(composing._writers, "hello", writer)
    return writer
