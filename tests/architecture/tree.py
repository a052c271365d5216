"""The project's own files, as git would list them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("district_portal", "accounts", "policies", "approvals")


def modules() -> Iterator[Path]:
    """Every Python module of the product, without migrations."""
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path


def rule_modules() -> Iterator[Path]:
    """Modules that hold rules: not the framework's own kinds."""
    framework = {
        "__init__", "apps", "urls", "views", "forms", "permissions", "panels", "receivers",
        "signals", "tasks", "models", "wsgi", "celery", "middleware", "context", "sign_in_urls",
        "inbox_urls",
    }  # fmt: skip
    folders = {"views", "forms", "models", "management", "settings", "templatetags", "migrations"}
    for path in modules():
        if path.stem not in framework and not folders & set(path.parts):
            yield path


def lines(path: Path) -> int:
    """How many lines are not blank."""
    return sum(bool(line.strip()) for line in path.read_text(encoding="utf-8").splitlines())


def functions(path: Path) -> Iterator[ast.FunctionDef]:
    """The functions at the top of a module."""
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef):
            yield node
