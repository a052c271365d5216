"""The worker of a job is killed again and again: every file is read, and none twice."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path

import pytest

from district_portal.embedded.programs import ALONE
from district_portal.jobs import Piece
from district_portal.jobs.models import Job, JobPiece
from district_portal.jobs.tasks import work
from policies.jobs import begin_import
from policies.models import Draft
from tests.cast import call_the_cast

PROJECT = Path(__file__).parents[2]
FILES, KILLS, PATIENCE = 60, 4, 600

pytestmark = [pytest.mark.fault, pytest.mark.django_db(transaction=True)]


def run_worker(log) -> subprocess.Popen:
    environ = {
        **os.environ,
        "DATABASE_URL": os.environ["PORTAL_TEST_PORTAL_URL"],
        "LOG_LEVEL": "WARNING",
    }
    command = [sys.executable, "-m", "celery", "-A", "district_portal.celery", "worker"]
    quiet = ["--concurrency", "1", *ALONE]
    return subprocess.Popen(
        [*command, *quiet, "--hostname", f"jobs-{time.monotonic_ns()}@%h"],
        cwd=PROJECT,
        env=environ,
        stdout=log,
        stderr=log,
        start_new_session=True,
    )


def kill(worker: subprocess.Popen) -> None:
    """End it and its children at once, as a power cut does."""
    with suppress(ProcessLookupError):
        os.killpg(worker.pid, signal.SIGKILL)
    worker.wait()


def a_policy(number: int) -> Piece:
    clauses = "".join(f"{each}. Clause {each} of policy {number}.\n" for each in range(1, 40))
    return Piece(f"{number}.txt", f"{number} - Title {number}\n\n{clauses}".encode())


def test_every_file_is_read_once_whoever_dies(tmp_path):
    polly = call_the_cast().polly
    job = begin_import([a_policy(number) for number in range(500, 500 + FILES)], by=polly)
    deadline = time.monotonic() + PATIENCE
    kills = 0
    with (tmp_path / "worker.log").open("w") as log:
        worker = run_worker(log)
        try:
            while not Job.objects.filter(pk=job.pk, state="done").exists():
                assert time.monotonic() < deadline, (tmp_path / "worker.log").read_text()[-2000:]
                done = JobPiece.objects.filter(job=job, is_done=True).count()
                if kills < KILLS and done >= (kills + 1) * FILES // (KILLS + 2):
                    kill(worker)
                    kills += 1
                    worker = run_worker(log)
                work.apply_async(expires=5)
                time.sleep(0.3)
        finally:
            kill(worker)
    job.refresh_from_db()
    assert (kills, job.done) == (KILLS, FILES)
    assert Counter(Draft.objects.values_list("code", flat=True)) == Counter(
        str(number) for number in range(500, 500 + FILES)
    )
    drafts = {piece.result["draft"] for piece in job.pieces.all()}
    assert drafts == set(Draft.objects.values_list("pk", flat=True))
    assert not JobPiece.objects.exclude(content=None).exists()
