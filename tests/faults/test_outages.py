"""A server that the portal rests on is away for a while: people are told, nothing is lost."""

from __future__ import annotations

import shutil
import tempfile
import time
from pathlib import Path

import pytest

from tests.faults.portal_tree import PortalTree, free_port
from tests.migrated import lay_tables
from tests.smtp import run_mail_server
from tests.visitor import Visitor

pytestmark = [
    pytest.mark.fault,
    pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="counts processes in /proc"),
]
AWAY = 8
"""Seconds: longer than a page waits, and than a worker does between two looks."""
BACK = 90
"""Seconds in which all must have caught up; the clock looks for mail each half minute."""


@pytest.fixture(scope="module")
def mail_port() -> int:
    return free_port()


@pytest.fixture(scope="module")
def tree(mail_port):
    folder = Path(tempfile.mkdtemp(prefix="portal outage "))
    folder.chmod(0o711)
    made = PortalTree(
        folder / "var", EMAIL_URL=f"smtp://127.0.0.1:{mail_port}", MAIL_BACK_OFF_SECONDS="2"
    )
    try:
        lay_tables(made.places)
        made.started()
        called = made.manage("shell", "-c", "from tests.cast import call_the_cast; call_the_cast()")
        assert called.returncode == 0, called.stderr
        yield made
    finally:
        made.clean()
        shutil.rmtree(folder)


def ask_for_a_link(visitor: Visitor, who: str = "gus") -> None:
    """What mails somebody at once; once a second, and five times an hour at most."""
    page = visitor.send("/accounts/password/reset/", email=f"{who}@marlow.example")
    assert page.status_code == 200, page.text


def links_mailed(server, who: str = "gus") -> int:
    return len([mail for mail in server.received if mail.to == f"{who}@marlow.example"])


def test_while_the_database_is_away_pages_say_so_and_then_all_goes_on(tree, mail_port):
    others = {part: tree.pid(part) for part in ("web", "worker", "beat")}
    lou = tree.visitor().sign_in()
    with run_mail_server(port=mail_port) as server:
        ask_for_a_link(tree.visitor())
        tree.wait_until(lambda: links_mailed(server) == 1, seconds=BACK)
        with tree.without("postgres", seconds=AWAY):
            tree.wait_until(lambda: lou.get("/readyz").status_code == 503, seconds=BACK)
            for page in (lou.get("/"), lou.get("/accounts/login/"), lou.get("/policies/")):
                assert page.status_code == 503
                assert "The portal is away for a moment" in page.text
            assert lou.get("/healthz").status_code == 200
            assert lou.get("/readyz").status_code == 503
        tree.wait_until(lambda: lou.get("/readyz").status_code == 200, seconds=BACK)
        assert "Lou Berg" in lou.get("/").text
        ask_for_a_link(tree.visitor())
        tree.wait_until(lambda: links_mailed(server) == 2, seconds=BACK)
    assert {part: tree.pid(part) for part in others} == others


def test_while_the_broker_is_away_people_sign_in_and_mail_follows(tree, mail_port):
    others = {part: tree.pid(part) for part in ("web", "beat")}
    lou = tree.visitor().sign_in()
    with run_mail_server(port=mail_port) as server:
        with tree.without("valkey", seconds=AWAY):
            assert "Lou Berg" in lou.get("/").text
            tree.visitor().sign_in()
            wrong = {"login": "pat@marlow.example", "password": "wrong"}
            for _guess in range(5):
                assert tree.visitor().send("/accounts/login/", **wrong).status_code == 200
            ask_for_a_link(tree.visitor())
            assert lou.get("/readyz").json()["broker"] is False
        tree.wait_until(lambda: links_mailed(server) == 1, seconds=BACK)
    assert {part: tree.pid(part) for part in others} == others


def test_while_the_mail_server_is_away_mail_waits_and_then_goes_out_once(tree, mail_port):
    people = ("mia", "pat", "hana")
    for who in people:
        ask_for_a_link(tree.visitor(), who)
    time.sleep(AWAY)
    with run_mail_server(port=mail_port) as server:
        tree.wait_until(lambda: all(links_mailed(server, who) for who in people), seconds=BACK)
        time.sleep(2)
        assert [links_mailed(server, who) for who in people] == [1, 1, 1]
