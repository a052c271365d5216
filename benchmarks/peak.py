"""Whether everybody can sign in one hour: how long pages take while people come one after another.

Run it by `python -m benchmarks.peak [people an hour [seconds]]`: one JSON object a line. The whole
portal runs as a district runs it, worker and mail server too; its visitors are on the same
processors. Each signs in with a password, opens what there is to sign, signs, and gets the receipt.
"""

from __future__ import annotations

import http.cookiejar
import json
import os
import re
import statistics
import sys
import tempfile
import time
import urllib.parse
import urllib.request
from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks.filling import hire
from benchmarks.ground import ground, vacuum, valkey

PEOPLE, SECONDS, AT_REST = 10_000, 60, 25
WORDS = 1500
PASSWORD = "nobody-signs-with-this-elsewhere"  # noqa: S105 – of people who live for a minute
TARGET = 2.0
VISITORS = 64


def figures(people: int = PEOPLE, seconds: int = SECONDS) -> Iterator[dict[str, Any]]:
    """Yield p50 of each page at the peak beside the same at rest, and how many signed in time.

    The district is of `people` (number), who come at an even pace within an hour; the first
    `seconds` of it are measured.
    """
    come = round(people * seconds / 3600)
    with valkey(), ground():
        emails = _open_a_district(max(people, AT_REST + come))[: AT_REST + come]
        with _portal() as address:
            rest, _took = _visits(address, emails[:AT_REST], apart=None)
            peak, took = _visits(address, emails[AT_REST:], apart=3600 / people)
        from policies.acknowledgments import counting
        from policies.acknowledgments.models import Signature

        assert Signature.objects.count() == len(emails)
        assert counting.difference() == 0
        for page, floor in rest.items():
            p50 = {"value": statistics.median(peak[page]), "floor_value": statistics.median(floor)}
            yield _figure(f"p50 of {page}, {people} people an hour, ms", "the same at rest", **p50)
        yield _figure(
            f"seconds until {come} who came within {seconds} had signed",
            "the time in which they came",
            value=took,
            floor_value=float(seconds),
        )


def _figure(name: str, floor: str, *, value: float, floor_value: float) -> dict[str, Any]:
    return {
        "benchmark": "peak",
        "figure": name,
        "value": round(value, 2),
        "floor": floor,
        "floor_value": round(floor_value, 2),
        "ratio": round(value / floor_value, 3),
        "target": TARGET,
    }


def _open_a_district(people: int) -> list[str]:
    from django.contrib.auth.hashers import Argon2PasswordHasher

    from accounts.models import Person
    from policies.acknowledgments import counting, requiring
    from tests.cast import set_up
    from tests.factories.policies import published

    set_up(time_zone="America/Chicago")
    hasher = Argon2PasswordHasher()
    hired = hire(people, schools=max(1, people // 100))
    Person.objects.update(password=hasher.encode(PASSWORD, hasher.salt()))
    counting.call_roll()
    clauses = ["Be kind to everybody, and ask before you publish."] * (WORDS // 9)
    version = published("529", "Staff Use of Social Media", clauses=clauses)
    requiring.require(version.policy, by=None, everyone=True)
    vacuum()
    return [str(person.email) for person in hired]


@contextmanager
def _portal() -> Iterator[str]:
    os.environ["PORTAL_TEST_PORTAL_URL"] = os.environ["DATABASE_URL"]
    from tests.journeys.portal import run_portal

    settings = {"DJANGO_SETTINGS_MODULE": "district_portal.settings.production"}
    with (
        tempfile.TemporaryDirectory(prefix="portal-peak-", dir="/tmp") as folder,
        run_portal(Path(folder), **settings) as portal,
    ):
        yield portal.address


def _visits(
    address: str, emails: list[str], *, apart: float | None
) -> tuple[dict[str, list[float]], float]:
    """Milliseconds of each page, and seconds in all; each comes `apart` seconds after the other.

    Without `apart` each waits until the other has gone.
    """
    start, took = time.perf_counter(), defaultdict(list)

    def come(number: int) -> None:
        if apart:
            time.sleep(max(0.0, start + number * apart - time.perf_counter()))
        for page, spent in _visit(address, emails[number]):
            took[page].append(1000 * spent)

    with ThreadPoolExecutor(VISITORS if apart else 1) as pool:
        list(pool.map(come, range(len(emails))))
    return took, time.perf_counter() - start


def _visit(address: str, email: str) -> Iterator[tuple[str, float]]:
    """What one person does; yields each page's name and seconds."""
    jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
    browser = urllib.request.build_opener(jar)

    def ask(where: str, **answers: str) -> tuple[str, str, float]:
        begun = time.perf_counter()
        data = urllib.parse.urlencode(answers).encode() if answers else None
        headers = {"Referer": address + where}
        request = urllib.request.Request(address + where, data, headers)  # noqa: S310 – our own
        with browser.open(request, timeout=120) as answer:
            text = answer.read().decode()
            return text, answer.url.removeprefix(address), time.perf_counter() - begun

    text, _where, spent = ask("/accounts/login/")
    yield "the sign-in page", spent
    signing_in = {"login": email, "password": PASSWORD, "csrfmiddlewaretoken": _token(text)}
    text, _where, spent = ask("/accounts/login/", **signing_in)
    yield "signing in, and my tasks", spent
    [to_sign, *_] = re.findall(r'href="(/sign/\d+/)"', text)
    text, _where, spent = ask(to_sign)
    yield "the text to sign", spent
    signing = {"agree": "on", "typed_name": "Given Family", "csrfmiddlewaretoken": _token(text)}
    _text, where, spent = ask(to_sign, **signing)
    assert where.startswith("/receipts/"), where
    yield "signing, and the receipt", spent


def _token(text: str) -> str:
    [token, *_] = re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', text)
    return str(token)


if __name__ == "__main__":
    for figure in figures(*map(int, sys.argv[1:])):
        print(json.dumps(figure, ensure_ascii=False), flush=True)
