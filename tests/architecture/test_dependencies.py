"""Pins are exact, and each package that we chose has its line of reasons."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from importlib.metadata import packages_distributions

import pytest

from tests.architecture.tree import PACKAGES, ROOT, modules

FILES = ("requirements.txt", "requirements-dev.txt")
PIN = re.compile(r"^([A-Za-z0-9._-]+)(\[[\w,]+\])?==[\w.!+]+( ;.*)?$")


def _pins(name: str) -> list[str]:
    text = (ROOT / name).read_text(encoding="utf-8")
    lines = [line.split("  #")[0].strip() for line in text.splitlines()]
    return [line for line in lines if line and not line.startswith(("#", "-r "))]


def _direct(name: str) -> list[str]:
    """What stands above the line that begins the packages which others bring."""
    text = (ROOT / name).read_text(encoding="utf-8")
    chosen = re.split(r"(?m)^# --- needed by those$", text)[0]
    lines = [line.split("  #")[0].strip() for line in chosen.splitlines()]
    return [line for line in lines if line and not line.startswith(("#", "-r "))]


@pytest.mark.parametrize("name", FILES)
def test_every_pin_is_exact(name):
    assert [line for line in _pins(name) if not PIN.match(line)] == []


@pytest.mark.parametrize("name", FILES)
def test_every_package_that_we_chose_has_its_reasons(name):
    told = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8").lower()
    chosen = [PIN.match(line)[1].lower() for line in _direct(name)]
    assert chosen
    assert [package for package in chosen if f"`{package}`" not in told] == []


def _imported(node: ast.AST) -> Iterator[str]:
    """The packages that running `node` needs: not those that only the type checker reads."""
    if isinstance(node, ast.If) and ast.unparse(node.test).endswith("TYPE_CHECKING"):
        children = node.orelse
    else:
        children = ast.iter_child_nodes(node)
    if isinstance(node, ast.Import):
        yield from (name.name.partition(".")[0] for name in node.names)
    if isinstance(node, ast.ImportFrom) and node.module:
        yield node.module.partition(".")[0]
    for child in children:
        yield from _imported(child)


def _plain(package: str) -> str:
    return re.sub(r"[._-]+", "-", package).lower()


def test_what_the_portal_imports_is_there_without_the_packages_of_tests():
    pins = {_plain(re.split(r"[\[=]", line)[0]) for line in _pins("requirements.txt")}
    brings = packages_distributions()
    missing = {
        f"{path.relative_to(ROOT)}: {name}"
        for path in [*modules(), ROOT / "manage.py"]
        for name in _imported(ast.parse(path.read_text(encoding="utf-8")))
        if name not in {*PACKAGES, *sys.stdlib_module_names}
        and not pins & {_plain(package) for package in brings.get(name, [])}
    }
    assert missing == set()
