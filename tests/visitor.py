"""Somebody who uses a running portal over HTTP, for tests that watch it from outside."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import requests

from tests.cast import PASSWORD

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    Files = Mapping[str, Any] | Iterable[tuple[str, Any]]

HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)"')


class Visitor:
    """One browser at the portal that answers at `address`; `patience` is in seconds an answer."""

    def __init__(self, address: str, *, patience: float = 60) -> None:
        self.address, self.patience, self.session = address, patience, requests.Session()

    def get(self, path: str) -> requests.Response:
        return self.session.get(self.address + path, timeout=self.patience)

    def send(
        self, path: str, *, to: str = "", files: Files | None = None, **typed: str
    ) -> requests.Response:
        """Fill in the form of the page at `path` and send it."""
        page = self.get(path)
        assert page.status_code == 200, (path, page.status_code, page.text)
        return self.post(page, to, files=files, **typed)

    def post(
        self, page: requests.Response, to: str = "", *, files: Files | None = None, **typed: str
    ) -> requests.Response:
        """Send the form of a page, with what is hidden in it, to its own address or another one."""
        return self.session.post(
            self.address + to if to else page.url,
            data={**dict(HIDDEN.findall(page.text)), **typed},
            files=files,
            timeout=self.patience,
        )

    def sign_in(self, who: str = "lou") -> Visitor:
        """As one of the cast, with their password."""
        page = self.send("/accounts/login/", login=f"{who}@marlow.example", password=PASSWORD)
        assert page.status_code == 200, page.text
        assert "/accounts/login/" not in page.url, page.text
        return self
