"""The page of a job: whoever started it sees how far it is; it says so once a quarter."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from district_portal.jobs import Piece, running
from district_portal.jobs.models import Job, JobPiece
from policies import jobs
from tests.standing import standing

pytestmark = pytest.mark.django_db


def files(number: int) -> list:
    return [
        Piece(f"{each}.txt", f"{each} - Title {each}\n\n1. Be kind.\n".encode())
        for each in range(500, 500 + number)
    ]


@standing
def job(cast):
    return jobs.begin_import([*files(3), Piece("x.txt", b"\x00\x01")], by=cast.polly)


def poll(client, job, said=""):
    return client.get(
        job.get_absolute_url(), headers={"HX-Request": "true", "X-Quarter-Said": said}
    )


def test_a_job_that_waits_is_asked_about_every_two_seconds(client, cast, job):
    client.force_login(cast.polly)
    answer = client.get(job.get_absolute_url())
    assert answer.status_code == 200
    for words in ("Import of policies", 'hx-trigger="every 2s"', "0 of 4", "Refresh", "htmx"):
        assert words in answer.text


def test_once_it_has_ended_each_file_leads_to_its_draft_or_says_why_not(client, cast, job):
    running.sweep()
    client.force_login(cast.polly)
    answer = client.get(job.get_absolute_url())
    assert "every 2s" not in answer.text
    for piece in JobPiece.objects.filter(error=""):
        assert f'href="/policies/drafts/{piece.result["draft"]}/"' in answer.text
    assert "Title 500" in answer.text
    assert "1 file could not be read." in answer.text
    assert "This is no text file" in answer.text


def test_a_script_is_told_to_stop_when_the_job_has_ended(client, cast, job):
    client.force_login(cast.polly)
    assert poll(client, job).status_code == 200
    running.sweep()
    answer = poll(client, job)
    assert answer.status_code == 286
    assert "<html" not in answer.text
    assert "All files are done." in answer.text


def test_it_is_said_aloud_once_a_quarter(client, cast, job):
    client.force_login(cast.polly)
    assert "hx-swap-oob" not in poll(client, job, said="0").text
    Job.objects.update(done=1)
    answer = poll(client, job, said="0").text
    assert "1 of 4 files are done." in answer
    assert '"X-Quarter-Said": "1"' in answer
    assert "hx-swap-oob" not in poll(client, job, said="1").text


@pytest.mark.parametrize("name", ["ada", "lou", "tom"])
def test_nobody_else_finds_it(client, cast, job, name):
    client.force_login(getattr(cast, name))
    assert client.get(job.get_absolute_url()).status_code == 404


@pytest.mark.thorough
def test_as_many_queries_for_many_files_as_for_few(client, cast):
    client.force_login(cast.polly)
    counts = []
    for number in (3, 30):
        job = jobs.begin_import(files(number), by=cast.polly)
        running.sweep()
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(job.get_absolute_url()).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]
