"""Long work of one piece is prepared before it is kept: seen, cancelled, begun again, kept once."""

from __future__ import annotations

import datetime as dt
import threading
from contextlib import closing
from io import BytesIO

import pytest
from django.db import connection, connections
from django.utils import timezone

from district_portal import audit, jobs
from district_portal.jobs import cancelling, holding, kinds, running
from district_portal.jobs.kinds import PieceFailedError
from district_portal.jobs.models import Job
from tests.district_portal.jobs.conftest import Killed

pytestmark = pytest.mark.django_db


class Baking:
    """A kind of work for tests, of ten rows; `at_five` is called in the middle."""

    def __init__(self):
        self.prepared, self.kept, self.at_five = 0, 0, lambda: None

    def prepare(self, piece, told):
        self.prepared += 1
        told(5)
        self.at_five()
        told(9)
        return closing(BytesIO(b"bread"))

    def step(self, piece, ready):
        self.kept += 1
        return {"made": ready.read().decode()}


@pytest.fixture
def baking(monkeypatch):
    work = Baking()
    kind = kinds.Kind(
        "test.bake",
        title="Baking",
        doing="Baking %(name)s",
        step=work.step,
        template="reports/_exported.html",
        back=("home:today", "Back"),
        made="It is there.",
        prepare=work.prepare,
    )
    monkeypatch.setitem(kinds._kinds, kind.name, kind)
    return work


@pytest.fixture
def job(baking, cast):
    return jobs.start("test.bake", [jobs.Piece("bread")], by=cast.polly, total=10)


def state(job):
    job.refresh_from_db()
    return (job.state, job.done, job.total)


def test_how_far_it_is_can_be_seen_and_what_was_prepared_is_kept(baking, job):
    seen = []
    baking.at_five = lambda: seen.append(state(job))
    running.sweep()
    assert seen == [("running", 5, 10)]
    assert state(job) == ("done", 10, 10)
    assert job.pieces.get().result == {"made": "bread"}
    assert (baking.prepared, baking.kept, holding.held()) == (1, 1, [])


def test_cancelled_on_the_way_nothing_is_kept(baking, job, cast):
    baking.at_five = lambda: cancelling.cancel(job, by=cast.polly)
    running.sweep()
    assert state(job)[0] == "cancelled"
    assert job.has_ended
    assert (baking.prepared, baking.kept, holding.held()) == (1, 0, [])
    assert audit.events(act="jobs.cancelled").get().actor == "Polly Hart"
    running.sweep()
    assert baking.prepared == 1


def test_cancelled_before_it_began_it_never_begins(baking, job, cast):
    cancelling.cancel(job, by=cast.polly)
    running.sweep()
    assert baking.prepared == 0


def test_what_is_over_cannot_be_cancelled(baking, job, cast):
    running.sweep()
    with pytest.raises(cancelling.OverError):
        cancelling.cancel(job, by=cast.polly)
    assert state(job)[0] == "done"


def test_one_who_is_killed_on_the_way_is_followed_by_another(baking, job):
    def killed():
        raise Killed

    baking.at_five = killed
    with pytest.raises(Killed):
        running.sweep()
    assert state(job) == ("running", 5, 10)
    old = timezone.now() - running.SILENCE * 2
    Job.objects.filter(pk=job.pk).update(beat_at=old)
    baking.at_five = lambda: None
    running.sweep()
    assert (baking.prepared, baking.kept) == (2, 1)
    assert state(job) == ("done", 10, 10)


def test_one_whose_lease_is_gone_keeps_nothing(baking, job):
    baking.at_five = lambda: Job.objects.filter(pk=job.pk).update(lease="another")
    running.sweep()
    assert (baking.kept, state(job)[0]) == (0, "running")


def test_where_nothing_comes_of_it_the_page_says_why(baking, job, client, cast):
    def fails():
        raise PieceFailedError("No flour.")

    baking.at_five = fails
    running.sweep()
    client.force_login(cast.polly)
    page = client.get(job.get_absolute_url())
    assert "No flour." in page.text
    assert "It is there." not in page.text


def test_its_maker_cancels_on_the_page_and_nobody_else(baking, job, client, cast):
    client.force_login(cast.lou)
    assert client.post(f"/jobs/{job.pk}/cancel/").status_code == 404
    client.force_login(cast.polly)
    assert "Cancel this work" in client.get(job.get_absolute_url()).text
    page = client.post(f"/jobs/{job.pk}/cancel/", follow=True)
    assert "Nothing was made." in page.text
    assert "Cancel this work" not in page.text
    again = client.post(f"/jobs/{job.pk}/cancel/", follow=True)
    assert "was over already" in again.text


def test_work_of_many_pieces_is_not_cancelled(begin, client, cast):
    job = begin(a="one")
    with pytest.raises(cancelling.OverError):
        cancelling.cancel(job, by=cast.polly)


@pytest.mark.django_db(transaction=True)
def test_silent_for_long_it_stays_with_the_worker_that_lives(baking, job):
    others = []

    def another():
        def sweep():
            try:
                others.append(running.sweep())
            finally:
                connections.close_all()

        old = timezone.now() - dt.timedelta(hours=1)
        Job.objects.filter(pk=job.pk).update(beat_at=old)
        thread = threading.Thread(target=sweep)
        thread.start()
        thread.join()

    baking.at_five = another
    running.sweep()
    connection.close()
    assert others == [False]
    assert (baking.prepared, baking.kept, state(job)[0]) == (1, 1, "done")
