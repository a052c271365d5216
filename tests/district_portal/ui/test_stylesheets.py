from __future__ import annotations

import gzip
import itertools
import re
from pathlib import Path

import pytest
from django.core.management import call_command

from district_portal.ui.stylesheets import STYLESHEETS
from tests.district_portal.ui.rendering import rendered

STATIC = Path(__file__).parents[3] / "static"
TEMPLATES = STATIC.parent / "templates"
OF_FILES = STATIC / "css/files"
"""Taken along with a file, and read without the portal."""
SHEETS = sorted(
    path.relative_to(STATIC).as_posix()
    for path in STATIC.rglob("*.css")
    if OF_FILES not in path.parents
)
OF_ONE_PAGE = {f"css/pages/{name}.css" for name in ("styleguide", "help", "kiosk")}
TOKENS = (STATIC / "css/tokens.css").read_text()
TEXT_PAIRS = [
    *itertools.product(["ink", "ink-2", "link"], ["paper", "wash"]),
    *[(kind, f"{kind}-wash") for kind in ("ok", "warn", "bad", "info")],
    ("bad", "paper"),
    ("ink", "ok-wash"),
    ("ink", "warn-wash"),
    ("ink", "bad-wash"),
    ("ink", "info-wash"),
    ("ink", "ins-wash"),
    ("ink", "del-wash"),
    ("on-link", "link"),
    ("on-danger", "danger"),
    ("on-brand", "brand"),
    ("on-focus", "focus"),
]


def tokens(scheme):
    light, dark = TOKENS.split("@media (prefers-color-scheme: dark)")
    found = dict(re.findall(r"--([\w-]+): (#\w+);", light))
    return (
        found if scheme == "light" else {**found, **dict(re.findall(r"--([\w-]+): (#\w+);", dark))}
    )


def luminance(color):
    digits = color.lstrip("#")
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    channels = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    bright, dim = sorted((luminance(one), luminance(other)), reverse=True)
    return round((bright + 0.05) / (dim + 0.05), 1)


def test_every_style_sheet_is_linked_once():
    assert sorted(STYLESHEETS) == sorted(set(SHEETS) - OF_ONE_PAGE)
    assert STYLESHEETS[0] == "css/reset.css"


@pytest.mark.parametrize("sheet", SHEETS)
def test_a_style_sheet_is_small_and_stands_in_a_layer(sheet):
    text = (STATIC / sheet).read_text()
    assert len(text.splitlines()) <= 150
    assert text.startswith("@layer ")
    assert "!important" not in text
    assert "url(" not in text


def test_a_page_costs_less_than_twenty_five_kilobytes_of_styles():
    sent = sum(len(gzip.compress((STATIC / sheet).read_bytes())) for sheet in STYLESHEETS)
    assert sent < 25_000


def test_all_scripts_together_cost_less_than_any_page_may():
    sent = [len(gzip.compress(path.read_bytes())) for path in STATIC.rglob("*.js")]
    assert 1_000 < sum(sent) < 30_000


def test_no_page_has_styles_or_scripts_but_these():
    pages = "\n".join(path.read_text() for path in TEMPLATES.rglob("*.html"))
    linked = re.findall(r"<(?:script|link)\b[^>]*(?:src|href)=\"([^\"]+)\"", pages)
    others = {link for link in linked if not link.startswith(("{% static", "{{ ", "{% url"))}
    assert others == {"style.css"}, "of files that are taken along"
    assert "<script>" not in pages


def test_a_district_serves_all_styles_as_one_hashed_file(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {
        "staticfiles": {"BACKEND": "district_portal.ui.storage.PortalStorage"},
    }
    call_command("collectstatic", interactive=False, verbosity=0)
    (link,) = re.findall('href="/static/([^"]+)"', rendered("{% stylesheets %}"))
    assert re.fullmatch(r"css/portal\.\w+\.css", link)
    bundle = (tmp_path / link).read_text()
    assert bundle.startswith("@layer reset, tokens,")
    assert all((STATIC / sheet).read_text() in bundle for sheet in STYLESHEETS)
    assert (tmp_path / f"{link}.gz").stat().st_size < 15_000


def test_the_script_stays_small():
    assert (STATIC / "js/app.js").stat().st_size < 4_000


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), TEXT_PAIRS)
def test_words_stand_out_from_their_ground(scheme, text, ground):
    colors = tokens(scheme)
    assert contrast(colors[text], colors[ground]) >= 6.5


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_edge_of_a_control_is_seen(scheme):
    colors = tokens(scheme)
    for ground in ("paper", "wash"):
        assert contrast(colors["edge"], colors[ground]) >= 4.5
    assert contrast(colors["edge"], colors["paper"]) >= 5


def test_every_token_that_is_used_exists():
    used = {
        name
        for sheet in SHEETS
        for name in re.findall(r"var\(--([\w-]+)", (STATIC / sheet).read_text())
    }
    given = set(re.findall(r"--([\w-]+):", TOKENS))
    assert used <= given


def test_nothing_moves_by_itself_and_a_device_may_be_held_either_way():
    told = "".join(path.read_text("utf-8") for path in (STATIC / "css").rglob("*.css"))
    assert not re.search(r"@keyframes|animation|transition|orientation", told)
