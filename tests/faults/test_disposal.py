"""The disposal of many records is killed in the middle, again and again: nothing is half gone."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest
from django.db import connection, transaction

from approvals.models import Decision, Request, Submission
from district_portal.audit.verifying import verify
from district_portal.records import confirming
from district_portal.records.models import Spared, Tombstone
from tests.factories import approvals as requests
from tests.factories import records as factory

PROJECT = Path(__file__).parents[2]
MANY, KILLS = 24, 4

pytestmark = [pytest.mark.fault, pytest.mark.django_db(transaction=True)]


def begin():
    environ = {**os.environ, "DATABASE_URL": os.environ["PORTAL_TEST_PORTAL_URL"]}
    return subprocess.Popen(
        [sys.executable, "-u", "manage.py", "dispose_records"],
        cwd=PROJECT,
        env=environ,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def check():
    """Each request is there with all that belongs to it, or gone with all of it.

    At one moment: the database may just be ending what was killed.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        _check_at_one_moment()


def _check_at_one_moment():
    stones = set(Tombstone.objects.values_list("record", flat=True))
    there = set(Request.objects.values_list("pk", flat=True))
    assert not stones & there
    assert len(stones) + len(there) == MANY
    assert set(Submission.objects.values_list("request", flat=True)) == there
    decided = Decision.objects.values_list("step__submission__request", flat=True)
    assert set(decided) == there


def test_killed_again_and_again_it_ends_whole(cast):
    requests.enter_presets()
    factory.adopted(by=cast.ada)
    old = [factory.denied(cast.lou, decider=cast.pat, place=cast.northside) for _ in range(MANY)]
    for request in old:
        factory.archived("request", request.pk, by=cast.tom)
    confirming.confirm(factory.proposed(*old, by=cast.ada), by=cast.tom)
    for _ in range(KILLS):
        process = begin()
        assert "gone" in process.stdout.readline()
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        check()
    process = begin()
    said, _ = process.communicate(timeout=120)
    assert process.returncode == 0
    assert "0 stay." in said
    check()
    assert Tombstone.objects.count() == MANY
    assert not Spared.objects.exists()
    assert verify().findings == []
