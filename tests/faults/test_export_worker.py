"""The worker that writes a large export is killed: another begins it again, and it ends once."""

from __future__ import annotations

import time

import pytest
from django.db import connection, transaction
from django.http import QueryDict

from district_portal import audit
from district_portal.district.current import today
from district_portal.jobs import holding
from district_portal.jobs.models import Job
from district_portal.jobs.tasks import work
from district_portal.mailing.models import Message
from district_portal.reports.asking import Question
from district_portal.reports.completion import rows
from district_portal.reports.jobs import begin_export
from district_portal.reports.models import Export
from tests.cast import call_the_cast, person, post
from tests.factories.acknowledgments import required
from tests.factories.policies import published
from tests.faults.test_job_worker import kill, run_worker

PEOPLE, KILLS, PATIENCE = 150, 2, 240

pytestmark = [pytest.mark.fault, pytest.mark.django_db(transaction=True)]


def until(is_so, log, worker=None):
    deadline = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < deadline, log.read_text()[-2000:]
        if worker:
            work.apply_async(expires=5)
        time.sleep(0.3)


def killed_while_it_looks_up_the_rows(job, log):
    """A worker holds the job and waits for the rows of the report when it is killed."""
    with transaction.atomic(), connection.cursor() as cursor, log.open("a") as out:
        cursor.execute("LOCK TABLE acknowledgments_assignment IN ACCESS EXCLUSIVE MODE")
        worker = run_worker(out)
        try:
            until(lambda: holding.held() == [job.pk], log, worker)
        finally:
            kill(worker)
    until(lambda: holding.held() == [], log)


def test_it_ends_once_whoever_dies(tmp_path):
    cast, log = call_the_cast(), tmp_path / "worker.log"
    for number in range(200, 200 + PEOPLE):
        post(person(f"Nan{number} Newman", number), cast.northside, "Aide", cast.pat)
    required(published("529", "Staff Use of Social Media"))
    job = begin_export(QueryDict(""), Question(as_of=today()), file_format="xlsx", by=cast.hana)
    for _each in range(KILLS):
        killed_while_it_looks_up_the_rows(job, log)
    assert Job.objects.get().state == "running"
    with log.open("a") as out:
        worker = run_worker(out)
        try:
            until(lambda: Job.objects.filter(pk=job.pk, state="done").exists(), log, worker)
        finally:
            kill(worker)
    piece = job.pieces.get()
    assert (piece.tries, piece.error) == (KILLS + 1, "")
    assert Export.objects.get().rows == len(job_rows())
    assert Message.objects.filter(name="report_ready").count() == 1
    assert audit.events(act="reports.exported").count() == 1


def job_rows():
    return list(rows(Question(as_of=today())))
