"""docs/where-is.md leads a newcomer to every rule, and to nothing that is gone."""

from __future__ import annotations

import re

import pytest

from tests.architecture.tree import ROOT, rule_modules

ROWS = [
    [cell.strip() for cell in line.strip("|\n").split("|")]
    for line in (ROOT / "docs" / "where-is.md").read_text(encoding="utf-8").splitlines()
    if line.startswith("|") and "---" not in line and not line.startswith("| question")
]


def _paths(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


def test_every_module_and_test_of_the_map_exists():
    gone = [path for row in ROWS for cell in row[1:3] for path in _paths(cell)
            if not (ROOT / path).exists()]  # fmt: skip
    assert gone == []


def test_every_row_names_a_question_a_module_and_a_test():
    assert [row for row in ROWS if len(row) != 3 or not _paths(row[1]) or not _paths(row[2])] == []


def test_every_module_with_rules_is_on_the_map():
    named = {path for row in ROWS for path in _paths(row[1])}
    missing = [
        relative
        for path in rule_modules()
        if (relative := str(path.relative_to(ROOT))) not in named
        and not any(relative.startswith(f"{folder}/") for folder in named)
    ]
    assert missing == []


@pytest.mark.parametrize(
    "page", sorted((ROOT / "docs" / "adding").glob("*.md")), ids=lambda p: p.stem
)
def test_every_file_that_a_page_about_adding_leads_to_exists(page):
    """But for the files that one makes, whose text follows their name."""
    text = re.sub(r"`[^`\n]+`\n\n```.*?```|```.*?```", "", page.read_text("utf-8"), flags=re.DOTALL)
    made = set(re.findall(r"`([^`\n]+)`\n\n```", page.read_text("utf-8")))
    named = {name for name in _paths(text) if re.fullmatch(r"(\w+/)+[\w-]*(\.\w+)?", name)}
    assert named
    assert [name for name in named - made if not (ROOT / name).exists()] == []
