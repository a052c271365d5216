"""What a role may do, what a person may do, and why: in words, made from the permissions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Model, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Delegation, Person, Place, Posting, RoleGrant
from accounts.supervising import people_below
from district_portal.district import wording
from district_portal.permissions import (
    Role,
    declared,
    ends_at_places,
    everything,
    in_words,
    scopes_of,
)
from district_portal.ui.dates import date_in_words


@dataclass(frozen=True)
class May:
    """One thing that may be done, how far it reaches, and whether a place may limit it."""

    words: str
    reach: str
    at_places: bool


@dataclass(frozen=True)
class Ground:
    """A role or a fact of the roster, in words, and what it gives."""

    role: Role
    words: str
    gives: tuple[May, ...] = ()


def of_role(role: Role) -> list[May]:
    """What holders of `role` may do, as it is declared, by its words."""
    found = [_may(name, role) for name, scopes in declared().items() if role in scopes]
    return sorted(found, key=lambda may: may.words)


def of_person(person: Person) -> list[Ground]:
    """What `person` may do today, by what gives it: every role and fact, in the roles' order.

    A role that is held for places gives only what has to do with places.
    """
    facts = _facts(person)
    grounds = []
    for role in Role:
        if role not in person.roles:
            continue
        gives = of_role(role)
        if role in person.standing.limited:
            gives = [may for may in gives if may.at_places]
        grounds += [Ground(role, words, tuple(gives)) for words in facts[role]]
    return grounds


def why(person: Person, permission: str, obj: Model | None = None) -> list[Ground]:
    """What gives `person` the permission today, for `obj` if given; empty where nothing does.

    Raises KeyError for a permission that nobody declared.
    """
    facts, grounds = None, []
    for role, reach in scopes_of(person, permission).items():
        if obj is not None and not _reaches(reach, obj):
            continue
        facts = facts or _facts(person)
        gives = (_may(permission, role),)
        told = _about(obj, person=person, role=role, permission=permission)
        grounds += [Ground(role, words, gives) for words in ([told] if told else facts[role])]
    return grounds


def _may(permission: str, role: Role) -> May:
    scope = declared()[permission][role]
    return May(
        words=str(in_words(permission)),
        reach=str(getattr(scope, "words", scope.__name__)),
        at_places=permission in ends_at_places(),
    )


def _reaches(reach: Q, obj: Model) -> bool:
    return reach == Q() or type(obj)._base_manager.filter(reach, pk=obj.pk).exists()  # noqa: SLF001


def _about(obj: Any, *, person: Person, role: Role, permission: str) -> str:
    """What ties the person to this very object; empty where only the role does."""
    if obj is None or role not in (Role.EMPLOYEE, Role.SUPERVISOR):
        return ""
    whose = obj if isinstance(obj, Person) else getattr(obj, "person", None)
    if not isinstance(whose, Person):
        whose = getattr(obj, "requester", None)
    if whose == person:
        return _("It is yours.")
    if role == Role.SUPERVISOR and isinstance(whose, Person):
        if whose.pk in people_below(person):
            return _("You supervise %(name)s, directly or through others.") % {"name": whose}
        return _("You look after the people of another, and %(name)s is one of them.") % {
            "name": whose
        }
    return "" if declared()[permission][role] is everything else _("You have a part in it.")


def _facts(person: Person) -> dict[Role, list[str]]:
    """Role → what makes the person hold it, in words: one or more facts."""
    found: dict[Role, list[str]] = {role: [] for role in Role}
    found[Role.EMPLOYEE] = [_("On the roster of the district")]
    found[Role.SUPERVISOR] = _why_supervisor(person) if Role.SUPERVISOR in person.roles else []
    grants = RoleGrant.objects.current().filter(person=person)
    for grant in grants.select_related("place", "granted_by").order_by("since", "pk"):
        if grant.place is None or Role(grant.role) in person.standing.limited:
            found[Role(grant.role)].append(in_a_line(grant))
    return found


def in_a_line(grant: RoleGrant) -> str:
    """Human resources for Northside School, since July 1, 2024, given by Ada Lindqvist."""
    parts = [wording.role(grant.role)]
    if grant.place:
        parts = [_("%(role)s for %(place)s") % {"role": parts[0], "place": grant.place}]
    parts.append(_("since %(day)s") % {"day": date_in_words(grant.since, style="long")})
    if grant.until:
        parts.append(_("until %(day)s") % {"day": date_in_words(grant.until, style="long")})
    if grant.granted_by:
        parts.append(_("given by %(name)s") % {"name": grant.granted_by})
    return ", ".join(parts)


def _why_supervisor(person: Person) -> list[str]:
    facts = []
    below = Posting.objects.current().filter(supervisor=person).values("person")
    if reports := below.distinct().count():
        words = ngettext("Supervises %(n)d person", "Supervises %(n)d people", reports)
        facts.append(words % {"n": reports})
    led = Place.objects.filter(head=person)
    facts.extend(_("Heads %(place)s") % {"place": place} for place in led)
    for row in person.standing.acts_for:
        if row.matter == Delegation.Matter.ACKNOWLEDGMENTS:
            day = date_in_words(row.until, style="long")
            told = {"name": row.name, "day": day}
            facts.append(_("Looks after the people of %(name)s until %(day)s") % told)
    return [", ".join(facts)]
