"""Pages for those who space words out, double their size, or say aloud what they see."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.cast import PASSWORD
from tests.journeys.browser import _barriers, _sideways, leads_on, open_page
from tests.permissions.world import build

pytestmark = [pytest.mark.slow_journey, pytest.mark.django_db(transaction=True)]

WIDTH = 1280
PAGES = {
    None: [
        ("account_login",),
        ("official:check",),
        ("ui:accessibility",),
        ("help:index",),
        ("help:topic", "topic"),
    ],
    "lou": [
        ("home:today",),
        ("acknowledgments:sign", "assignment"),
        ("policies:policy", "slug"),
        ("policies:changes", "slug", "version", "version"),
        ("approvals:details", "unsent"),
        ("approvals:check", "unsent"),
        ("registry:list",),
        ("people:me",),
    ],
    "pat": [("approvals:queue",), ("approvals:decide", "request"), ("acknowledgments:my_people",)],
    "polly": [("policies:draft", "draft"), ("acknowledgments:require", "slug")],
    "hana": [("reports:acknowledgments",), ("people:list",), ("roster:runs",)],
    "ada": [("reports:dashboard",), ("trail:search",), ("setup:overview",)],
}
"""A page of each kind: text, list, form, chart, editor."""
WAYS = {
    "spaced": "* { line-height: 1.5 !important; letter-spacing: .12em !important;"
    " word-spacing: .16em !important } p { margin-bottom: 2em !important }",
    "doubled": "html { font-size: 200% !important }",
}
"""WCAG 2.1, 1.4.12 and 1.4.4."""
DRESS = """css => { const sheet = new CSSStyleSheet(); sheet.replaceSync(css);
    document.adoptedStyleSheets = [sheet]; }"""
CLIPPED = """() => [...document.querySelectorAll('body *:not(.hidden, .hidden *)')].filter(e => {
    const style = getComputedStyle(e);
    const has = [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim());
    return has && style.overflow !== 'visible' && style.position !== 'absolute'
        && (e.scrollWidth > e.clientWidth + 1 || e.scrollHeight > e.clientHeight + 1);
}).map(e => e.outerHTML.slice(0, 120))"""
SAID = {"runOnly": ["label-content-name-mismatch"], "resultTypes": ["violations"]}
"""Who speaks to the browser says what a button shows (2.5.3); axe asks it only when told to."""


def test_nothing_is_lost_spaced_or_doubled_and_names_are_what_is_seen(browser, live_server, cast):
    world, faults = build(cast), []
    for who, pages in PAGES.items():
        with open_page(browser, width=WIDTH) as page:
            if who:
                sign_in(page, live_server.url, getattr(cast, who))
            for name, *arguments in pages:
                address = reverse(name, args=[world[argument] for argument in arguments])
                assert page.goto(live_server.url + address).status == 200, name
                faults += [f"{name}: {fault}" for fault in faults_of(page)]
    assert not faults, "\n".join(faults)


def faults_of(page):
    yield from _barriers(page, SAID)
    for way, css in WAYS.items():
        page.evaluate(DRESS, css)
        yield from (f"{way}: {fault}" for fault in _sideways(page, WIDTH))
        yield from (f"{way}: clipped: {html}" for html in page.evaluate(CLIPPED))


def test_what_is_clipped_or_called_otherwise_is_found(browser):
    with open_page(browser, width=WIDTH) as page:
        page.set_content(
            "<html lang=en><title>x</title><main><h1>x</h1>"
            "<p style='height:1.2em;overflow:hidden'>Words that stand on one line</p>"
            "<button aria-label='Go'>Send request</button><pre>" + "x" * 140 + "</pre></main>"
        )
        found = "\n".join(faults_of(page))
    for fault in ("label-content-name-mismatch", "doubled: clipped", "doubled: 1280 px: scrolls"):
        assert fault in found


def sign_in(page, address, person):
    page.goto(f"{address}/accounts/login/")
    page.locator("[name=login]").fill(person.email)
    page.locator("[name=password]").fill(PASSWORD)
    leads_on(page.locator("form[action*=login] button.button").first)
