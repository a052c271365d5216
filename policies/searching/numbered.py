"""A clause that is asked for by its number: 511.3, JRB 2, 511 clause 3(c)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from django.db.models import QuerySet

from policies import naming
from policies.models import Clause, Policy, Version
from policies.publication import numbering
from policies.references.holding import named

_CUT: Final = re.compile(r"[\s.,:§#(]+")
_WORD: Final = re.compile(r"\b(?:clause|paragraph|section)\b", re.IGNORECASE)
_NUMBER: Final = re.compile(r"[a-z]?\d{1,3}[a-z0-9]{0,4}|[a-z]|[ivx]{1,4}")
_LONG: Final = ("words", "version__canonical_text", "version__alignment")
_LONGEST: Final = 60
"""Characters of what is typed."""


def by_number(policies: QuerySet[Policy], text: str) -> list[Clause]:
    """The clauses in force that `text` names by the code of a policy of `policies` and a number.

    Those that are called so in full, with what they stand in; else all that have the label.
    """
    for code, number in _readings(text):
        if policy := named(code, among=policies):
            in_force = Clause.objects.filter(
                version__policy=policy, version__state=Version.State.IN_FORCE
            )
            clauses = list(in_force.select_related("version__policy").defer(*_LONG))
            naming.name(clauses)
            clauses = [each for each in clauses if numbering.is_number(each.label)]
            whole = [each for each in clauses if _plain(each.called) == number]
            return whole or [each for each in clauses if _plain(each.label) == number]
    return []


def _readings(text: str) -> Iterator[tuple[str, str]]:
    """The ways to part `text` into a code and a number, the longest code first."""
    if len(text) > _LONGEST:
        return
    text = " ".join(_WORD.sub(" ", text).split())
    for cut in reversed(list(_CUT.finditer(text))):
        code, number = text[: cut.start()], _plain(text[cut.start() :])
        if code and _NUMBER.fullmatch(number):
            yield code, number


def _plain(number: str) -> str:
    """3.c, 3(c) and 3c are the same."""
    return re.sub(r"[\W_]+", "", number).casefold()
