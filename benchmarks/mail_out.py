"""How fast mail goes out, rendering included, beside a bare smtplib loop; and how fast 140,000
digests are queued.

Run it by `python -m benchmarks.mail_out [mails [people]]`: one JSON object a line.
"""

from __future__ import annotations

import datetime as dt
import json
import multiprocessing
import os
import smtplib
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import django
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP
from django.utils import timezone

from benchmarks.ground import ground, must_sign

MAILS, PEOPLE = 3000, 140_000
_process = multiprocessing.get_context("spawn")


def figures(mails: int = MAILS, people: int = PEOPLE) -> Iterator[dict[str, Any]]:
    """Yield mails a second with one worker and two, then seconds to queue and to queue again."""
    with ground(), _sink():
        yield from _queue_a_district(people)
        _keep_due(mails)
        whole = _whole_mails()
        floor = mails / _timed(lambda: _bare_loop(whole))
        for workers, target in ((1, 0.4), (2, 0.7)):
            _keep_due(mails)
            speed = mails / _work(workers)
            yield _figure(f"mails a second, {workers} at work", speed, "bare smtplib loop", floor)
            yield _figure(f"ratio, {workers} at work", speed / floor, "target", target)


def _figure(name: str, value: float, floor: str, floor_value: float) -> dict[str, Any]:
    return {
        "benchmark": "mail_out",
        "figure": name,
        "value": round(value, 3),
        "floor": floor,
        "floor_value": round(floor_value, 3),
        "ratio": round(value / floor_value, 3),
    }


def _timed(act: Callable[[], object]) -> float:
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


class _Taker:
    async def handle_DATA(self, *_: object) -> str:  # noqa: N802
        return "250 Taken"


def _serve(port: Any, ready: Any) -> None:
    class Server(Controller):
        def factory(self) -> SMTP:
            return SMTP(self.handler)

        def _trigger_server(self) -> None:
            self.port = self.server.sockets[0].getsockname()[1]
            super()._trigger_server()

    server = Server(_Taker(), hostname="127.0.0.1", port=0)
    server.start()
    port.value = server.port
    ready.set()
    time.sleep(3600)


@contextmanager
def _sink() -> Iterator[None]:
    """A mail server in a process of its own, to which the settings lead."""
    from django.conf import settings

    port, ready = _process.Value("i", 0), _process.Event()
    process = _process.Process(target=_serve, args=(port, ready), daemon=True)
    process.start()
    assert ready.wait(60)
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port.value
    os.environ["EMAIL_URL"] = f"smtp://127.0.0.1:{port.value}"
    try:
        yield
    finally:
        process.kill()


def _queue_a_district(people: int) -> Iterator[dict[str, Any]]:
    from district_portal.reminders import digest
    from district_portal.schooldays.hours import may_disturb

    at = timezone.now()
    while not may_disturb(at):
        at += dt.timedelta(hours=1)
    must_sign(people, at=at)
    counts: list[int] = []
    for name, target, told in (("to queue", 5.0, people), ("to ask again", 5.0, 0)):
        seconds = _timed(lambda: counts.append(digest.remind(at=at)))
        assert counts[-1] == told, counts
        yield _figure(f"seconds {name}, {people} people", seconds, "target", target)


def _keep_due(count: int) -> None:
    """Leave `count` digests, unwritten and due at any hour."""
    from district_portal.mailing.models import Message

    kept = Message.objects.order_by("pk").values_list("pk", flat=True)[:count]
    Message.objects.exclude(pk__in=list(kept)).delete()
    Message.objects.update(
        state="queued", subject="", text="", html="", bulk=False, due_at=timezone.now(), attempts=0
    )


def _whole_mails() -> list[tuple[str, bytes]]:
    from district_portal.mailing import composing
    from district_portal.mailing.enveloping import envelop
    from district_portal.mailing.models import Message

    messages = list(Message.objects.select_related("person"))
    assert not composing.write(messages)
    return [(message.address, envelop(message, district="Marlow")) for message in messages]


def _bare_loop(mails: list[tuple[str, bytes]]) -> None:
    from django.conf import settings

    with smtplib.SMTP(settings.EMAIL_HOST, settings.EMAIL_PORT) as server:
        for address, content in mails:
            server.sendmail("portal@marlow.example", [address], content)


def _sweep(start: Any, end: Any) -> None:
    django.setup()
    from district_portal.mailing import delivering
    from district_portal.mailing.models import Message

    Message.objects.first()
    start.wait()
    delivering.sweep(seconds=600)
    end.value = time.perf_counter()


def _work(workers: int) -> float:
    """Seconds until that many sweeps at once have sent everything."""
    from district_portal.mailing.models import Message

    start = _process.Barrier(workers + 1)
    ends = [_process.Value("d", 0.0) for _ in range(workers)]
    processes = [_process.Process(target=_sweep, args=(start, end)) for end in ends]
    for process in processes:
        process.start()
    start.wait()
    began = time.perf_counter()
    for process in processes:
        process.join()
    assert not Message.objects.exclude(state="sent").exists()
    return max(end.value for end in ends) - began


if __name__ == "__main__":
    for figure in figures(*map(int, sys.argv[1:])):
        print(json.dumps(figure, ensure_ascii=False), flush=True)
