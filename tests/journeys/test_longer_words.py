"""Every page in words that are two fifths longer: none scrolls sideways on a phone."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.cast import PASSWORD
from tests.journeys.browser import leads_on, open_page, sideways
from tests.journeys.test_every_page import NO_PAGES
from tests.journeys.walking import speak
from tests.languages.conftest import pseudo_catalog, pseudo_language  # noqa: F401
from tests.permissions.test_matrix import COUNT, NAMES, ROWS
from tests.permissions.world import build

pytestmark = [
    pytest.mark.slow_journey,
    pytest.mark.thorough,
    pytest.mark.django_db(transaction=True),
]
PHONE = 390


def test_no_page_scrolls_sideways(browser, live_server, cast, pseudo_language):  # noqa: F811
    world, seen, faults = build(cast), set(), []
    type(cast.lou).objects.update(language=pseudo_language)
    for place, who in enumerate(NAMES):
        with open_page(browser, width=PHONE) as page:
            speak(page, live_server.url, pseudo_language)
            if who != "anon":
                sign_in(page, live_server.url, getattr(cast, who))
            for row in ROWS:
                method, name, *arguments = row[:-COUNT]
                is_open = method == "GET" and row[-COUNT:][place] == "y"
                if not is_open or name in NO_PAGES or name in seen:
                    continue
                seen.add(name)
                told = [world[argument] for argument in arguments]
                page.goto(live_server.url + reverse(name, args=told))
                faults += [f"{name}, {who}: {fault}" for fault in sideways(page, PHONE)]
    assert len(seen) > 150
    assert not faults, "\n".join(faults)


def sign_in(page, address, person):
    page.goto(f"{address}/accounts/login/")
    page.locator("[name=login]").fill(person.email)
    page.locator("[name=password]").fill(PASSWORD)
    leads_on(page.locator("form[action*=login] button.button").first)
