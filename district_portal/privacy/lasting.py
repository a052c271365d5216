"""For how long each kind of thing is kept, as the retention schedule in force says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from district_portal.privacy.kept import THINGS
from district_portal.privacy.records import LEAVER
from district_portal.privacy.things import Thing
from district_portal.records.kinds import kinds
from district_portal.records.models import RetentionClass
from district_portal.records.scheduling import classes_in_force


@dataclass(frozen=True)
class Kept:
    """A kind of thing, for how long it is kept, in sentences, and by which policy or statute."""

    thing: Thing
    how_long: tuple[str, ...]
    sources: tuple[str, ...]


def each() -> list[Kept]:
    """Every kind of thing that is kept, in the order in which it is told; costs one statement."""
    classes = list(classes_in_force())
    return [_kept(thing, classes) for thing in THINGS]


def _kept(thing: Thing, classes: list[RetentionClass]) -> Kept:
    many = {kind.name: str(kind.many) for kind in kinds()}
    found = [row for row in classes if not set(row.kinds).isdisjoint(thing.kinds)]
    ruled = {name for row in found for name in row.kinds}
    said = [str(thing.lasting)] if thing.lasting else []
    said += [words for row in found for words in _of_class(row, thing)]
    if open_ := [many[name] for name in thing.kinds if name not in ruled]:
        words = _("Nothing leaves (%(kinds)s): the board has adopted no retention schedule for it")
        said.append(words % {"kinds": ", ".join(open_)})
    return Kept(thing, tuple(said), tuple(dict.fromkeys(row.source for row in found)))


def _within(words: str) -> str:
    """Words that begin no sentence."""
    return words[:1].lower() + words[1:]


def _of_class(row: RetentionClass, thing: Thing) -> Iterator[str]:
    years = ngettext("%(n)s year", "%(n)s years", row.years) % {"n": row.years}
    said = {"years": years, "start": _within(row.get_starts_display()), "code": row.code}
    mine = set(row.kinds).intersection(thing.kinds)
    if LEAVER in mine:
        yield _("Once you have left: %(years)s (class %(code)s)") % said
    if mine - {LEAVER}:
        yield _("%(years)s (class %(code)s; counted from: %(start)s)") % said
