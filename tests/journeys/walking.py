"""What people do on one page after another: sign in, press a button, follow a link."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.conf import settings

from tests.cast import PASSWORD
from tests.journeys.browser import check_page, leads_on, open_page

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

    from accounts.models import Person


def speak(page: Page, address: str, language: str) -> None:
    """What a browser keeps of somebody who chose `language`, a code, before signing in."""
    cookie = {"name": settings.LANGUAGE_COOKIE_NAME, "value": language, "url": address}
    page.context.add_cookies([cookie])


def sign_in(page: Page, address: str, person: Person) -> None:
    """By e-mail and password."""
    page.goto(f"{address}/accounts/login/")
    page.get_by_label("E-mail").fill(person.email or "")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    press(page, "Sign in")


def press(page: Page, name: str) -> None:
    """The one button called `name`, which leads to a page."""
    leads_on(page.get_by_role("button", name=name, exact=True))


def follow(page: Page, name: str) -> None:
    """The first link with `name` in its name."""
    leads_on(page.get_by_role("link", name=name).first)


class Journey:
    """Who looks, with or without script; the pictures of its pages are called by `name`."""

    def __init__(self, browser: Browser, address: str, name: str, *, script: bool = True) -> None:
        self.browser, self.address, self.name, self.script = browser, address, name, script

    def opened(self, *, width: int = 1280):
        """A page of nobody yet."""
        return open_page(self.browser, width=width, script=self.script)

    @contextmanager
    def opened_by(self, person: Person, *, width: int = 1280) -> Iterator[Page]:
        """A page of somebody who has signed in."""
        with self.opened(width=width) as page:
            sign_in(page, self.address, person)
            yield page

    def seen(self, page: Page, name: str) -> None:
        """Look at all that must hold on a page; axe needs script."""
        if self.script:
            check_page(page, f"{self.name}-{name}")
