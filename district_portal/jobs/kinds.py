"""The kinds of long work. Each part registers its own in its jobs.py, imported at the start."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from district_portal.jobs.models import JobPiece

Step = Callable[..., dict[str, Any]]
Told = Callable[[int], None]
"""Takes how much of the work is done; raises StoppedError when nobody waits for the rest."""


class PieceFailedError(Exception):
    """Nothing came of a piece; the message says why, for the person who started the job."""


class StoppedError(Exception):
    """The work was cancelled, or another worker has it: nothing of it is kept."""


@dataclass(frozen=True)
class Kind:
    """One kind of work.

    `step` does one piece inside a transaction of its own and answers its result, of JSON values;
    it raises PieceFailedError where nothing can come of it. Done twice, it must do no harm: a
    piece whose transaction was lost is begun again. `doing` are the words while a piece is worked
    on, with %(name)s in them; `template` shows one piece (`piece`) once it is done. Work that
    reads no files but makes one thing says in `made` that it is there.

    Where that one thing takes long, `prepare` makes it before the transaction, from the piece and
    Told, so that progress is seen and the work can be cancelled; `step` is then given the piece and
    what was prepared, a context manager, to keep it. Killed on the way, it is prepared again.
    """

    name: str
    title: StrOrPromise
    doing: StrOrPromise
    step: Step
    template: str
    back: tuple[str, StrOrPromise]
    made: StrOrPromise = ""
    prepare: Callable[[JobPiece, Told], AbstractContextManager[Any]] | None = None


_kinds: Final[dict[str, Kind]] = {}


def register(kind: Kind) -> Kind:
    """Add a kind of work; raises ValueError when another has its name."""
    if _kinds.setdefault(kind.name, kind) != kind:
        raise ValueError(f"the kind of job {kind.name} is registered twice")
    return kind


def kind_of(name: str) -> Kind:
    """The kind of that name; raises KeyError where there is none."""
    return _kinds[name]
