"""The portal as a tree of processes: it ends cleanly, outlives its parts and leaves nothing."""

import os
import shutil
import signal
import socket
import tempfile
from pathlib import Path

import pytest

from tests.faults.portal_tree import ENOUGH, PARTS, PortalTree, free_port
from tests.migrated import lay_tables

pytestmark = [
    pytest.mark.fault,
    pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="counts processes in /proc"),
]


@pytest.fixture(scope="module")
def base():
    folder = Path(tempfile.mkdtemp(prefix="portal tree ", dir=tempfile.gettempdir()))
    folder.chmod(0o711)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def kept(base):
    made = PortalTree(base / "var")
    lay_tables(made.places)
    yield made
    made.clean()


@pytest.fixture
def running(kept):
    """The portal of that folder, left running by tests that ask of it no more."""
    if kept.process is None or kept.process.poll() is not None:
        kept.started()
    return kept


@pytest.fixture
def tree(base, kept):
    """A portal over one folder that the tests here share."""
    kept.clean()
    made = PortalTree(base / "var")
    yield made
    made.clean()


def test_it_serves_a_page_and_ends_on_ctrl_c(tree):
    tree.started()
    assert tree.serves()
    assert len(tree.processes()) > len(PARTS)
    assert tree.end(signal.SIGINT) == 0
    assert tree.processes() == []
    assert tree.said().rstrip().endswith("Ending the portal …")


def test_it_ends_on_a_plain_kill_too(tree):
    tree.started()
    assert tree.end(signal.SIGTERM) == 0
    assert tree.processes() == []


@pytest.mark.parametrize("moment", ["Starting the database", "Bringing the tables"])
def test_ctrl_c_in_the_middle_of_a_start_leaves_nothing(tree, moment):
    tree.start()
    tree.wait_until(lambda: moment in tree.said())
    tree.end(signal.SIGINT)
    assert tree.processes() == []
    assert "Traceback" not in tree.said()


def test_each_part_that_is_killed_is_started_again_and_said(tree):
    tree.started()
    for part in PARTS:
        first = tree.pid(part)
        os.kill(first, signal.SIGKILL)
        tree.wait_until(lambda part=part, first=first: tree.pid(part) not in (None, first))
        tree.wait_until(tree.serves)
    for name in ("database", "broker", "web", "worker", "beat"):
        assert f"{name}: killed by SIGKILL; started again" in tree.said()
    tree.wait_until(lambda: _worker_answers(tree))
    assert tree.end() == 0
    assert tree.processes() == []


def test_killed_itself_it_leaves_nothing_and_starts_again(tree):
    tree.started()
    tree.wait_until(lambda: _worker_answers(tree))
    tree.process.kill()
    tree.process.wait()
    tree.wait_until(lambda: tree.processes() == [])
    tree.started()
    assert tree.serves()


def test_killed_and_started_at_once_it_ends_what_is_still_going_down(tree):
    tree.started()
    tree.process.kill()
    tree.process.wait()
    tree.started()
    assert tree.serves()
    assert tree.end() == 0
    assert tree.processes() == []


def test_a_taken_port_is_told_in_one_sentence_before_anything_starts(base):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        tree = PortalTree(base / "untouched", port=port).start()
        assert tree.process.wait(ENOUGH) == 1
    assert f"Port {port} of this machine can't be used" in tree.said()
    assert f"make run PORT={port + 1}" in tree.said()
    assert "Traceback" not in tree.said()
    assert not (base / "untouched" / "postgres").exists()


def test_two_folders_run_side_by_side_also_while_one_makes_its_tables(tree, base):
    other = PortalTree(base / "other").start()
    try:
        tree.started()
        other.wait_until_ready()
        assert tree.serves()
        assert other.serves()
        assert other.end() == 0
        assert tree.serves()
    finally:
        other.clean()


def test_a_second_start_of_the_same_folder_says_where_the_first_runs(running, base):
    second = PortalTree(base / "var").start()
    assert second.process.wait(ENOUGH) == 1
    assert f"already runs at http://127.0.0.1:{running.port}" in second.said()
    assert running.serves()


def test_a_command_uses_the_running_servers_and_leaves_them(running):
    before = running.pid("postgres")
    assert "[X]" in running.manage("showmigrations", "sessions").stdout
    assert running.pid("postgres") == before
    assert running.serves()


def test_the_web_works_as_the_portals_role(running):
    asked = running.manage(
        "shell", "-c", "from django.db import connection as c; r = c.cursor(); "
        "r.execute('SELECT usename FROM pg_stat_activity WHERE datname = %s', ['portal']); "
        "print({row[0] for row in r.fetchall()})",
    )  # fmt: skip
    assert asked.stdout.strip().endswith("{'portal'}")


def test_a_worker_that_is_killed_leaves_no_children(running):
    first = running.pid("worker")
    running.wait_until(lambda: len(_group(running, first)) >= 3)
    os.kill(first, signal.SIGKILL)
    running.wait_until(lambda: running.pid("worker") not in (None, first))
    running.wait_until(lambda: _group(running, first) == [])


def test_a_command_alone_starts_servers_and_stops_them(tree):
    assert "[X]" in tree.manage("showmigrations", "sessions").stdout
    assert tree.processes() == []


@pytest.mark.parametrize("port", ["0", "70000", "eighty"])
def test_a_port_that_is_none_is_told(base, port):
    tree = PortalTree(base / "untouched", port=port).start()
    assert tree.process.wait(ENOUGH) == 1
    assert "must be a number from 1 to 65535" in tree.said()


def test_a_database_without_its_owner_is_told(base):
    url = "postgres://portal@/portal?host=/nowhere"
    tree = PortalTree(base / "own", port=free_port(), DATABASE_URL=url + "&x=1").start()
    assert tree.process.wait(ENOUGH) == 1
    assert "DATABASE_OWNER_URL" in tree.said()
    assert "Traceback" not in tree.said()


def _worker_answers(tree):
    asked = tree.manage(
        "shell", "-c", "from district_portal.celery import app; print(app.control.ping(timeout=3))"
    )
    return "pong" in asked.stdout


def _group(tree, leader):
    return [pid for pid in tree.processes() if _group_of(pid) == leader]


def _group_of(pid):
    try:
        return os.getpgid(pid)
    except ProcessLookupError:
        return None
