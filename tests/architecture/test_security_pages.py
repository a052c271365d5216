"""What the pages on security promise is there: each test, each file, each setting, each item."""

from __future__ import annotations

import ast
import re
from collections import Counter

import pytest

from tests.architecture.tree import ROOT

PAGES = (
    "SECURITY.md",
    "docs/security/threats.md",
    "docs/security/asvs.md",
    "docs/accessibility.md",
)
SETTINGS = ("environment", "signing_in", "base", "production")
STATES = {"met", "not applicable", "not met"}
ITEMS = {"V2": 11, "V3": 19, "V5": 9, "V6": 35, "V7": 18, "V8": 7, "V9": 7, "V13": 13, "V16": 16}
"""How many items of level 1 and 2 each chapter of ASVS 5.0.0 has."""
ASVS = (ROOT / "docs/security/asvs.md").read_text(encoding="utf-8")
ROWS = [
    [cell.strip() for cell in line.strip("|\n").split("|")]
    for line in ASVS.splitlines()
    if re.match(r"\| \d+\.\d+\.\d+ ", line)
]


def _named(page: str) -> list[str]:
    return re.findall(r"`([^`\n]+)`", (ROOT / page).read_text(encoding="utf-8"))


def _set() -> set[str]:
    """The names that the settings of every portal, and of a district's, give a value."""
    found: set[str] = set()
    for name in SETTINGS:
        path = ROOT / "district_portal" / "settings" / f"{name}.py"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                found.add(node.id)
    return found


@pytest.mark.parametrize("page", PAGES)
def test_every_test_that_a_page_names_exists(page):
    named = [told.split("::") for told in _named(page) if "::" in told]
    assert named or page == "SECURITY.md"
    gone = [
        "::".join(told)
        for told in named
        if not (path := ROOT / told[0]).is_file()
        or not re.search(rf"def {told[-1]}\(", path.read_text(encoding="utf-8"))
    ]
    assert gone == []


@pytest.mark.parametrize("page", PAGES)
def test_every_file_that_a_page_names_exists(page):
    paths = [told for told in _named(page) if re.fullmatch(r"[\w.-]+(/[\w.-]+)+", told)]
    text = (ROOT / page).read_text(encoding="utf-8")
    here = (ROOT / page).parent
    links = [link.partition("#")[0] for link in re.findall(r"\]\(([^)]+)\)", text)]
    gone = [path for path in paths if not (ROOT / path).exists()]
    gone += [link for link in links if "://" not in link and not (here / link).exists()]
    assert gone == []


@pytest.mark.parametrize("page", PAGES)
def test_every_setting_that_a_page_names_is_set(page):
    named = {told for told in _named(page) if re.fullmatch(r"[A-Z][A-Z0-9]*(_[A-Z0-9]+)*", told)}
    named = {told for told in named if len(told) > len("TRACE")}
    assert named - _set() == set()


def test_every_item_of_the_standard_has_one_row():
    assert {len(row) for row in ROWS} == {5}
    ids = [row[0] for row in ROWS]
    assert [item for item, times in Counter(ids).items() if times > 1] == []
    assert Counter(f"V{item.split('.')[0]}" for item in ids) == ITEMS
    assert {row[3] for row in ROWS} == STATES


def test_what_is_met_is_met_by_something_and_what_is_not_stands_on_top():
    unproved = [row[0] for row in ROWS if row[3] == "met" and not re.search(r"`|\]\(", row[4])]
    assert unproved == []
    unmet = {row[0] for row in ROWS if row[3] == "not met"}
    top = ASVS[: ASVS.index("\n## V")]
    told = {item for line in re.findall(r"(?m)^- \*\*([\d., ]+)\*\*", top)
            for item in line.split(", ")}  # fmt: skip
    assert told == unmet
