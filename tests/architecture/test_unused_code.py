"""No function, constant, method or setting is kept that nothing of the portal says."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from importlib import import_module

from django.conf import global_settings

from district_portal.settings import clock
from tests.architecture.said import is_said, parsed, words_of_all
from tests.architecture.tree import ROOT

CALLED_BY_NAME = {"Command", "urlpatterns", "app_name", "provider_classes", "__all__"}
CALLED_BY_NAME |= {f"handler{status}" for status in (400, 403, 404, 500)}
"""What Django and allauth look for in a module."""
REGISTERING = re.compile(r"(receiver|mailing\.writes|router\.get|api\.exception_handler)\(")
"""Decorators that hand a function to whoever calls it."""
HOOKS = re.compile(r"(clean|resolve)_\w+|handle_DATA|to_url|validate|get_help_text")
"""What forms, rows of the API, the mail sink, addresses and rules for passwords are asked for."""
FOR_THE_DOCS = {"district_portal.permissions.for_guests"}
"""What only the commands in tests/architecture read, which write pages of the docs."""
OF_OTHERS = re.compile(
    r"ROOT_URLCONF|(ACCOUNT|ALLAUTH|CELERY|CONTENT_SECURITY|CRISPY|MFA|SOCIALACCOUNT|WHITENOISE)_\w+"
)
"""Settings that a library reads."""


def _defined(tree: ast.Module) -> Iterator[tuple[str, ast.stmt]]:
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield node.name, node
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            for target in targets:
                for name in ast.walk(target):
                    if isinstance(name, ast.Name):
                        yield name.id, node


def _is_called_by_name(name: str, node: ast.stmt) -> bool:
    decorators = [ast.unparse(each) for each in getattr(node, "decorator_list", ())]
    bases = [ast.unparse(each) for each in getattr(node, "bases", ())]
    return (
        name in CALLED_BY_NAME
        or name.startswith("__")
        or "AppConfig" in bases
        or "models.Model" in bases  # a table may be read by triggers and statements alone
        or any(REGISTERING.match(each) or _is_on_the_clock(each) for each in decorators)
    )


def _is_on_the_clock(decorator: str) -> bool:
    return any(f"name='{entry['task']}'" in decorator for entry in clock.SCHEDULE.values())


def _own() -> Iterator[tuple[str, ast.Module]]:
    for module, (path, tree) in parsed().items():
        if not {"migrations", "settings", "formats"} & set(path.parts):
            yield module, tree


def test_every_name_of_a_module_is_said_somewhere():
    unused = [
        f"{module}.{name}"
        for module, tree in _own()
        for name, node in _defined(tree)
        if not _is_called_by_name(name, node) and not is_said(module, name, node)
    ]
    assert sorted(set(unused) - FOR_THE_DOCS) == []


def test_every_method_is_said_somewhere_or_answers_a_library():
    unused = [
        f"{module}.{owner.name}.{method.name}"
        for module, tree in _own()
        for owner in tree.body
        if isinstance(owner, ast.ClassDef)
        for method in owner.body
        if isinstance(method, ast.FunctionDef) and not method.name.startswith("_")
        if method.name not in words_of_all() and not HOOKS.fullmatch(method.name)
        if not _is_inherited(module, owner.name, method.name)
    ]
    assert unused == []


def _is_inherited(module: str, owner: str, method: str) -> bool:
    kind = getattr(import_module(module), owner)
    return any(hasattr(base, method) for base in kind.__mro__[1:])


def test_every_setting_is_read():
    folder = ROOT / "district_portal" / "settings"
    texts = [path.read_text("utf-8") for path in folder.glob("*.py")]
    names = {name for text in texts for name in re.findall(r"(?m)^([A-Z][A-Z0-9_]+)\b.*=", text)}
    within = "\n".join(texts)
    unread = [
        name
        for name in sorted(names)
        if not hasattr(global_settings, name) and not OF_OTHERS.fullmatch(name)
        if name not in words_of_all() and len(re.findall(rf"\b{name}\b", within)) < 2
    ]
    assert unread == []
