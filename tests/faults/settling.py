"""After whatever befell a portal: all has caught up, nothing was lost and nothing was doubled."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Any

import psycopg2

from district_portal.embedded.borrowing import urls_of
from district_portal.embedded.environment import needs_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.faults.district_at_work import DistrictAtWork
    from tests.faults.moving import Clock
    from tests.faults.portal_tree import PortalTree
    from tests.smtp import MailServer

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
    SELECT 'mail', state, key FROM mailing_message WHERE (NOT bulk OR %s) AND
    (state IN ('sending', 'failed') OR state IN ('queued', 'doubtful') AND due_at < %s)
    UNION ALL SELECT 'job', state, id::text FROM jobs_job WHERE state IN ('waiting', 'running')"""
"""Mail that is due, and long work."""


def nothing_is_lost_or_doubled(
    tree: PortalTree,
    mails: MailServer,
    work: DistrictAtWork,
    *,
    seconds: float,
    clock: Clock | None = None,
) -> Counter[str]:
    """Wait so long until all has caught up, and look at all that is stored, mailed and sealed.

    `clock` is that of the portal, where it is moved; then what is mailed by day alone is waited for
    too. Answers how many mails came again or were held for a person, as their rows say.
    """
    assert work.errors == []
    with database_of(tree) as opened:
        tree.wait_until(lambda: not waiting(opened, clock), seconds=seconds)
        wrong = {what: found for what, sql in ONCE.items() if (found := rows(opened, sql))}
        assert wrong == {}
        _all_confirmed_is_stored(opened, work.confirmed)
        doubted = _each_mail_came_once(opened, mails)
    proved = tree.manage("verify_audit")
    assert proved.returncode == 0, proved.stderr
    return doubted


@contextmanager
def database_of(tree: PortalTree) -> Iterator[Any]:
    """A connection to it, as the owner of its tables."""
    url = urls_of(tree.places, needs_of(tree.environ))["DATABASE_OWNER_URL"]
    with closing(psycopg2.connect(url)) as opened:
        opened.autocommit = True
        yield opened


def waiting(opened: Any, clock: Clock | None = None) -> list[tuple]:
    """What has still to catch up: mail that is due, long work."""
    now = clock.now() if clock else dt.datetime.now(dt.UTC)
    return rows(opened, OPEN, clock is not None, now + dt.timedelta(minutes=1))


def rows(opened: Any, sql: str, *values: object) -> list[tuple]:
    """What a query finds."""
    with opened.cursor() as cursor:
        cursor.execute(sql, values or None)
        return cursor.fetchall()


def _all_confirmed_is_stored(opened, confirmed) -> None:
    receipts = [int(path.split("/")[2]) for path in confirmed["signed"]]
    assert len(receipts) == len(set(receipts))
    stored = {row[0] for row in rows(opened, "SELECT id FROM acknowledgments_signature")}
    assert set(receipts) <= stored
    begun = [int(path.split("/")[2]) for path in confirmed["exported"]]
    assert set(begun) <= {row[0] for row in rows(opened, "SELECT id FROM jobs_job")}
    decided = rows(opened, "SELECT count(*) FROM approvals_decision")[0][0]
    assert decided >= len(confirmed["decided"])


def _each_mail_came_once(opened, mails) -> Counter[str]:
    """Each that was sent arrived; what arrived again, or perhaps never, is flagged as such."""
    received = Counter(mail.id for mail in mails.received)
    doubted = Counter()
    sql = "SELECT message_id, state, repeats FROM mailing_message WHERE state IN ('sent', 'held')"
    for message_id, state, repeats in rows(opened, sql):
        came = received.pop(message_id, 0)
        assert state == "held" or came >= 1, message_id
        assert came <= 1 + repeats, (message_id, came, repeats)
        doubted["held"] += state == "held"
        doubted["repeated"] += max(0, came - 1)
    assert not received
    return doubted
