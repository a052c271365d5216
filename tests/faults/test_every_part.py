"""Every part of the running portal is killed again and again while people work.

Nothing that was confirmed is lost, nothing is there twice, and all comes back by itself.
"""

from __future__ import annotations

import datetime as dt
import os
import shutil
import signal
import statistics
import tempfile
import time
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg2
import pytest

from tests.faults.district_at_work import SIGNERS, DistrictAtWork
from tests.faults.portal_tree import PARTS, PortalTree, free_port
from tests.faults.settling import database_of, nothing_is_lost_or_doubled, rows
from tests.migrated import lay_tables
from tests.smtp import run_mail_server

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = [
    pytest.mark.fault,
    pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="counts processes in /proc"),
]
CHILDREN = ("postgres", "web", "worker")
"""Parts that do their work in processes of their own, of which one is killed."""
BACK = 900
"""Seconds in which all must work again, also on a machine that does much besides."""
MANY = int(os.environ.get("KILLS_OF_A_PART", "50"))
"""In the long run; fewer where somebody has less time than that."""
APART = 21.0
"""Seconds between two kills of a part: one that dies sooner is started again later each time."""
WOKEN = 10
"""Seconds after which the clock's call to seal the trail is void."""
SEALED = "SELECT EXISTS (SELECT FROM audit_seal WHERE at > %s)"


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
    most = 10 + 3 * kills
    with DistrictAtWork(tree, policies=most, asked=most, pause=3 + kills / 8) as work:
        tree.wait_until(lambda: work.errors or all(work.confirmed.values()), seconds=BACK)
        begun = {what: len(paths) for what, paths in work.confirmed.items()}
        killed = _kill_all(tree, kills)
    doubted = nothing_is_lost_or_doubled(tree, mails, work, seconds=BACK)
    told = {what: len(paths) for what, paths in work.confirmed.items()}
    print(told, f"{len(mails.received)} mails, {doubted}")  # noqa: T201
    for victim, seconds in killed.items():
        longest, middle = max(seconds), statistics.median(seconds)
        print(f"{len(seconds)} {victim}: back in {middle:.0f} s, {longest:.0f} s at most")  # noqa: T201
    assert all(told[what] > begun[what] for what in told), "nobody worked meanwhile"
    assert told["signed"] < len(SIGNERS) * most, "in the end nothing was left to sign"
    assert told["decided"] < most, "in the end nothing was left to decide"
    assert {victim: len(seconds) for victim, seconds in killed.items()} == dict.fromkeys(
        [*PARTS, *(f"one of {part}" for part in CHILDREN)], kills
    )
    assert doubted.total() <= len(killed) * kills
    assert all(tree.pid(part) for part in PARTS)


def _kill_all(tree, kills: int) -> dict[str, list[float]]:
    """Kill the parts, one a little after the other, so often each; answers how long all was away.

    They die independently: one may while another is still coming back.
    """
    killed = defaultdict(list)
    with ThreadPoolExecutor(len(PARTS)) as at_once:
        each = [at_once.submit(_kill_often, tree, part, kills, killed) for part in PARTS]
        for one in each:
            one.result()
    return killed


def _kill_often(tree, part: str, kills: int, killed: dict[str, list[float]]) -> None:
    """Kill a part and then one of its children, again and again, once all works each time."""
    time.sleep(APART * PARTS.index(part) / len(PARTS))
    for _time in range(kills):
        began = time.monotonic()
        killed[part].append(_kill(tree, lambda: tree.pid(part)))
        if part in CHILDREN:
            killed[f"one of {part}"].append(_kill(tree, lambda: _child_of(tree.pid(part))))
        time.sleep(max(0.0, began + APART - time.monotonic()))


def _kill(tree, find: Callable[[], int | None]) -> float:
    """Kill a process once it is there, and wait until all works; answers after how many seconds."""
    tree.wait_until(lambda: _is_killed(find()), seconds=BACK)
    began, at = time.monotonic(), dt.datetime.now(dt.UTC)
    time.sleep(WOKEN)
    tree.wait_until(lambda: _is_sealed(tree, at) and tree.serves(), seconds=BACK, look=1)
    return time.monotonic() - began


def _is_killed(pid: int | None) -> bool:
    if pid is None:
        return False
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
        return True
    return False


def _is_sealed(tree, at: dt.datetime) -> bool:
    """Whether acts since then are sealed: by a worker, whom the clock woke through the broker."""
    with suppress(psycopg2.OperationalError), database_of(tree) as opened:
        return rows(opened, SEALED, at + dt.timedelta(seconds=WOKEN)) == [(True,)]
    return False


def _child_of(pid: int | None) -> int | None:
    """The newest child of a process: of a database a session, of web and worker one that works."""
    with suppress(OSError, IndexError):
        return int(Path(f"/proc/{pid}/task/{pid}/children").read_text().split()[-1])
    return None
