"""Which names the portal’s own modules and templates say, and where."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from tests.architecture.tree import PACKAGES, ROOT

TAG = re.compile(r"\{[%{].*?[%}]\}", re.DOTALL)
WORD = re.compile(r"\w+")
DOTTED = re.compile(r"[\w.:/-]+")
TEMPLATES = ROOT / "templates"
STATIC = ROOT / "static"


@cache
def parsed() -> dict[str, tuple[Path, ast.Module]]:
    """Every module of the product by its dotted name, migrations and `manage.py` among them."""
    paths = [path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py"))]
    return {
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): (
            path,
            ast.parse(path.read_text("utf-8")),
        )
        for path in [*paths, ROOT / "manage.py"]
    }


@cache
def templates() -> dict[str, str]:
    """The text of every template by its name."""
    return {
        path.relative_to(TEMPLATES).as_posix(): path.read_text("utf-8")
        for path in sorted(TEMPLATES.rglob("*"))
        if path.is_file()
    }


@cache
def words_of_templates() -> frozenset[str]:
    """Each word within a tag or a variable of any template."""
    tags = (tag for text in templates().values() for tag in TAG.findall(text))
    return frozenset(word for tag in tags for word in WORD.findall(tag))


@cache
def words_of_strings() -> frozenset[str]:
    """Each word of the strings that may name something, as `policies.tasks.enforce`."""
    return frozenset(
        word
        for _path, tree in parsed().values()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        if DOTTED.fullmatch(node.value)
        for word in WORD.findall(node.value)
    )


@cache
def _paths() -> frozenset[str]:
    """Each string that may be the dotted name of something."""
    return frozenset(
        node.value
        for _path, tree in parsed().values()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and "." in node.value
    )


def _is_a_tag(node: ast.stmt) -> bool:
    return any("register" in ast.unparse(each) for each in getattr(node, "decorator_list", ()))


@cache
def _imports() -> tuple[dict[str, set[str]], dict[str, set[str]]]:
    """Module → the names taken from it, and module → the attributes read where it is imported."""
    taken, read = defaultdict(set), defaultdict(set)
    for path, tree in parsed().values():
        attributes = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
        handed_on = exported(tree) - _loaded(tree) if path.name == "__init__.py" else set()
        for module, name in _taken(tree):
            taken[module].add(f"again {name}" if name in handed_on else name)
            read[f"{module}.{name}"] |= attributes
    return taken, read


def _loaded(tree: ast.AST) -> set[str]:
    return {
        node.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)
    }


def _taken(tree: ast.Module) -> Iterator[tuple[str, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            yield from ((node.module or "", name.name) for name in node.names)


def exported(tree: ast.Module) -> set[str]:
    """What a module hands on: the names of its `__all__`."""
    return {
        item.value
        for node in tree.body
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__"
        for item in ast.walk(node.value)
        if isinstance(item, ast.Constant)
    }


@cache
def _handed_on_late(package: str) -> set[str]:
    """The names of the `__all__` of a package that fetches them when they are asked for."""
    _path, tree = parsed().get(package, (None, ast.Module([], [])))
    late = any(
        isinstance(node, ast.FunctionDef) and node.name == "__getattr__" for node in tree.body
    )
    return exported(tree) if late else set()


@cache
def _saying(module: str) -> dict[str, set[ast.stmt]]:
    """Name → the statements at the top of `module` that read it."""
    found = defaultdict(set)
    for statement in parsed()[module][1].body:
        for name in _loaded(statement):
            found[name].add(statement)
    return found


def is_said(module: str, name: str, own: ast.stmt) -> bool:
    """Whether `name`, which the statement `own` of `module` defines, is said anywhere else."""
    if f"{module}.{name}" in _paths() or (_is_a_tag(own) and name in words_of_templates()):
        return True
    if _saying(module)[name] - {own}:
        return True
    taken, read = _imports()
    homes = [module]
    while homes:
        home = homes.pop()
        if name in taken[home] or name in read[home]:
            return True
        package = home.rpartition(".")[0]
        if f"again {name}" in taken[home] or name in _handed_on_late(package):
            homes.append(package)
    return False


@cache
def words_of_all() -> frozenset[str]:
    """Each name that is read anywhere, in Python, a template or a string that names something."""
    read = {
        node.attr if isinstance(node, ast.Attribute) else node.id
        for _path, tree in parsed().values()
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute | ast.Name) and not isinstance(node.ctx, ast.Store)
    }
    return words_of_templates() | words_of_strings() | read
