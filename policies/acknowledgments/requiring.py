"""Require a policy from people, change whom and by when, and end it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import TYPE_CHECKING, Any, TypedDict, Unpack

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import Person, Place
from district_portal import audit
from district_portal.district.keeping_words import in_own_language
from policies.acknowledgments import assigning
from policies.acknowledgments.audience import Audience, in_words, reach
from policies.acknowledgments.models import Packet, Requirement
from policies.models import Policy

if TYPE_CHECKING:
    from policies.acknowledgments.assigning import Change

COLUMNS = (
    "everyone",
    "positions",
    "kinds",
    "cycle",
    "due_on",
    "due_days",
    "before_due",
    "late_every",
    "supervisor_after",
    "hr_after",
)
LISTS = ("positions", "kinds", "before_due")
RELATIONS = ("places", "people", "excluded")


class Terms(TypedDict, total=False):
    """What a requirement says; see Requirement for the meaning and what holds unless given."""

    everyone: bool
    places: Collection[Place]
    positions: Collection[str]
    kinds: Collection[str]
    people: Collection[Person]
    excluded: Collection[Person]
    cycle: str
    due_on: dt.date | None
    due_days: int
    before_due: Collection[int]
    late_every: int
    supervisor_after: int
    hr_after: int | None


class NobodyError(ValueError):
    """The terms name nobody: neither everyone nor a posting nor a person."""


class NotInForceError(ValueError):
    """The policy has no version in force that anybody could sign."""


class EndedError(ValueError):
    """The requirement has ended and can't be changed any more."""


class InPacketError(ValueError):
    """The requirement is one of a packet, with which alone it changes and ends."""


@transaction.atomic
def require(
    policy: Policy,
    *,
    by: Person | None,
    at: dt.datetime | None = None,
    packet: Packet | None = None,
    **terms: Unpack[Terms],
) -> Requirement:
    """Ask the people whom `terms` describe to sign `policy`, and assign it to them.

    Days are local; `at` is aware, now unless given; `packet` is the one that it is asked for with.
    Asking for the same twice answers the requirement that is there. Raises NobodyError and
    NotInForceError.
    """
    at = at or timezone.now()
    policy = Policy.objects.select_for_update(no_key=True).get(pk=policy.pk)
    if policy.in_force is None:
        raise NotInForceError(str(policy))
    requirement = Requirement(policy=policy, packet=packet, created_by=by)
    for other in policy.requirements.filter(ended_at=None, packet=packet):
        if says(other, terms):
            return other
    _write(requirement, terms)
    requirement.save()
    _relate(requirement, terms)
    audit.record("requirements.required", by=by, on=requirement, after=facts(requirement), at=at)
    assigning.reconcile(requirement, by=by, at=at)
    return requirement


@transaction.atomic
def change(
    requirement: Requirement,
    *,
    by: Person | None,
    at: dt.datetime | None = None,
    packet: Packet | None = None,
    **terms: Unpack[Terms],
) -> Requirement:
    """Give `requirement` other terms; those not given stay. Open assignments follow at once.

    Raises NobodyError, EndedError for one that has ended, and InPacketError unless `packet` is
    the one that it belongs to, if any.
    """
    at = at or timezone.now()
    requirement = _locked(requirement, packet)
    if requirement.ended_at:
        raise EndedError(str(requirement))
    before = facts(requirement)
    _write(requirement, terms)
    _relate(requirement, terms)
    after = facts(requirement)
    if after == before:
        return requirement
    requirement.save(update_fields=list(COLUMNS))
    audit.record("requirements.changed", by=by, on=requirement, before=before, after=after, at=at)
    assigning.reconcile(requirement, by=by, at=at)
    return requirement


@transaction.atomic
def end(
    requirement: Requirement,
    *,
    by: Person | None,
    at: dt.datetime | None = None,
    packet: Packet | None = None,
) -> Change:
    """Ask nobody any more: open assignments end, signatures stay. Harmless when it has ended.

    Raises InPacketError unless `packet` is the one that it belongs to, if any.
    """
    at = at or timezone.now()
    requirement = _locked(requirement, packet)
    if requirement.ended_at:
        return assigning.Change()
    requirement.ended_at = at
    requirement.save(update_fields=["ended_at"])
    audit.record("requirements.ended", by=by, on=requirement, before=facts(requirement), at=at)
    return assigning.reconcile(requirement, by=by, at=at)


def says(requirement: Requirement, terms: Terms) -> bool:
    """Whether `requirement`, stored, is what somebody gets who asks for `terms`."""
    asked = Requirement()
    _write(asked, terms)
    relations = {name: terms.get(name, ()) for name in RELATIONS}
    return _said(requirement) == _said(asked, relations)  # type: ignore[arg-type]


def audience(rule: Requirement | Audience, *, on: dt.date | None = None) -> QuerySet[Person]:
    """The people whom a requirement, stored or only described, reaches on a day (or today)."""
    rule = rule if isinstance(rule, Audience) else Audience.of(rule)
    return Person.objects.filter(reach(rule, on=on))


@in_own_language()
def facts(requirement: Requirement) -> dict[str, Any]:
    """What a stored requirement says, as the audit trail keeps it."""
    return {"who": in_words(requirement), **_said(requirement)}


def _locked(requirement: Requirement, packet: Packet | None) -> Requirement:
    """The requirement as it is now; its policy is locked first, as everywhere."""
    Policy.objects.select_for_update(no_key=True).get(pk=requirement.policy_id)
    requirement = Requirement.objects.select_for_update().get(pk=requirement.pk)
    if requirement.packet_id != (packet.pk if packet else None):
        raise InPacketError(str(requirement))
    return requirement


def _write(requirement: Requirement, terms: Terms) -> None:
    for name in COLUMNS:
        if name in terms:
            value = terms[name]  # type: ignore[literal-required]
            if name in LISTS:
                value = sorted(value, reverse=name == "before_due")
            setattr(requirement, name, value)


def _relate(requirement: Requirement, terms: Terms) -> None:
    for name in RELATIONS:
        if name in terms:
            getattr(requirement, name).set(terms[name])  # type: ignore[literal-required]
    if not Audience.of(requirement):
        raise NobodyError


def _said(
    requirement: Requirement, relations: dict[str, Collection[Person | Place]] | None = None
) -> dict[str, Any]:
    """Its columns, and its relations as sorted ids: the stored ones unless given."""
    said = {name: getattr(requirement, name) for name in COLUMNS}
    for name in RELATIONS:
        rows = relations[name] if relations else getattr(requirement, name).all()
        said[name] = sorted(row.pk for row in rows)
    return said
