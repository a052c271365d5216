"""Nothing grows beyond what one reads at a sitting."""

from __future__ import annotations

import pytest

from tests.architecture.tree import ROOT, functions, lines, modules

MODULE, VIEW, STYLESHEET = 300, 40, 150


def test_no_module_is_longer_than_its_budget():
    long = [p for p in modules() if lines(p) > MODULE]
    assert [(str(p.relative_to(ROOT)), lines(p)) for p in long] == []


def test_no_view_is_longer_than_its_budget():
    long = [
        f"{path.relative_to(ROOT)}:{function.name}"
        for path in modules()
        if path.stem == "views" or path.parent.name == "views"
        for function in functions(path)
        if (function.end_lineno or 0) - function.lineno + 1 > VIEW
    ]
    assert long == []


@pytest.mark.parametrize(
    "path", sorted((ROOT / "static").rglob("*.css")), ids=lambda path: path.name
)
def test_no_stylesheet_is_longer_than_its_budget(path):
    assert lines(path) <= STYLESHEET
