"""Processes are named so that a later one with the same number is never taken for them."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from district_portal.embedded.processes import Identity, Mark, end, spawn

SLEEP = [sys.executable, "-c", "import time; time.sleep(60)"]


def test_a_process_is_known_by_number_and_start(folder):
    process = spawn(SLEEP, env={}, cwd=folder)
    known = Identity.of(process.pid)
    assert known.alive
    assert not Identity(process.pid, "at another time").alive
    end(process, by=signal.SIGTERM, patience=5)
    assert not known.alive


def test_a_mark_speaks_only_of_living_processes_of_its_own_folder(folder):
    mark = Mark(folder / "part.json")
    assert mark.read() is None
    mark.write(os.getpid(), socket="/s")
    assert mark.read()["socket"] == "/s"
    copied = Mark(folder / "copy.json")
    copied.path.write_bytes(mark.path.read_bytes())
    assert copied.read() is None
    mark.path.write_text("{")
    assert mark.read() is None


def test_the_log_is_appended_to_and_begun_anew_when_large(folder):
    log = folder / "part.log"
    log.write_bytes(b"x" * 10_000_001)
    spawn([sys.executable, "-c", "print('new')"], env={}, cwd=folder, log=log).wait()
    assert log.read_text() == "new\n"
    assert (folder / "part.log.1").stat().st_size == 10_000_001


def test_a_child_ends_with_a_parent_that_is_killed(folder):
    code = (
        "import signal, sys, time; sys.path.insert(0, sys.argv[1]);"
        "from pathlib import Path; from district_portal.embedded.processes import spawn;"
        "child = spawn([sys.executable, '-c', 'import time; time.sleep(60)'], env={},"
        " cwd=Path('/'), ended_with_parent_by=signal.SIGTERM);"
        "print(child.pid, flush=True); time.sleep(60)"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", code, Path.cwd()], stdout=subprocess.PIPE, text=True
    )
    child = Identity.of(int(parent.stdout.readline()))
    assert child.alive
    parent.kill()
    parent.wait()
    deadline = time.monotonic() + 5
    while child.alive:
        assert time.monotonic() < deadline
        time.sleep(0.02)
