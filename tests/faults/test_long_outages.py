"""What the portal rests on is away for as long as that happens, while people work.

The database for a minute, the broker for an hour, the mail server for a day of the portal's clock:
pages go on or say so in plain words, nothing is lost, nothing is doubled, and all catches up.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from pathlib import Path

import pytest

from tests.faults.district_at_work import DistrictAtWork
from tests.faults.moving import Clock
from tests.faults.portal_tree import PARTS, PortalTree, free_port
from tests.faults.settling import database_of, nothing_is_lost_or_doubled, rows, waiting
from tests.migrated import lay_tables
from tests.smtp import run_mail_server

pytestmark = [
    pytest.mark.fault,
    pytest.mark.soak,
    pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="counts processes in /proc"),
]
MINUTE, HALF_AN_HOUR, DAY = 60, 1800, 86_400
BROKER_AWAY = int(os.environ.get("BROKER_AWAY_SECONDS", "3600"))
"""An hour; less where somebody has less time than that."""
STEP = 4
"""Seconds in which the portal does some of what it owes after half an hour of its clock."""
BACK = 900
"""Seconds in which all must have caught up, also on a machine that does much besides."""
PUT_BACK = """
    SELECT count(*) FROM mailing_message WHERE NOT bulk AND state = 'queued' AND due_at > %s"""
"""Mails that were tried, and are tried again later."""


@pytest.fixture
def folder():
    made = Path(tempfile.mkdtemp(prefix="portal outages "))
    made.chmod(0o711)
    yield made
    shutil.rmtree(made)


@pytest.fixture
def clock(folder) -> Clock:
    return Clock(folder / "ahead")


@pytest.fixture
def mail_port() -> int:
    return free_port()


@pytest.fixture
def tree(folder, clock, mail_port):
    made = PortalTree(folder / "var", EMAIL_URL=f"smtp://127.0.0.1:{mail_port}", **clock.environ)
    try:
        lay_tables(made.places)
        yield made.started()
    finally:
        made.clean()


@pytest.fixture
def mails(mail_port):
    with run_mail_server(port=mail_port) as server:
        yield server


def done(work) -> dict[str, int]:
    return {what: len(paths) for what, paths in work.confirmed.items()}


def wait_for_more(tree, work) -> None:
    """Until people have signed, decided and exported once more each."""
    before = done(work)
    tree.wait_until(
        lambda: work.errors or all(n > before[what] for what, n in done(work).items()), seconds=BACK
    )


def test_the_database_is_away_for_a_minute(tree, mails):
    with DistrictAtWork(tree, policies=60, asked=60, pause=3) as work:
        wait_for_more(tree, work)
        others = {part: tree.pid(part) for part in PARTS if part != "postgres"}
        lou = tree.visitor().sign_in()
        with tree.without("postgres", seconds=MINUTE):
            tree.wait_until(lambda: lou.get("/readyz").status_code == 503, seconds=BACK)
            for page in (lou.get("/"), lou.get("/accounts/login/"), lou.get("/policies/")):
                assert page.status_code == 503
                assert "The portal is away for a moment" in page.text
            assert lou.get("/healthz").status_code == 200
            before = done(work)
            time.sleep(MINUTE / 2)
            assert lou.get("/").status_code == 503
            assert done(work) == before
        wait_for_more(tree, work)
        assert "Lou Berg" in lou.get("/").text
    doubted = nothing_is_lost_or_doubled(tree, mails, work, seconds=BACK)
    print(done(work), f"{len(mails.received)} mails, {doubted}")  # noqa: T201
    assert {part: tree.pid(part) for part in others} == others
    assert doubted.total() <= 1


def test_the_broker_is_away_for_an_hour(tree, mails):
    with DistrictAtWork(tree, policies=40, asked=40, pause=120) as work:
        wait_for_more(tree, work)
        others = {part: tree.pid(part) for part in ("postgres", "web", "beat")}
        with tree.without("valkey", seconds=BROKER_AWAY):
            time.sleep(BROKER_AWAY * 3 / 4)
            before = done(work)
            told = tree.visitor().sign_in("tom").get("/operations/").text
            assert "Valkey or Redis doesn’t answer. Nothing is lost" in told
            assert "A worker was last woken" in told
            mailed = len(mails.received)
            wait_for_more(tree, work)
            assert len(mails.received) == mailed
        assert done(work) != before
        wait_for_more(tree, work)
    doubted = nothing_is_lost_or_doubled(tree, mails, work, seconds=BACK)
    print(done(work), f"{len(mails.received)} mails, {doubted}")  # noqa: T201
    assert {part: tree.pid(part) for part in others} == others
    assert doubted.total() <= 1


def test_the_mail_server_is_away_for_a_day(tree, clock, mail_port):
    with database_of(tree) as opened:
        with DistrictAtWork(tree, policies=40, asked=40, pause=15) as work:
            wait_for_more(tree, work)
            while clock.ahead < DAY:
                clock.go_on(HALF_AN_HOUR)
                time.sleep(STEP)
                tree.wait_until(
                    lambda: work.errors or rows(opened, PUT_BACK, clock.now()) != [(0,)],
                    seconds=BACK,
                )
            told = tree.visitor().sign_in("tom").get("/operations/").text
            assert "The oldest mail was to go out" in told
            assert "Look whether the mail server answers." in told
        assert rows(opened, "SELECT count(*) FROM mailing_message WHERE attempts > 0") == [(0,)]
        with run_mail_server(port=mail_port) as mails:
            while waiting(opened, clock) and clock.ahead < 4 * DAY:
                clock.go_on(HALF_AN_HOUR)
                time.sleep(2 * STEP)
            doubted = nothing_is_lost_or_doubled(tree, mails, work, seconds=BACK, clock=clock)
            print(done(work), f"{len(mails.received)} mails, {doubted}")  # noqa: T201
    assert doubted.total() == 0
