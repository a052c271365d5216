"""What many tests begin with is built once, and stands until a test needs something else.

A fixture marked `@standing` is built in a transaction around those of the tests: each of them is
rolled back to where it had just been built, and is given a copy of what it answered. It may ask
for `db` and for others that stand, and answers what can be pickled. Where a test has real
transactions, or another fixture of that name, it is built as any fixture is.

While a browser runs, Django gives the same thread another connection than before: what stood on
the former one is not there, and is rolled back by closing it.
"""

from __future__ import annotations

import inspect
import pickle
from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
from django.db import DEFAULT_DB_ALIAS, connections, transaction

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django.db.backends.base.base import BaseDatabaseWrapper

    Build = Callable[..., Any]


@dataclass
class Level:
    """One fixture that stands, upon those before it."""

    name: str
    build: Build
    block: ExitStack
    connection: BaseDatabaseWrapper
    answers: bytes
    """What it and those before it answered, by their names."""


_levels: list[Level] = []
_given: dict[Build, Any] = {}
_builds: dict[Any, Build] = {}


def standing(build: Build | None = None, *, autouse: bool = False) -> Any:
    """Make a fixture of `build` that stands."""
    if build is None:
        return lambda build: standing(build, autouse=autouse)

    def fixture(**arguments: Any) -> Any:
        return _given[build] if build in _given else build(**arguments)

    fixture.__name__ = build.__name__
    fixture.__doc__ = build.__doc__
    fixture.__module__ = build.__module__
    fixture.__signature__ = inspect.signature(build)
    _builds[fixture] = build
    return pytest.fixture(autouse=autouse)(fixture)


@pytest.fixture(scope="session")
def _nothing_stands_in_the_end(django_db_setup, django_db_blocker):
    yield
    with django_db_blocker.unblock():
        _leave(0)


@pytest.fixture
def _what_stands(request, _nothing_stands_in_the_end, django_db_blocker):
    with django_db_blocker.unblock():
        _arrange({} if _is_transactional(request) else dict(_wanted(request)))
    yield
    _given.clear()


@pytest.fixture
def _django_db_helper(_what_stands, _django_db_helper):
    """What opens and rolls back a test's own transaction, once what it rests on is there."""


def _is_transactional(request: pytest.FixtureRequest) -> bool:
    marker = request.node.get_closest_marker("django_db")
    asked = {"transactional_db", "live_server"}.intersection(request.fixturenames)
    return bool(asked or (marker and marker.kwargs.get("transaction")))


def _wanted(request: pytest.FixtureRequest) -> Iterator[tuple[str, Build]]:
    """What stands of the fixtures of a test, each after those it asks for."""
    known = request.node._fixtureinfo.name2fixturedefs
    found: dict[str, bool] = {"db": True}

    def look(name: str) -> Iterator[tuple[str, Build]]:
        if name in found:
            return
        found[name] = False
        definition = known[name][-1] if name in known else None
        build = definition and _builds.get(definition.func)
        if not build:
            return
        for argument in definition.argnames:
            yield from look(argument)
        if all(found[argument] for argument in definition.argnames):
            found[name] = True
            yield name, build

    for name in request.fixturenames:
        yield from look(name)


def _arrange(wanted: dict[str, Build]) -> None:
    """Let stand what is wanted, and nothing else."""
    names = list(wanted.items())
    kept, here = 0, connections[DEFAULT_DB_ALIAS]
    for level, wanted_there in zip(_levels, names, strict=False):
        if level.connection is not here or wanted_there != (level.name, level.build):
            break
        kept += 1
    _leave(kept)
    for name, build in names[kept:]:
        _enter(name, build)
    if _levels:
        answers = _copied()
        _given.update({level.build: answers[level.name] for level in _levels})


def _copied() -> dict[str, Any]:
    """What all that stands answered, by their names, as if just built."""
    return pickle.loads(_levels[-1].answers) if _levels else {}  # noqa: S301 – our own


def _enter(name: str, build: Build) -> None:
    answers = _copied()
    asked = inspect.signature(build).parameters
    with ExitStack() as block:
        block.enter_context(transaction.atomic())
        block.callback(transaction.set_rollback, rollback=True)
        answers[name] = build(**{argument: answers.get(argument) for argument in asked})
        pickled = pickle.dumps(answers)
        here = connections[DEFAULT_DB_ALIAS]
        _levels.append(Level(name, build, block.pop_all(), here, pickled))


def _leave(left: int) -> None:
    """End what stands upon the first so many."""
    here = connections[DEFAULT_DB_ALIAS]
    while len(_levels) > left:
        level = _levels.pop()
        if level.connection is here:
            level.block.close()
        else:
            level.connection.in_atomic_block = False
            level.connection.close()
