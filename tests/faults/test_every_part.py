"""Every part of the running portal is killed again and again while people work.

Nothing that was confirmed is lost, nothing is there twice, and all comes back by itself.
"""

from __future__ import annotations

import os
import shutil
import signal
import tempfile
import time
from collections import Counter
from contextlib import closing, suppress
from pathlib import Path

import psycopg2
import pytest

from district_portal.embedded.borrowing import urls_of
from district_portal.embedded.environment import needs_of
from tests.faults.district_at_work import DistrictAtWork
from tests.faults.portal_tree import PARTS, PortalTree, free_port
from tests.migrated import lay_tables
from tests.smtp import run_mail_server

pytestmark = [
    pytest.mark.fault,
    pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="counts processes in /proc"),
]
CHILDREN = ("postgres", "web", "worker")
"""Parts that do their work in processes of their own, of which one is killed."""
BACK = 180
"""Seconds in which all must have caught up."""
MANY = int(os.environ.get("KILLS_OF_A_PART", "50"))
"""In the long run; fewer where somebody has less time than that."""
APART = 2.0
"""Seconds between two kills, at least."""
ONCE = {
    "signatures of a person under a version": """
        SELECT count(*) FROM acknowledgments_signature
        GROUP BY person_id, version_id, school_year HAVING count(*) > 1""",
    "signatures without their one event": """
        SELECT s.id, count(e.id) FROM acknowledgments_signature s LEFT JOIN audit_event e
        ON e.act = 'acknowledgments.signed' AND e.object_id = s.id::text
        GROUP BY s.id HAVING count(e.id) <> 1""",
    "signatures without their one receipt": """
        SELECT s.id, count(m.id) FROM acknowledgments_signature s LEFT JOIN mailing_message m
        ON m.key = 'signed:' || s.id GROUP BY s.id HAVING count(m.id) <> 1""",
    "signatures that ended no assignment": """
        SELECT s.id FROM acknowledgments_signature s WHERE NOT EXISTS
        (SELECT FROM acknowledgments_assignment a WHERE a.signature_id = s.id)""",
    "steps decided twice": """
        SELECT step_id FROM approvals_decision GROUP BY step_id HAVING count(*) > 1""",
    "requests decided as often as told": """
        SELECT a.n, b.n FROM (SELECT count(*) n FROM approvals_decision) a,
        (SELECT count(*) n FROM audit_event WHERE act = 'requests.decided') b WHERE a.n <> b.n""",
    "exports that did not end once": """
        SELECT j.id, j.state, count(e.id) FROM jobs_job j LEFT JOIN reports_export e
        ON e.job_id = j.id GROUP BY j.id HAVING j.state <> 'done' OR count(e.id) <> 1""",
    "exports told as often as made": """
        SELECT a.n, b.n, c.n FROM (SELECT count(*) n FROM reports_export) a,
        (SELECT count(*) n FROM audit_event WHERE act = 'reports.exported') b,
        (SELECT count(*) n FROM mailing_message WHERE name = 'report_ready') c
        WHERE a.n <> b.n OR a.n <> c.n""",
}
"""What no row may be found by."""
OPEN = """
    SELECT 'mail', state, key FROM mailing_message WHERE NOT bulk AND
    (state IN ('sending', 'failed') OR state IN ('queued', 'doubtful')
    AND due_at < now() + interval '1 minute')
    UNION ALL SELECT 'job', state, id::text FROM jobs_job WHERE state IN ('waiting', 'running')"""
"""What has still to catch up."""


@pytest.fixture
def mails():
    with run_mail_server(port=free_port()) as server:
        yield server


@pytest.fixture
def tree(mails):
    folder = Path(tempfile.mkdtemp(prefix="portal parts "))
    folder.chmod(0o711)
    made = PortalTree(
        folder / "var", EMAIL_URL=mails.url, MAIL_BACK_OFF_SECONDS="2", MAIL_LEASE_SECONDS="10"
    )
    try:
        lay_tables(made.places)
        yield made.started()
    finally:
        made.clean()
        shutil.rmtree(folder)


