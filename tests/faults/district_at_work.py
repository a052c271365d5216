"""A district at work at a running portal: people sign, an approver decides, reports are exported.

Each goes on until the portal has confirmed what they did, as people do who see an error page or
none at all. `manage.py shell` enters what they have before them.
"""

from __future__ import annotations

import re
import threading
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Self

import requests

from tests.cast import PASSWORD
from tests.visitor import Visitor

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.faults.portal_tree import PortalTree

SIGNERS = {
    "lou": "Lou Berg",
    "gus": "Gus de la Cruz",
    "theo": "Theo Nguyễn",
    "polly": "Polly Hart",
}
ENTER = """
from django.utils import timezone
from accounts.models import Person
from policies.acknowledgments import counting
from tests.cast import call_the_cast
from tests.factories import approvals as requests
from tests.factories.acknowledgments import required
from tests.factories.policies import published
cast = call_the_cast()
counting.call_roll()
people = [getattr(cast, who) for who in {signers}]
for number in range({policies}):
    required(published(str(1000 + number), f"Policy {{number}}"), people=people)
for number in range({asked}):
    requests.sent(cast.lou, manager=cast.hana, place=cast.northside, handle=f"@band{{number}}")
"""
TRIES = 0.3
"""Seconds between two tries of somebody who saw an error."""
LAST = 120
"""Seconds that the last try may take once nothing is killed any more."""


class NotConfirmedError(Exception):
    """The portal did not say that it was done."""


class DistrictAtWork:
    """Within it four people sign `policies` each, Pat decides, Hana exports; all at their pace."""

    def __init__(self, tree: PortalTree, *, policies: int, asked: int, pause: float) -> None:
        self.tree, self.pause = tree, pause
        code = ENTER.format(signers=list(SIGNERS), policies=policies, asked=asked)
        entered = tree.manage("shell", "-c", code)
        assert entered.returncode == 0, entered.stderr
        self.confirmed: dict[str, list[str]] = {"signed": [], "decided": [], "exported": []}
        self.enough, self.errors = threading.Event(), []
        self.threads = [
            *(threading.Thread(target=self._at_it, args=(self._sign, who)) for who in SIGNERS),
            threading.Thread(target=self._at_it, args=(self._decide, "pat")),
            threading.Thread(target=self._at_it, args=(self._export, "hana")),
        ]

    def __enter__(self) -> Self:
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_) -> None:
        self.enough.set()
        for thread in self.threads:
            thread.join()

    def _at_it(self, act, who: str) -> None:
        try:
            visitor = self._until_it_works(lambda: self._signed_in(who))
            for _each in self._moments():
                self._until_it_works(lambda: act(visitor, who))
        except BaseException as error:  # noqa: BLE001 – told to the test
            self.errors.append(error)

    def _moments(self) -> Iterator[None]:
        while not self.enough.wait(self.pause):
            yield

    def _until_it_works(self, act):
        """What `act` answers, tried until it is confirmed; `LAST` seconds once all is quiet."""
        until = None
        while until is None or time.monotonic() < until:
            with suppress(requests.RequestException, NotConfirmedError):
                return act()
            if until is None and self.enough.is_set():
                until = time.monotonic() + LAST
            time.sleep(TRIES)
        raise NotConfirmedError

    def _signed_in(self, who: str) -> Visitor:
        visitor = self.tree.visitor()
        page = self._opened(visitor, "/accounts/login/")
        answer = visitor.post(page, login=f"{who}@marlow.example", password=PASSWORD)
        if answer.status_code != requests.codes.ok or "/accounts/" in answer.url:
            raise NotConfirmedError
        return visitor

    def _sign(self, visitor: Visitor, who: str) -> None:
        found = re.search(r'href="(/sign/\d+/)', self._opened(visitor, "/").text)
        if found:
            name = SIGNERS[who]
            answer = self._send(visitor, found[1], agree="on", typed_name=name)
            self._confirm(answer, "/receipts/", "signed")

    def _decide(self, visitor: Visitor, who: str) -> None:
        found = re.search(r'href="(/queue/\d+/)', self._opened(visitor, "/queue/").text)
        if found:
            answer = self._send(visitor, found[1], outcome="approved", reason="")
            self._confirm(answer, "/queue/", "decided")

    def _export(self, visitor: Visitor, who: str) -> None:
        page = self._opened(visitor, "/reports/exports/")
        answer = self._post(visitor, page, "/reports/acknowledgments.csv", query="")
        self._confirm(answer, "/jobs/", "exported")

    def _opened(self, visitor: Visitor, path: str) -> requests.Response:
        page = visitor.get(path)
        if "/reauthenticate/" in page.url:
            page = visitor.post(page, password=PASSWORD)
        if page.status_code != requests.codes.ok:
            raise NotConfirmedError
        return page

    def _send(self, visitor: Visitor, path: str, **typed: str) -> requests.Response:
        return self._post(visitor, self._opened(visitor, path), **typed)

    def _post(
        self, visitor: Visitor, page: requests.Response, path: str = "", **typed: str
    ) -> requests.Response:
        """Send a form, once more where they had first to confirm who they are."""
        answer = visitor.post(page, path, **typed)
        if "/reauthenticate/" in answer.url:
            visitor.post(answer, password=PASSWORD)
            answer = visitor.post(page, path, **typed)
        return answer

    def _confirm(self, answer: requests.Response, where: str, what: str) -> None:
        path = answer.url.removeprefix(f"http://127.0.0.1:{self.tree.port}")
        if answer.status_code != requests.codes.ok or not path.startswith(where):
            raise NotConfirmedError
        self.confirmed[what].append(path)
