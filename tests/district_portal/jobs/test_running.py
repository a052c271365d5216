"""Long work is done piece by piece, once, whoever dies on the way."""

from __future__ import annotations

import datetime as dt
import threading

import pytest
from django.db import connection
from django.utils import timezone

from district_portal import audit, jobs
from district_portal.jobs import kinds, running, starting
from district_portal.jobs.models import Job, JobPiece
from tests.district_portal.jobs.conftest import Killed

pytestmark = pytest.mark.django_db


def age(job: Job, **columns) -> None:
    """Let a job's last sign of life be old."""
    old = timezone.now() - running.SILENCE * 2
    Job.objects.filter(pk=job.pk).update(beat_at=old, **columns)


def test_every_piece_is_done_and_its_bytes_are_gone(begin, copying):
    job = begin(a="one", b="three")
    assert JobPiece.objects.exclude(content=None).count() == 2
    assert running.sweep() is False
    job.refresh_from_db()
    assert (job.state, job.done, job.total, job.doing, job.quarter) == ("done", 2, 2, "", 4)
    assert [piece.result for piece in job.pieces.all()] == [{"length": 3}, {"length": 5}]
    assert not JobPiece.objects.exclude(content=None).exists()
    assert audit.events(act="jobs.started").count() == 1


def test_a_bad_piece_stops_no_other(begin):
    job = begin(a="bad", b="broken", c="good")
    running.sweep()
    errors = [piece.error for piece in job.pieces.all()]
    assert errors == [
        "It is bad.",
        "Something went wrong on our side. It has been logged.",
        "",
    ]


def test_what_is_refused_from_the_start_is_only_told(copying, cast):
    pieces = [jobs.Piece("big", error="Too large."), jobs.Piece("small", b"x")]
    job = jobs.start("test.copy", pieces, by=cast.polly)
    running.sweep()
    job.refresh_from_db()
    assert (copying.seen, job.done) == (["small"], 2)
    assert job.pieces.get(name="big").error == "Too large."


def test_a_second_sweep_changes_nothing(begin, copying):
    begin(a="one")
    running.sweep()
    running.sweep()
    assert copying.seen == ["a"]


def test_a_job_whose_worker_died_is_taken_over_where_it_stood(begin, copying, monkeypatch):
    monkeypatch.setattr(running, "SILENCE", dt.timedelta(hours=1))
    job = begin(a="one", b="kill", c="two")
    with pytest.raises(Killed):
        running.sweep()
    job.refresh_from_db()
    assert (job.state, job.done, job.doing) == ("running", 1, "Copying b")
    assert running.sweep() is False
    assert Job.objects.get().done == 1  # its sign of life is fresh: nobody else takes it
    age(job)
    running.sweep()
    assert copying.seen == ["a", "b", "b", "c"]
    assert (Job.objects.get().state, Job.objects.get().done) == ("done", 3)


def test_a_piece_that_kills_each_worker_is_given_up(begin):
    job = begin(a="always kill", b="one")
    for _ in range(running.MOST_TRIES):
        with pytest.raises(Killed):
            running.sweep()
        age(job)
    running.sweep()
    assert [piece.error[:20] for piece in job.pieces.all()] == ["It could not be read", ""]
    assert Job.objects.get().state == "done"


def test_a_worker_whose_lease_is_gone_does_nothing_more(begin, copying):
    job = begin(a="one", b="two")
    claimed = running._claim()
    Job.objects.filter(pk=job.pk).update(lease="another")
    assert running._run(claimed, over=float("inf")) is True
    assert copying.seen == []


def test_when_the_time_is_over_the_rest_waits_for_the_next_sweep(begin, copying):
    begin(a="one", b="two")
    assert running.sweep(seconds=-1) is True
    assert copying.seen == ["a"]
    assert running.sweep() is False
    assert copying.seen == ["a", "b"]


def test_the_oldest_job_is_first(begin, copying):
    begin(a="one")
    begin(b="two")
    running.sweep()
    assert copying.seen == ["a", "b"]


def test_an_old_job_is_forgotten(begin):
    job = begin(a="one")
    running.sweep()
    Job.objects.filter(pk=job.pk).update(expires_at=timezone.now() - dt.timedelta(days=1))
    running.sweep()
    assert not Job.objects.exists()
    assert not JobPiece.objects.exists()


def test_a_worker_is_woken_once_the_job_is_committed(
    begin, monkeypatch, django_capture_on_commit_callbacks
):
    woken = []
    monkeypatch.setattr("district_portal.jobs.tasks.work.apply_async", lambda **_: woken.append(1))
    with django_capture_on_commit_callbacks(execute=True):
        begin(a="one")
        assert woken == []
    assert woken == [1]


def test_a_kind_that_nobody_registered_is_refused(cast):
    with pytest.raises(KeyError):
        starting.start("test.nothing", [], by=cast.polly)
    assert not Job.objects.exists()


def test_a_kind_has_one_meaning(copying):
    kind = kinds.kind_of("test.copy")
    assert kinds.register(kind) is kind
    with pytest.raises(ValueError, match="twice"):
        kinds.register(kinds.Kind("test.copy", "", "", copying.step, "", ("", "")))


@pytest.mark.django_db(transaction=True)
def test_two_workers_share_the_work_and_do_nothing_twice(begin, copying):
    job = begin(**{f"piece{number}": "x" for number in range(12)})

    def work() -> None:
        try:
            running.sweep()
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    running.sweep()
    assert sorted(copying.seen) == sorted(f"piece{number}" for number in range(12))
    job.refresh_from_db()
    assert (job.done, job.state) == (12, "done")
