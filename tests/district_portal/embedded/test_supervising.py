"""A part that dies is started again and said so, slower when it keeps dying."""

import signal
import sys
import time
from pathlib import Path

import pytest

from district_portal.embedded.processes import Mark, spawn
from district_portal.embedded.supervising import Part, Supervisor


@pytest.fixture
def said():
    return []


@pytest.fixture
def supervisor(said):
    made = Supervisor(said.append)
    yield made
    made.stop()


def a_part(folder, program):
    mark = Mark(folder / "part.json")

    def start():
        process = spawn([sys.executable, "-c", program], env={}, cwd=folder)
        mark.write(process.pid)
        return process

    return Part("part", start, signal.SIGTERM, 5, mark, Path("part.log"))


def watch_until(supervisor, condition):
    deadline = time.monotonic() + 15
    while not condition():
        assert time.monotonic() < deadline
        supervisor.watch()
        time.sleep(0.02)


def test_a_killed_part_is_started_again_at_once_and_said(supervisor, said, folder):
    part = a_part(folder, "import time; time.sleep(60)")
    supervisor.add(part)
    first = part.process
    first.kill()
    watch_until(supervisor, lambda: part.process not in (None, first))
    assert said == ["part: killed by SIGKILL; started again. Its log: part.log"]
    assert part.mark.identity().pid == part.process.pid


def test_one_that_keeps_dying_is_given_pauses(supervisor, said, folder):
    part = a_part(folder, "import sys; sys.exit(3)")
    supervisor.add(part)
    watch_until(supervisor, lambda: part.early_deaths == 2)
    assert said == [
        "part: ended with code 3; started again. Its log: part.log",
        "part: ended with code 3; started again in 2 s. Its log: part.log",
    ]
    assert part.process is None
    assert part.again_at - time.monotonic() == pytest.approx(2, abs=0.5)


def test_one_that_can_not_be_started_again_is_tried_later(supervisor, said, folder):
    part = a_part(folder, "import time; time.sleep(60)")
    supervisor.add(part)
    start = part.start

    def refuse():
        raise OSError("no memory")

    part.start = refuse
    part.process.kill()
    watch_until(supervisor, lambda: part.early_deaths == 2)
    assert said[-1] == "part: no memory; tried again in 2 s."
    part.start = start
    watch_until(supervisor, lambda: part.process)


def test_the_children_of_a_killed_part_die_with_it(supervisor, folder):
    child = "import subprocess, sys, time; "
    child += "subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)']); "
    child += "print('x', flush=True); time.sleep(60)"
    part = a_part(folder, child)
    supervisor.add(part)
    first = part.process
    members = lambda: _group(first.pid)  # noqa: E731
    watch_until(supervisor, lambda: len(members()) == 2)
    first.kill()
    watch_until(supervisor, lambda: part.process not in (None, first))
    watch_until(supervisor, lambda: not members())


def test_stopping_ends_all_and_what_does_not_listen_is_killed(said, folder):
    supervisor = Supervisor(said.append)
    deaf = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(60)"
    part = a_part(folder, deaf)
    part.patience = 0.5
    supervisor.add(part)
    process = part.process
    time.sleep(0.3)
    supervisor.stop()
    assert process.poll() is not None
    assert part.mark.identity() is None


def _group(leader):
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _parent, group = stat.read_text().rpartition(")")[2].split()[:3]
        except OSError:
            continue
        if int(group) == leader and state != "Z":
            found.append(stat)
    return found
