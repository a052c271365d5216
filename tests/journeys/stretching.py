"""Text twice as large, or with more space in it: nothing is cut off, nothing leads sideways."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.journeys.browser import HEIGHT, sideways

if TYPE_CHECKING:
    from playwright.sync_api import Page

SPACED = """
* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
p { margin-block-end: 2em !important }
"""
LOOKS = {
    "text doubled at 1280 px": ("", 640),
    "text spaced at 1280 px": (SPACED, 1280),
    "text spaced at 320 px": (SPACED, 320),
}
"""WCAG 1.4.4, where a browser of 1280 px that doubles its text lays out 640; and 1.4.12."""
DRESS = """style => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(style);
    document.adoptedStyleSheets = [sheet];
}"""
CUT_OFF = """() => [...document.querySelectorAll('body *')].filter(e => {
    const style = getComputedStyle(e), box = e.getBoundingClientRect();
    const across = /hidden|clip/.test(style.overflowX) && e.scrollWidth > e.clientWidth + 1;
    const down = /hidden|clip/.test(style.overflowY) && e.scrollHeight > e.clientHeight + 1;
    const seen = box.width > 2 && box.height > 2 && !e.closest('[aria-hidden=true]');
    return (across || down) && seen && e.textContent.trim();
}).slice(0, 3).map(e => e.outerHTML.slice(0, 200))"""


def check_stretched(page: Page, name: str) -> None:
    """Fail where text that is doubled or spaced is cut off, or makes `page` scroll sideways."""
    size, found = page.viewport_size, []
    for look, (style, width) in LOOKS.items():
        page.set_viewport_size({"width": width, "height": HEIGHT})
        page.evaluate(DRESS, style)
        found += [f"{look}: {fault}" for fault in sideways(page, width)]
        found += [f"{look}: cut off: {what}" for what in page.evaluate(CUT_OFF)]
    page.evaluate(DRESS, "")
    page.set_viewport_size(size)
    assert not found, f"{name} ({page.url}):\n" + "\n".join(found)
