"""docs/accessibility.md has a row for each criterion of WCAG 2.1, A and AA, and counts them.

That what it names exists is held by test_security_pages.
"""

from __future__ import annotations

import re
from collections import Counter

from tests.architecture.tree import ROOT

PAGE = (ROOT / "docs/accessibility.md").read_text(encoding="utf-8")
STATES = ("supports", "partially supports", "does not support", "not applicable")
CRITERIA = {
    "A": "1.1.1 1.2.1 1.2.2 1.2.3 1.3.1 1.3.2 1.3.3 1.4.1 1.4.2 2.1.1 2.1.2 2.1.4 2.2.1 2.2.2"
    " 2.3.1 2.4.1 2.4.2 2.4.3 2.4.4 2.5.1 2.5.2 2.5.3 2.5.4 3.1.1 3.2.1 3.2.2 3.3.1 3.3.2 4.1.1"
    " 4.1.2",
    "AA": "1.2.4 1.2.5 1.3.4 1.3.5 1.4.3 1.4.4 1.4.5 1.4.10 1.4.11 1.4.12 1.4.13 2.4.5 2.4.6 2.4.7"
    " 3.1.2 3.2.3 3.2.4 3.3.3 3.3.4 4.1.3",
}


def _rows(level: str) -> list[list[str]]:
    part = PAGE.partition(f"\n## Level {level}\n")[2].partition("\n## ")[0]
    lines = [line for line in part.splitlines() if re.match(r"\| \d", line)]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def test_each_criterion_has_one_row_at_its_level():
    for level, criteria in CRITERIA.items():
        assert [row[0].split()[0] for row in _rows(level)] == criteria.split()
    assert sum(len(_rows(level)) for level in CRITERIA) == 50


def test_each_says_how_far_it_is_met_and_by_what():
    for row in _rows("A") + _rows("AA"):
        assert len(row) == 3
        assert row[1] in STATES
        assert len(row[2]) > 5


def test_the_counts_are_right_and_what_is_not_met_stands_on_top():
    rows = _rows("A") + _rows("AA")
    counts = Counter(row[1] for row in rows)
    told = ", ".join(f"{counts[state]} {state}" for state in STATES)
    assert f"50 criteria: {told}." in PAGE
    short = {row[0].split()[0] for row in rows if row[1] in STATES[1:3]}
    top = PAGE.partition("\n## What is not met, or not known\n")[2].partition("\n## ")[0]
    assert set(re.findall(r"(?m)^- \*\*([\d.]+)\*\*", top)) == short