@pytest.mark.parametrize("kills", [1, pytest.param(MANY, marks=pytest.mark.soak)])
def test_whatever_is_killed_nothing_is_lost_and_nothing_doubled(tree, mails, kills):
    with DistrictAtWork(tree, policies=10 + 4 * kills, asked=10 + 6 * kills, pause=3) as work:
        tree.wait_until(lambda: work.errors or all(work.confirmed.values()), seconds=BACK)
        begun = {what: len(paths) for what, paths in work.confirmed.items()}
        killed = sum((_kill_each(tree) for _round in range(kills)), Counter())
    assert work.errors == []
    with closing(psycopg2.connect(_owner(tree))) as opened:
        opened.autocommit = True
        tree.wait_until(lambda: not _rows(opened, OPEN), seconds=BACK)
        wrong = {what: found for what, sql in ONCE.items() if (found := _rows(opened, sql))}
        assert wrong == {}
        _all_confirmed_is_stored(opened, work.confirmed)
        doubted = _each_mail_came_once(opened, mails)
    told = {what: len(paths) for what, paths in work.confirmed.items()}
    print(dict(killed), told, f"{len(mails.received)} mails, {doubted}")  # noqa: T201
    assert all(told[what] > begun[what] for what in told), "nobody worked meanwhile"
    assert sum(doubted.values()) <= sum(killed.values())
    proved = tree.manage("verify_audit")
    assert proved.returncode == 0, proved.stderr
    assert all(tree.pid(part) for part in PARTS)


def _kill_each(tree) -> Counter[str]:
    """Kill each part, then one of its children, and wait each time until pages are served."""
    killed = Counter()
    for part in PARTS:
        tree.wait_until(lambda part=part: tree.pid(part))
        pid = tree.pid(part)
        os.kill(pid, signal.SIGKILL)
        tree.wait_until(lambda part=part, pid=pid: tree.pid(part) not in (None, pid))
        killed[part] += 1
        _settle(tree)
    for part in CHILDREN:
        tree.wait_until(lambda part=part: tree.pid(part))
        child = _child_of(tree.pid(part))
        with suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
            killed[f"one of {part}"] += 1
        _settle(tree)
    return killed


def _settle(tree) -> None:
    time.sleep(APART)
    tree.wait_until(tree.serves)


def _child_of(pid: int) -> int:
    """The newest child of a process: of a database a session, of web and worker one that works."""
    deadline = time.monotonic() + BACK
    while time.monotonic() < deadline:
        with suppress(OSError):
            if found := Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
                return int(found[-1])
        time.sleep(0.1)
    raise AssertionError(f"{pid} has no children")


def _owner(tree) -> str:
    return urls_of(tree.places, needs_of(tree.environ))["DATABASE_OWNER_URL"]


def _rows(opened, sql: str, *values) -> list[tuple]:
    with opened.cursor() as cursor:
        cursor.execute(sql, values or None)
        return cursor.fetchall()


def _all_confirmed_is_stored(opened, confirmed) -> None:
    receipts = [int(path.split("/")[2]) for path in confirmed["signed"]]
    assert len(receipts) == len(set(receipts))
    stored = {row[0] for row in _rows(opened, "SELECT id FROM acknowledgments_signature")}
    assert set(receipts) <= stored
    begun = [int(path.split("/")[2]) for path in confirmed["exported"]]
    assert set(begun) <= {row[0] for row in _rows(opened, "SELECT id FROM jobs_job")}
    decided = _rows(opened, "SELECT count(*) FROM approvals_decision")[0][0]
    assert decided >= len(confirmed["decided"])


def _each_mail_came_once(opened, mails) -> Counter[str]:
    """Each that was sent arrived; what arrived again, or perhaps never, is flagged as such."""
    received = Counter(mail.id for mail in mails.received)
    doubted = Counter()
    sql = "SELECT message_id, state, repeats FROM mailing_message WHERE state IN ('sent', 'held')"
    for message_id, state, repeats in _rows(opened, sql):
        came = received.pop(message_id, 0)
        assert state == "held" or came >= 1, message_id
        assert came <= 1 + repeats, (message_id, came, repeats)
        doubted["held"] += state == "held"
        doubted["repeated"] += max(0, came - 1)
    assert not received
    return doubted
