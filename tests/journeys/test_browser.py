"""What must hold on every page is found where it doesn't."""

from __future__ import annotations

import pytest

from tests.journeys.browser import check_page, open_page
from tests.journeys.stretching import check_stretched

pytestmark = pytest.mark.journey
PAGE = """<!doctype html><html lang="en"><head><title>A page</title><style>
body {{ background: #fff; color: #000 }}
@media (prefers-color-scheme: dark) {{ {dark} }}
</style></head><body><main><h1>A page</h1>{body}</main></body></html>"""
FAULTS = {
    "color-contrast": {"dark": "p { color: #eee }", "body": "<p>Words</p>"},
    "image-alt": {"body": '<img src="data:,">'},
    "scrolls sideways": {"body": "<pre>" + "x" * 300 + "</pre>"},
    "novalidate": {"body": '<form><input aria-label="Name" required></form>'},
    "This field is required": {"body": "<p>This field is required.</p>"},
    "p.m..": {"body": "<p>Since 2 p.m..</p>"},
    "console: spoken": {"body": "<script>console.error('spoken')</script>"},
    "label-content-name-mismatch": {"body": '<button aria-label="Go">Send</button>'},
    "script: thrown": {"body": "<script>throw new Error('thrown')</script>"},
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_faulty_page_is_found(browser, fault):
    with open_page(browser) as page:
        page.set_content(PAGE.format(**{"dark": "", "body": "", **FAULTS[fault]}))
        with pytest.raises(AssertionError, match=fault):
            check_page(page, "faulty")


@pytest.mark.parametrize(("look", "side"), [("1280 px dark", "min"), ("390 px light", "max")])
def test_with_every_look_colors_are_looked_at_in_those_too(browser, monkeypatch, look, side):
    faulty = (
        f"@media (prefers-color-scheme: {look.split()[-1]}) and ({side}-width: 600px)"
        " { p { color: #eee } }"
    )
    monkeypatch.delenv("EVERY_LOOK", raising=False)
    with open_page(browser) as page:
        page.set_content(PAGE.format(dark="", body=f"<style>{faulty}</style><p>Words</p>"))
        check_page(page, "faulty where only every look sees it")
        monkeypatch.setenv("EVERY_LOOK", "1")
        with pytest.raises(AssertionError, match=f"{look}: color-contrast"):
            check_page(page, "faulty")


@pytest.mark.parametrize(
    ("look", "body"),
    [
        ("doubled at 1280 px: 640 px: scrolls", '<p style="width: 700px">Words</p>'),
        ("spaced at 1280 px: cut off", '<p style="height: 19px; overflow: hidden">Words</p>'),
        ("spaced at 320 px: 320 px: scrolls", f"<p>{'x' * 35}</p>"),
    ],
)
def test_text_that_does_not_fit_once_it_is_stretched_is_found(browser, look, body):
    with open_page(browser) as page:
        page.set_content(PAGE.format(dark="", body=f'<main style="font: 16px monospace">{body}'))
        with pytest.raises(AssertionError, match=look):
            check_stretched(page, "faulty")


def test_a_sound_page_passes_twice(browser):
    with open_page(browser) as page:
        page.set_content(PAGE.format(dark="", body="<p>Words</p>"))
        for _ in range(2):
            check_page(page, "sound")
            check_stretched(page, "sound")
