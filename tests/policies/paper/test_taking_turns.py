"""However many ask for a PDF at once, few are set at the same time; the others are told so."""

from __future__ import annotations

import subprocess
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client

from policies.paper import taking_turns, typesetting
from policies.paper.taking_turns import AT_ONCE, BusyError, a_turn
from tests.factories.district import set_up
from tests.factories.policies import published

SENTENCE = "The staff member reports every account to a supervisor before its first use. " * 3


@pytest.fixture(autouse=True)
def _free():
    cache.delete_many([f"typesetting:{number}" for number in range(AT_ONCE)])


def test_one_too_many_is_told_soon_and_a_turn_that_ends_is_free_again():
    with a_turn(), a_turn():
        started = time.monotonic()
        with pytest.raises(BusyError), a_turn():
            pass
        assert time.monotonic() - started < 2 * taking_turns.PATIENCE
    with a_turn():
        pass


def test_a_turn_is_given_back_when_setting_fails():
    for _ in range(AT_ONCE + 1):
        with pytest.raises(ValueError, match="no page"), a_turn():
            raise ValueError("no page")


def test_while_the_broker_is_away_each_process_counts_for_itself(broker_away):
    for _ in range(2):
        with a_turn(), a_turn(), pytest.raises(BusyError), a_turn():
            pass


class Counting:
    """The real programs, and how many of them ran at the same time."""

    def __init__(self):
        self.running, self.most, self.runs, self.lock = 0, 0, 0, threading.Lock()
        self.run = subprocess.run

    def __call__(self, *given, **named):
        with self.lock:
            self.running += 1
            self.runs += 1
            self.most = max(self.most, self.running)
        try:
            return self.run(*given, **named)
        finally:
            with self.lock:
                self.running -= 1


@pytest.mark.django_db(transaction=True)
def test_of_many_guests_at_once_few_are_served_and_the_others_come_again(monkeypatch):
    set_up(name="Bend", manual_is_public=True)
    count = 8
    for number in range(1, count + 1):
        clauses = [(f"{row}.", f"{SENTENCE} {number}") for row in range(1, 600)]
        published(str(number), f"Manual {number}", clauses=clauses)
    counting = Counting()
    monkeypatch.setattr(typesetting.subprocess, "run", counting)
    monkeypatch.setattr(taking_turns, "PATIENCE", 0.1)  # less than any of these takes
    start = threading.Barrier(count)

    def ask(number):
        try:
            connection.ensure_connection()
            start.wait(timeout=30)
            return Client().get(f"/policies/{number}/v1/pdf/")
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as pool:
        answers = list(pool.map(ask, range(1, count + 1)))
    found = Counter(answer.status_code for answer in answers)
    assert set(found) == {200, 503}, found
    assert found[200] >= AT_ONCE
    assert counting.most == AT_ONCE
    refused = next(answer for answer in answers if answer.status_code == 503)
    assert refused["Retry-After"] == "60"
    assert "Try again in a minute" in refused.content.decode()
    assert "/plain/" in refused.content.decode()
    later = Client().get(refused.wsgi_request.path)
    assert later.status_code == 200
    runs = counting.runs
    assert Client().get(refused.wsgi_request.path).content == later.content
    assert counting.runs == runs, "a PDF that was made is kept"


@pytest.mark.django_db
def test_what_is_kept_needs_no_turn_and_a_redline_waits_like_the_rest(client, cast, caplog):
    caplog.set_level("INFO", "django.request")
    client.force_login(cast.lou)
    published("529", "Networks")
    published("529", "Networks", clauses=["Be kind to all.", "Ask first."])
    assert client.get("/policies/529/v2/pdf/").status_code == 200
    with a_turn(), a_turn():
        assert client.get("/policies/529/v2/pdf/").status_code == 200
        refused = client.get("/policies/529/v2/changes/v1/pdf/")
    assert (refused.status_code, refused["Retry-After"]) == (503, "60")
    assert 'href="/policies/529/v2/changes/v1/"' in refused.content.decode()
    logged = [each.levelname for each in caplog.records if each.name == "django.request"]
    assert logged == ["INFO"], "a full house is no fault of the server"
