"""Somebody at a browser, for tests that watch a portal from outside while its parts die."""

from __future__ import annotations

import re

import requests

from tests.cast import PASSWORD
from tests.faults.portal_tree import PortalTree


class Visitor:
    """Somebody who uses the portal as it answers over HTTP."""

    def __init__(self, tree: PortalTree) -> None:
        self.home, self.session = f"http://127.0.0.1:{tree.port}", requests.Session()

    def get(self, path: str) -> requests.Response:
        return self.session.get(self.home + path, timeout=30)

    def send(self, path: str, **typed: str) -> requests.Response:
        page = self.get(path)
        assert page.status_code == 200, (path, page.status_code, page.text)
        return self.post(page, **typed)

    def post(self, page: requests.Response, path: str = "", **typed: str) -> requests.Response:
        """Send the form of a page to its own address, or to `path`."""
        hidden = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page.text)
        where = self.home + path if path else page.url
        return self.session.post(where, data={**dict(hidden), **typed}, timeout=30)

    def post_files(self, path: str, files: list) -> requests.Response:
        """Send files with the form of a page."""
        page = self.get(path)
        hidden = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page.text)
        return self.session.post(self.home + path, data=dict(hidden), files=files, timeout=60)

    def sign_in(self) -> Visitor:
        page = self.send("/accounts/login/", login="lou@marlow.example", password=PASSWORD)
        assert "Lou Berg" in page.text, page.text
        return self
