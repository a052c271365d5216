from __future__ import annotations

import pytest

from district_portal import jobs
from district_portal.jobs import kinds
from district_portal.jobs.kinds import PieceFailedError


class Killed(BaseException):
    """A worker ends at once, as kill -9 ends it."""


class Copying:
    """A kind of work for tests: each piece writes a row; its content says what happens then."""

    def __init__(self) -> None:
        self.seen: list[str] = []

    def step(self, piece):
        content = bytes(piece.content).decode()
        self.seen.append(piece.name)
        if content == "bad":
            raise PieceFailedError("It is bad.")
        if content == "broken":
            raise ZeroDivisionError
        if content == "kill" and piece.tries == 1:
            raise Killed
        if content == "always kill":
            raise Killed
        return {"length": len(content)}


@pytest.fixture
def copying(monkeypatch):
    work = Copying()
    kind = kinds.Kind(
        "test.copy",
        title="Copying",
        doing="Copying %(name)s",
        step=work.step,
        template="jobs/_progress.html",
        back=("home:today", "Back"),
    )
    monkeypatch.setitem(kinds._kinds, kind.name, kind)
    return work


@pytest.fixture
def begin(copying, cast):
    """Start a job of Polly's over pieces given as name=content."""

    def begin(**pieces: str):
        found = [jobs.Piece(name, content.encode()) for name, content in pieces.items()]
        return jobs.start("test.copy", found, by=cast.polly)

    return begin
