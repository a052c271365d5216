"""Two webs, two workers and two clocks on one database; one of each dies while people sign."""

from __future__ import annotations

import itertools
import os
import re
import signal
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest
import requests
from django.test import Client

from district_portal import audit
from district_portal.audit.verifying import verify
from district_portal.embedded.processes import Mark
from district_portal.mailing.models import Message
from policies.acknowledgments.models import Assignment, Signature
from tests.cast import call_the_cast, person, post
from tests.factories.acknowledgments import required, sign_in
from tests.factories.policies import published
from tests.journeys.portal import run_portal

KEY = "of-both-webs-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGH"
AT_ONCE, AT_A_TIME = 4, 2
"""So many people sign at once; so many mails a worker holds at a time."""
PATIENCE = 120
QUICK = {"SECRET_KEY": KEY, "MAIL_LEASE_SECONDS": "10", "MAIL_BACK_OFF_SECONDS": "0.1"}
LOST = (requests.ConnectionError, requests.Timeout, requests.exceptions.ChunkedEncodingError)

pytestmark = [pytest.mark.fault, pytest.mark.django_db(transaction=True)]


class Balancer:
    """Sends each visitor to the next web; one that gives no answer is asked no more."""

    def __init__(self, *addresses: str) -> None:
        self.addresses, self.turns, self.lost = list(addresses), itertools.count(), 0

    def sign(self, visitor: Client, assignment: Assignment) -> str:
        """What a visitor reads in the end, who does it once more if the page did not come."""
        while True:
            web = self.addresses[next(self.turns) % len(self.addresses)]
            try:
                return self._try(web, visitor, assignment)
            except LOST:
                self.lost += 1
                assert self.lost < 10 * AT_ONCE, "no web answers"
                with suppress(ValueError):
                    self.addresses.remove(web)

    def _try(self, web: str, visitor: Client, assignment: Assignment) -> str:
        browser = requests.Session()
        browser.cookies.update({name: one.value for name, one in visitor.cookies.items()})
        page = browser.get(f"{web}/sign/{assignment.pk}/", timeout=60)
        if "/receipts/" in page.url:
            return page.text
        hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page.text))
        typed = {**hidden, "agree": "on", "typed_name": str(assignment.person)}
        told = browser.post(page.url, data=typed, timeout=60)
        assert told.status_code == 200, told.text
        return told.text


def kill(portal, part):
    """End a part of it and its children at once, as a power cut does."""
    os.killpg(Mark(portal.places.run / f"{part}.json").identity().pid, signal.SIGKILL)


def until(is_so, portal):
    deadline = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < deadline, portal.logs()
        time.sleep(0.2)


def test_one_of_each_is_killed_while_people_sign(tmp_path, settings):
    sign_under_fire(tmp_path, settings, people=30)


@pytest.mark.soak
def test_one_of_each_is_killed_while_a_thousand_sign(tmp_path, settings):
    sign_under_fire(tmp_path, settings, people=1000)


def sign_under_fire(tmp_path, settings, *, people):
    settings.SECRET_KEY = KEY
    cast = call_the_cast()
    for number in range(200, 200 + people):
        post(person(f"Nan{number} Newman", number), cast.northside, "Aide", cast.pat)
    required(published("529", "Staff Use of Social Media"))
    asked = list(Assignment.objects.filter(person__family_name="Newman").select_related("person"))
    visitors = [sign_in(Client(), assignment.person) for assignment in asked]
    folders = [tmp_path / "one", tmp_path / "other"]
    for folder in folders:
        folder.mkdir()
    with run_portal(folders[0], **QUICK) as first, run_portal(folders[1], **QUICK) as second:
        balancer, done, third = Balancer(first.address, second.address), [], threading.Event()

        def one_signs(visitor, assignment):
            done.append(balancer.sign(visitor, assignment))
            if len(done) >= people // 3:
                third.set()

        with ThreadPoolExecutor(AT_ONCE) as at_once:
            signing = [at_once.submit(one_signs, *one) for one in zip(visitors, asked, strict=True)]
            assert third.wait(PATIENCE), first.logs()
            for part in ("web", "worker", "beat"):
                kill(first, part)
            for one in signing:
                one.result()
        assert balancer.addresses == [second.address]
        ended = (Message.State.SENT, Message.State.HELD)
        until(lambda: not Message.objects.exclude(state__in=ended).exists(), second)
        until(lambda: not audit.waiting().events, second)
        received = Counter(mail.id for each in (first, second) for mail in each.mail.received)
    check_signatures(asked, done)
    check_mails(received)


def check_signatures(asked, done):
    """Who was told that they signed has signed once, and the trail tells each once."""
    receipts = dict(Signature.objects.values_list("person", "receipt"))
    assert Signature.objects.count() == len(receipts) == len(done) == len(asked)
    shown = Counter(re.search(r"S-\d{4}-\d{6}", page)[0] for page in done)
    assert shown == Counter(receipts.values())
    assert audit.events().filter(act="acknowledgments.signed").count() == len(asked)
    report = verify()
    assert (report.findings, report.unsealed) == ([], 0)


def check_mails(received):
    """What was not held for a person arrived, and what came again is marked so."""
    rows = {row.message_id: row for row in Message.objects.exclude(message_id="")}
    assert received.keys() <= rows.keys()
    for message_id, row in rows.items():
        assert received[message_id] <= row.repeats + 1
        assert row.state == Message.State.HELD or received[message_id]
    in_doubt = sum(row.repeats + (row.state == Message.State.HELD) for row in rows.values())
    assert in_doubt <= AT_A_TIME
