"""What is wrong with the portal, and how to mend it, for whoever runs its server."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from pkgutil import iter_modules

from django.utils.translation import gettext as _

from district_portal.operations import checks
from district_portal.operations.health import State


@dataclass(frozen=True)
class Diagnosis:
    """How one part is; `mend` says in plain words what to do about it."""

    part: str
    state: State
    words: str
    mend: str = ""


Check = Callable[[], Iterator[Diagnosis]]
_checks: dict[str, Check] = {}


def check(look: Check) -> Check:
    """Let `look` be asked by `diagnoses`; it yields one diagnosis or several, also of what is well.

    It stands in a module of `district_portal.operations.checks`.
    """
    _checks[f"{look.__module__}.{look.__name__}"] = look
    return look


def diagnoses() -> list[Diagnosis]:
    """What every check finds, the worst first. One that fails is told, and keeps none back."""
    for module in iter_modules(checks.__path__, f"{checks.__name__}."):
        import_module(module.name)
    found = [diagnosis for name in sorted(_checks) for diagnosis in _asked(name)]
    return sorted(found, key=lambda diagnosis: list(State).index(diagnosis.state))


def _asked(name: str) -> list[Diagnosis]:
    try:
        return list(_checks[name]())
    except Exception as error:  # noqa: BLE001 – what is broken is what it looks for
        words = _("It could not be looked at: %(error)s") % {"error": error}
        return [Diagnosis(name.rpartition(".")[2], State.WRONG, words)]
