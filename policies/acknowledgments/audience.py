"""Whom a requirement reaches."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Self

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Person, Place, Posting
from accounts.places import Tree, with_places_below
from district_portal.district.current import today

if TYPE_CHECKING:
    from policies.acknowledgments.models import Requirement

KINDS: Final = {
    Posting.Kind.EMPLOYEE: gettext_lazy("Employees"),
    Posting.Kind.VOLUNTEER: gettext_lazy("Volunteers"),
}


@dataclass(frozen=True, kw_only=True)
class Audience:
    """Who must sign: everyone, or those whose posting fits; the named besides, the excluded never.

    `places`, `people` and `excluded` hold ids, `positions` and `kinds` values of Posting. A
    posting fits when it fits all that is given; nothing given fits nobody.
    """

    everyone: bool = False
    places: frozenset[int] = frozenset()
    positions: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()
    people: frozenset[int] = frozenset()
    excluded: frozenset[int] = frozenset()

    @classmethod
    def of(cls, requirement: Requirement) -> Self:
        """The audience that a stored requirement describes."""
        return cls(
            everyone=requirement.everyone,
            places=_ids(requirement.places.all()),
            positions=frozenset(requirement.positions),
            kinds=frozenset(requirement.kinds),
            people=_ids(requirement.people.all()),
            excluded=_ids(requirement.excluded.all()),
        )

    @property
    def by_posting(self) -> bool:
        """Whether postings decide, rather than names alone."""
        return bool(self.everyone or self.places or self.positions or self.kinds)

    def __bool__(self) -> bool:
        return self.by_posting or bool(self.people)


def reach(audience: Audience, *, on: dt.date | None = None, tree: Tree | None = None) -> Q:
    """Which people `audience` reaches on a day (today unless given), as a filter over Person.

    Only people who may sign in are reached. A Board officer without a posting is asked for
    nothing unless named. `tree` is that of the places, read anew unless given.
    """
    named = Q(pk__in=audience.people)
    if audience.by_posting:
        postings = Posting.objects.on(on or today()).filter(person=OuterRef("pk"))
        if not audience.everyone:
            postings = postings.filter(_fitting(audience, tree))
        named |= Q(Exists(postings))
    return named & Q(is_active=True) & ~Q(pk__in=audience.excluded)


def on_leave(day: dt.date) -> Exists:
    """Whether a person is on leave on `day`: their primary posting says so."""
    away = Posting.objects.on(day).filter(person=OuterRef("pk"), primary=True, on_leave=True)
    return Exists(away)


def in_words(requirement: Requirement) -> str:
    """Whom `requirement` reaches, for people: "Employees, Teacher, at Northside; also Lou Berg".

    Reads places, people and excluded, but for those of which `has_places` and so on say no:
    prefetch them for a list.
    """
    words = []
    if requirement.everyone:
        words.append(_("Everyone"))
    else:
        kinds = [KINDS[Posting.Kind(kind)] for kind in requirement.kinds]
        fitting = _listed([*kinds, *requirement.positions])
        places = _listed(str(place) for place in named(requirement, "places"))
        if places:
            everybody = fitting or _("Everyone")
            fitting = _("%(who)s at %(places)s") % {"who": everybody, "places": places}
        words.append(fitting)
    if also := _listed(str(person) for person in named(requirement, "people")):
        words.append(_("also %(names)s") % {"names": also} if any(words) else also)
    if excluded := _listed(str(person) for person in named(requirement, "excluded")):
        words.append(_("except %(names)s") % {"names": excluded})
    return "; ".join(word for word in words if word)


def named(requirement: Requirement, name: str) -> Iterable[object]:
    """Its places, people or excluded (`name`); none where `has_people` and so on say so."""
    rows: Iterable[object] = getattr(requirement, name).all()
    return rows if getattr(requirement, f"has_{name}", True) else ()


def _fitting(audience: Audience, tree: Tree | None) -> Q:
    fitting = Q()
    if audience.places:
        fitting &= Q(place__in=with_places_below(audience.places, tree=tree))
    if audience.positions:
        fitting &= Q(position__in=audience.positions)
    if audience.kinds:
        fitting &= Q(kind__in=audience.kinds)
    return fitting


def _ids(rows: Iterable[Person] | Iterable[Place]) -> frozenset[int]:
    return frozenset(row.pk for row in rows)


def _listed(words: Iterable[object]) -> str:
    return ", ".join(str(word) for word in words)
