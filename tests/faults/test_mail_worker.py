"""The worker that sends mail is killed again and again, and the broker forgets everything."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest
import redis
from django.conf import settings

from district_portal import mailing
from district_portal.embedded.programs import ALONE
from district_portal.mailing.models import Message
from district_portal.mailing.tasks import deliver
from tests.cast import call_the_cast
from tests.smtp import run_mail_server

PROJECT = Path(__file__).parents[2]
WORKERS = 3

pytestmark = [pytest.mark.fault, pytest.mark.django_db(transaction=True)]


class Worker:
    """A real worker with a mail server of its own, so that one knows whom to kill."""

    def __init__(self, server, log) -> None:
        self.server, self.log = server, log
        self.process: subprocess.Popen | None = None

    def run(self) -> None:
        """Start it unless it runs."""
        if self.process is None or self.process.poll() is not None:
            environ = {
                **os.environ,
                "DATABASE_URL": os.environ["PORTAL_TEST_PORTAL_URL"],
                "EMAIL_URL": self.server.url,
                "MAIL_LEASE_SECONDS": "2",
                "MAIL_BACK_OFF_SECONDS": "0.1",
                "LOG_LEVEL": "WARNING",
            }
            command = [sys.executable, "-m", "celery", "-A", "district_portal.celery", "worker"]
            quiet = ["--concurrency", "1", *ALONE]
            name = ["--hostname", f"fault-{id(self)}@%h"]
            self.process = subprocess.Popen(
                [*command, *quiet, *name],
                cwd=PROJECT,
                env=environ,
                stdout=self.log,
                stderr=self.log,
                start_new_session=True,
            )

    def kill(self) -> None:
        """End it and its children at once, as a power cut does."""
        if self.process:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)


class Killer:
    """Kills so many times, evenly over all mails: now before the server answers, now after."""

    def __init__(self, *, mails: int, kills: int) -> None:
        self.every, self.most = mails // kills, kills
        self.lock, self.mails, self.kills = threading.Lock(), 0, 0

    def watch(self, worker: Worker):
        def on_mail(_mail) -> None:
            with self.lock:
                self.mails += 1
                strike = self.kills < self.most and self.mails >= (self.kills + 1) * self.every
                self.kills += strike
                before_the_answer = self.kills % 2
            if strike and before_the_answer:
                worker.kill()
            elif strike:
                threading.Timer(0.001 * (self.kills % 8), worker.kill).start()

        return on_mail


def queue_mails(count: int, *, to) -> None:
    for number in range(count):
        context = {"lines": [], "people": number + 1, "more": 0, "link": "/"}
        mailing.queue("escalation", key=f"fault:{number}", to=to, context=context)


def the_clock_ticks() -> None:
    """What beat does every 30 seconds; a broker that is away is none of the clock's matter."""
    with suppress(redis.exceptions.RedisError):
        deliver.apply_async(retry=False, expires=60)


def the_broker_forgets() -> None:
    broker = redis.Redis.from_url(settings.REDIS_URL)
    broker.flushdb() if "PYTEST_XDIST_WORKER" in os.environ else broker.flushall()
    broker.close()


def test_twenty_kills_lose_no_mail_and_each_repeat_is_flagged(tmp_path):
    send_under_fire(tmp_path, mails=200, kills=20, patience=600)


@pytest.mark.soak
def test_two_hundred_kills_over_20_000_mails(tmp_path):
    send_under_fire(tmp_path, mails=20_000, kills=200, patience=3600)


def send_under_fire(tmp_path, *, mails, kills, patience):
    """Send so many mails while workers are killed; `patience` is in seconds."""
    killer, forgotten = Killer(mails=mails, kills=kills), 0
    with ExitStack() as stack:
        log = stack.enter_context((tmp_path / "workers.log").open("w"))
        servers = [stack.enter_context(run_mail_server()) for _ in range(WORKERS)]
        workers = [Worker(server, log) for server in servers]
        for worker in workers:
            worker.server.on_mail = killer.watch(worker)
            stack.callback(lambda worker=worker: (worker.kill(), worker.process.wait()))
            worker.run()
        queue_mails(mails, to=call_the_cast().lou)

        end = time.monotonic() + patience
        while Message.objects.exclude(state="sent").exists() and time.monotonic() < end:
            for worker in workers:
                worker.run()
            if killer.kills // 7 > forgotten:
                the_broker_forgets()
                forgotten += 1
            the_clock_ticks()
            time.sleep(0.2)

    states = Counter(Message.objects.values_list("state", flat=True))
    assert states == {"sent": mails}, (tmp_path / "workers.log").read_text()[-3000:]
    assert killer.kills == kills
    assert forgotten == kills // 7
    received = Counter(mail.id for server in servers for mail in server.received)
    rows = {row.message_id: row for row in Message.objects.all()}
    assert received.keys() == rows.keys()
    for message_id, times in received.items():
        assert rows[message_id].repeats >= times - 1
    assert 0 < sum(row.repeats for row in rows.values()) <= kills
