"""A backup made while people sign, decide and are mailed is of one moment; a killed one is none."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from contextlib import closing, suppress

import psycopg2
import pytest
from django.db import connections

from accounts.models import Person
from district_portal.mailing.delivering import sweep
from district_portal.operations.backup import counting, folder, making, restoring
from district_portal.operations.backup.refusing import UnfitError
from district_portal.operations.models import Backup
from policies.acknowledgments.models import Completion, OnRoll, RollCall
from tests.cast import call_the_cast, person, post
from tests.district_portal.operations.backup.places import (
    PROJECT,
    database,
    environment,
    owner_url,
    rows,
    worked_on,
)
from tests.factories import approvals as requests
from tests.factories.acknowledgments import required, signed
from tests.factories.policies import published

pytestmark = [pytest.mark.fault, pytest.mark.django_db(transaction=True)]
LAST = 120
"""Seconds in which a command begins its work, on a machine that has much to do."""
PEOPLE = 150
NOTED = {"public.audit_event", "public.operations_backup"}
"""Where it is noted, at the very end, that something was put back."""
COUNTED = {f"public.{model._meta.db_table}" for model in (OnRoll, RollCall, Completion)}
"""What is counted anew before that, once the tables are up to date."""


@pytest.fixture
def district(smtp_server, settings):
    requests.enter_presets()
    cast = call_the_cast()
    version = published("529", "Staff Use of Social Media")
    for number in range(100, 100 + PEOPLE):
        post(person(f"Ann{number} Other", number), cast.northside, "Aide", cast.pat)
    required(version)
    return cast, version


def test_what_is_put_back_is_what_was_there_at_one_moment(district, tmp_path, monkeypatch):
    cast, version = district
    seen = {}

    def dump(program, link, snapshot, path, to, *, real=making._dump):
        with closing(psycopg2.connect(owner_url())) as beside:
            beside.set_session(isolation_level="REPEATABLE READ", readonly=True)
            with beside.cursor() as run:
                run.execute("SET TRANSACTION SNAPSHOT %s", [snapshot])
            told = real(program, link, snapshot, path, to)
            seen.update(rows(beside))
        return told

    monkeypatch.setattr(making, "_dump", dump)
    done, errors = Counter(), []
    with _people_at_work(cast, version, done, errors):
        _wait_for(lambda: min(done["signed"], done["decided"], done["mailed"]) > 0)
        before = done.copy()
        run = making.make(tmp_path)
        during = done - before
    assert errors == []
    assert during["signed"], "nobody signed while it was made"
    with database() as url, worked_on(url, monkeypatch) as there:
        restoring.put_back(restoring.look(tmp_path / run.name))
        now = rows(there)
    assert [table for table in seen if now[table] != seen[table]] == []
    assert set(now) == set(seen)
    with connections["default"].cursor() as cursor:
        later = rows(cursor.connection)
    assert later["acknowledgments_signature"] != now["acknowledgments_signature"]


@pytest.mark.parametrize("times", [3, pytest.param(20, marks=pytest.mark.soak)])
def test_one_that_is_killed_is_whole_or_refused(district, tmp_path, times):
    cast, version = district
    ends, done, errors = Counter(), Counter(), []
    with _people_at_work(cast, version, done, errors):
        lasts = _not_killed(tmp_path)
        for _time in range(times):
            ends.update(_killed(tmp_path, within=lasts))
    assert errors == []
    print(f"of {lasts:.0f} s, while people did {dict(done)}: {dict(ends)}")  # noqa: T201
    made = making.make(tmp_path)
    left = {item.name for item in tmp_path.iterdir()}
    assert not [name for name in left if name.startswith(folder.PARTIAL)]
    assert made.name in left
    assert not Backup.objects.filter(ended_at=None).exists()
    assert {run.name for run in Backup.objects.whole()} == left
    assert sum(ends.values()) >= 1


@pytest.mark.parametrize("times", [2, pytest.param(20, marks=pytest.mark.soak)])
def test_a_restore_that_is_killed_has_put_back_all_or_nothing(
    district, tmp_path, times, monkeypatch
):
    looked = restoring.look(tmp_path / making.make(tmp_path).name)
    ends = Counter()
    with database() as url, worked_on(url, monkeypatch) as there:
        process, began = _restoring(tmp_path, url, there)
        assert process.wait() == 0
        lasts = time.monotonic() - began
    for _time in range(times):
        with database() as url, worked_on(url, monkeypatch) as there:
            process, _began = _restoring(tmp_path, url, there)
            _kill(process, within=lasts)
            _wait_for(lambda there=there: not _is_restoring(there))
            if counting.tables(there):
                other = counting.differing(restoring.contents(looked), _as_put_back(there))
                assert set(other) <= NOTED | COUNTED
                ends["all"] += 1
            else:
                there.rollback()
                restoring.put_back(looked)
                ends["nothing"] += 1
    print(f"of {lasts:.0f} s: {dict(ends)}")  # noqa: T201


def _restoring(parent, url, there):
    """A restore that has begun to fill the database, and when it did."""
    process = _started("restore", parent, url=url)
    _wait_for(lambda: _is_restoring(there))
    return process, time.monotonic()


def _is_restoring(opened):
    with opened, opened.cursor() as run:
        run.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'pg_restore'"
            " AND datname = current_database()"
        )
        return run.fetchone() != (0,)


def _as_put_back(opened):
    opened.rollback()
    counting.steady(opened)
    return counting.contents(opened)


def _started(*arguments, url):
    return subprocess.Popen(
        [sys.executable, "manage.py", *map(str, arguments)],
        cwd=PROJECT,
        env=environment(url),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def _not_killed(parent):
    """Make a whole backup; answers how many seconds of its life something lies there."""
    process, began = _backing_up(parent, set(parent.iterdir()))
    assert process.wait() == 0
    return time.monotonic() - began


def _killed(parent, *, within):
    """Kill a backup at some moment of its life, and look at all that is there then."""
    before = set(parent.iterdir())
    process, _began = _backing_up(parent, before)
    _kill(process, within=within)
    for item in set(parent.iterdir()) - before:
        try:
            restoring.look(item)
        except UnfitError:
            assert item.name.startswith(folder.PARTIAL), item
            yield "refused"
        else:
            yield "whole"


def _backing_up(parent, before):
    """A backup of which something lies there, and when it did."""
    process = _started("backup", parent, url=owner_url())
    deadline = time.monotonic() + LAST
    while set(parent.iterdir()) == before and process.poll() is None:
        assert time.monotonic() < deadline
        time.sleep(0.005)
    return process, time.monotonic()


def _kill(process, *, within):
    """Kill a process at some moment of the next so many seconds, if it still runs then."""
    time.sleep(random.uniform(0, within))  # noqa: S311
    with suppress(ProcessLookupError):
        os.kill(process.pid, signal.SIGKILL)
    process.wait()


def _wait_for(happened):
    deadline = time.monotonic() + 120
    while not happened():
        assert time.monotonic() < deadline
        time.sleep(0.05)


class _people_at_work:  # noqa: N801 – used as a function
    """Within it three threads sign, ask and decide, and mail, as fast as they can."""

    def __init__(self, cast, version, done, errors):
        self.stop = threading.Event()
        self.threads = [
            threading.Thread(target=self._again, args=(act, errors))
            for act in (
                lambda: _sign(version, done),
                lambda: _decide(cast, done),
                lambda: _mail(done),
            )
        ]

    def __enter__(self):
        for thread in self.threads:
            thread.start()

    def __exit__(self, *_):
        self.stop.set()
        for thread in self.threads:
            thread.join()

    def _again(self, act, errors):
        try:
            while not self.stop.is_set():
                act()
        except Exception as error:  # noqa: BLE001 – told to the test
            errors.append(error)
        finally:
            connections.close_all()


def _sign(version, done):
    number = 100 + done["signed"]
    if number < 100 + PEOPLE:
        signed(Person.objects.get(number=f"E{number}"), version)
        done["signed"] += 1
    else:
        time.sleep(0.05)


def _decide(cast, done):
    asked = requests.sent(
        cast.lou,
        manager=cast.hana,
        place=cast.northside,
        handle=f"@band{done['decided']}",
    )
    requests.decided(asked, by=cast.pat)
    done["decided"] += 1


def _mail(done):
    done["mailed"] += sweep(seconds=1)["sent"]
    time.sleep(0.05)
