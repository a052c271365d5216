"""A real Chromium, and what must hold on every page that it reaches."""

from __future__ import annotations

import os
import shutil
from contextlib import contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect, sync_playwright

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, Response

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
PATIENCE = 30_000
"""Milliseconds for a page and what is expected on it; two cores may have much else to do."""
HEIGHT = 900
WIDTHS = (1280, 768, 390, 320)
SCHEMES = ("light", "dark")
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]
CONTRAST = {"resultTypes": ["violations"], "runOnly": ["color-contrast"]}
"""In the dark only colors differ."""
EVERYTHING = {
    "resultTypes": ["violations"],
    "runOnly": {"type": "tag", "values": AXE_TAGS},
    "preload": {"assets": ["media"]},
    "rules": {"label-content-name-mismatch": {"enabled": True}},
}
"""Stylesheets would be preloaded for css-orientation-lock alone, which is none of these rules."""
BUT_COLORS = {**EVERYTHING, "preload": False, "rules": {"color-contrast": {"enabled": False}}}
"""Colors take most of the time; what is preloaded is the same at every width."""
AXE = {(1280, "light"): EVERYTHING, (390, "light"): BUT_COLORS, (390, "dark"): CONTRAST}
EVERY_AXE = {
    (width, scheme): EVERYTHING if scheme == "light" else CONTRAST
    for width in (1280, 390)
    for scheme in SCHEMES
}
RUN_AXE = """async rules => {
    if (!('axe' in window)) enterAxe();
    return (await axe.run(document, rules)).violations;
}"""
NEVER_SAID = ("This field is required", "a.m..", "p.m..")
HALF_TYPED = HTTPStatus.UNPROCESSABLE_ENTITY
"""What saves itself while it is typed can't be saved yet, and says so."""
NO_FAULTS = ("Failed to load resource", "htmx:afterRequest", "htmx:sendAbort")
"""Said elsewhere by its status; and of a search that was given up because somebody typed on."""
BROWSER_CHECKS = "form:not([novalidate]) :is([required], [type=email], [type=url], [type=number])"


@dataclass
class Watched:
    """What a page complained of since the last look."""

    script: bool
    problems: list[str] = field(default_factory=list)
    status: int = 200


ENTER_AXE = f"window.enterAxe = () => {{ {Axe().axe_script} }}"
"""Given to each context once, rather than half a megabyte to every page."""

expect.set_options(timeout=PATIENCE)
_open: list[Browser] = []
_watched: WeakKeyDictionary[Page, Watched] = WeakKeyDictionary()


def chromium() -> str | None:
    """The path of a Chromium: CHROMIUM if set, else the first one on PATH."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)


@contextmanager
def open_browser() -> Iterator[Browser]:
    """A headless Chromium, the one already open if any; skips, with the reason, where none is."""
    if _open:
        yield _open[0]
        return
    path = chromium()
    if path is None:
        pytest.skip("no Chromium found: install one, or set CHROMIUM to its path")
    # Playwright's own event loop makes Django refuse its ordinary queries in this thread.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        _open.append(browser)
        yield browser
        _open.clear()
        browser.close()


@contextmanager
def open_page(browser: Browser, *, width: int = 1280, script: bool = True) -> Iterator[Page]:
    """A page with cookies of its own, watched from the start."""
    context = browser.new_context(
        viewport={"width": width, "height": HEIGHT},
        java_script_enabled=script,
        reduced_motion="reduce",
        locale="en-US",
    )
    context.set_default_timeout(PATIENCE)
    if script:
        context.add_init_script(ENTER_AXE)
    page = context.new_page()
    _watch(page, script=script)
    try:
        yield page
    finally:
        context.close()


def leads_on(to: Locator) -> None:
    """Click what leads to a page, be it the same one again, and wait until it is there."""
    with to.page.expect_navigation():
        to.click()


def check_page(page: Page, name: str, *, expect_status: int = 200) -> None:
    """Fail unless `page` is accessible, quiet and fits, as phone and desktop, light and dark.

    Colors are looked at once in light, as desktop, and once in the dark, as phone; with EVERY_LOOK
    set, as `make soak` does, in all four looks.

    With SHOTS set to a folder, a picture of each look goes there under `name`.
    """
    seen = _watched[page]
    size = page.viewport_size
    assert seen.status == expect_status, f"{name} answered {seen.status}"
    problems = seen.problems
    axe = EVERY_AXE if os.environ.get("EVERY_LOOK") else AXE
    shots = os.environ.get("SHOTS")
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": HEIGHT})
        problems += sideways(page, width)
        for scheme in SCHEMES:
            rules, pictured = axe.get((width, scheme)), shots and (width, scheme) in EVERY_AXE
            if not rules and not pictured:
                continue
            page.emulate_media(color_scheme=scheme)
            if rules and seen.script:  # axe waits for timers, which a page without script lacks
                problems += [f"{width} px {scheme}: {found}" for found in _barriers(page, rules)]
            if pictured:
                _shoot(page, Path(shots), f"{name}-{width}{'' if scheme == 'light' else '-dark'}")
    if page.evaluate("forms => document.querySelector(forms) !== null", BROWSER_CHECKS):
        problems.append("a form lets the browser speak instead of us: novalidate is missing")
    content = page.content()
    problems += [f"says: {words}" for words in NEVER_SAID if words in content]
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(size)
    found, seen.problems = problems, []
    assert not found, f"{name} ({page.url}):\n" + "\n".join(found)


def _watch(page: Page, *, script: bool) -> None:
    seen = _watched[page] = Watched(script)

    def console(message: ConsoleMessage) -> None:
        if message.type == "error" and not message.text.startswith(NO_FAULTS):
            seen.problems.append(f"console: {message.text}")

    def response(answer: Response) -> None:
        if answer.request.is_navigation_request() and answer.frame == page.main_frame:
            seen.status = answer.status
        elif answer.status >= 400 and answer.status != HALF_TYPED:
            seen.problems.append(f"{answer.status} for {answer.url}")

    page.on("console", console)
    page.on("pageerror", lambda error: seen.problems.append(f"script: {error}"))
    page.on("response", response)


def _barriers(page: Page, rules: dict[str, Any]) -> list[str]:
    violations = page.evaluate(RUN_AXE, rules)
    return [
        f"{found['id']}: {node['html'][:200]} {node['any'][0]['message'] if node['any'] else ''}"
        for found in violations
        for node in found["nodes"][:5]
    ]


def sideways(page: Page, width: int) -> list[str]:
    """How far a page of `width` px leads sideways, and what does; nothing where it fits."""
    over = page.evaluate(
        "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    if over <= 0:
        return []
    widest = page.evaluate(
        "width => [...document.querySelectorAll('body *')]"
        ".filter(e => e.getBoundingClientRect().right > width + 1)"
        ".slice(0, 3).map(e => e.outerHTML.slice(0, 120))",
        width,
    )
    return [f"{width} px: scrolls sideways by {over} px: {widest}"]


def _shoot(page: Page, folder: Path, name: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=folder / f"{name}.png", full_page=True)
