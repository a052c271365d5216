"""Nobody needs what needs them: imports never go in a circle."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from graphlib import TopologicalSorter

from tests.architecture.said import parsed

WAKING = {
    ("district_portal.jobs.starting", "district_portal.jobs.tasks"),
    ("district_portal.mailing.queueing", "district_portal.mailing.tasks"),
    ("policies.acknowledgments.starting", "policies.acknowledgments.tasks"),
}
"""A rule wakes the worker that calls it: by the task's own name, when it comes to that."""
OF_A_PERSON = {
    ("accounts.models.person", "accounts.holding"),
    ("accounts.models.person", "accounts.supervising"),
}
"""A person answers what they hold and whom they look after, which is reckoned beside the table."""


def _imported(node: ast.AST) -> Iterator[str]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test):
            continue
        if isinstance(child, ast.ImportFrom) and child.module:
            for name in child.names:
                inner = f"{child.module}.{name.name}"
                yield inner if inner in parsed() else child.module
        yield from _imported(child)


def _imports() -> set[tuple[str, str]]:
    """Who takes from whom, also late, within a function."""
    return {
        (module, other)
        for module, (path, tree) in parsed().items()
        if "migrations" not in path.parts
        for other in _imported(tree)
        if other in parsed() and other != module
    }


def test_no_import_goes_in_a_circle():
    known = WAKING | OF_A_PERSON
    every = _imports()
    assert known <= every
    order: TopologicalSorter[str] = TopologicalSorter()
    for module, other in every - known:
        order.add(module, other)
    order.prepare()
