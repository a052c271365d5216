"""Require several policies together, as a packet; change it, and end it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Any, Unpack

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import Person
from district_portal import audit
from policies.acknowledgments import requiring
from policies.acknowledgments.models import Packet, Requirement
from policies.acknowledgments.requiring import EndedError, Terms
from policies.models import Policy


class NameTakenError(ValueError):
    """A packet that has not ended has this name, and asks for something else."""


class EmptyError(ValueError):
    """No policy is in the packet."""


@transaction.atomic
def pack(
    name: str,
    policies: Collection[Policy],
    *,
    by: Person | None,
    at: dt.datetime | None = None,
    **terms: Unpack[Terms],
) -> Packet:
    """Ask for `policies` together, each to be signed by itself, from those whom `terms` describe.

    `at` is aware, now unless given. Asking for the same twice answers the packet that is there.
    Raises NameTakenError, EmptyError, and what `requiring.require` raises.
    """
    at = at or timezone.now()
    chosen = _in_order(policies)
    packet = Packet(name=name, created_by=by)
    try:
        with transaction.atomic():
            packet.save()
    except IntegrityError:
        return _the_same(name, chosen, terms)
    for policy in chosen:
        requiring.require(policy, by=by, at=at, packet=packet, **terms)
    audit.record("packets.made", by=by, on=packet, after=facts(packet), at=at)
    return packet


@transaction.atomic
def repack(
    packet: Packet,
    *,
    name: str,
    policies: Collection[Policy],
    by: Person | None,
    at: dt.datetime | None = None,
    **terms: Unpack[Terms],
) -> Packet:
    """Give `packet` another name, other policies and terms; open assignments follow at once.

    What it no longer holds ends, signatures stay. Raises EndedError, NameTakenError, EmptyError,
    and what `requiring.require` raises.
    """
    at = at or timezone.now()
    packet = Packet.objects.select_for_update().get(pk=packet.pk)
    if packet.ended_at:
        raise EndedError(str(packet))
    before, held = facts(packet), {row.policy_id: row for row in requirements_of(packet)}
    chosen = {policy.pk: policy for policy in _in_order(policies)}
    packet.name = name
    try:
        with transaction.atomic():
            packet.save(update_fields=["name"])
    except IntegrityError as taken:
        raise NameTakenError(name) from taken
    for pk in sorted({*held, *chosen}):
        if pk not in chosen:
            requiring.end(held[pk], by=by, at=at, packet=packet)
        elif pk in held:
            requiring.change(held[pk], by=by, at=at, packet=packet, **terms)
        else:
            requiring.require(chosen[pk], by=by, at=at, packet=packet, **terms)
    after = facts(packet)
    if after != before:
        audit.record("packets.changed", by=by, on=packet, before=before, after=after, at=at)
    return packet


@transaction.atomic
def end(packet: Packet, *, by: Person | None, at: dt.datetime | None = None) -> int:
    """Ask nobody for `packet` any more; signatures stay. Harmless when it has ended.

    Returns how many open assignments ended with it.
    """
    at = at or timezone.now()
    packet = Packet.objects.select_for_update().get(pk=packet.pk)
    if packet.ended_at:
        return 0
    before = facts(packet)
    rows = list(requirements_of(packet))
    ended = sum(requiring.end(row, by=by, at=at, packet=packet).ended for row in rows)
    packet.ended_at = at
    packet.save(update_fields=["ended_at"])
    audit.record("packets.ended", by=by, on=packet, before=before, at=at)
    return ended


def requirements_of(packet: Packet) -> QuerySet[Requirement]:
    """The requirements of `packet` that have not ended, in the order of their policies' locks."""
    rows = packet.requirements.filter(ended_at=None).select_related("policy")
    return rows.order_by("policy_id")


def facts(packet: Packet) -> dict[str, Any]:
    """What a stored packet asks for, as the audit trail keeps it."""
    rows = list(requirements_of(packet))
    codes = [row.policy.code for row in rows]
    return {"name": packet.name, "policies": codes, **requiring.facts(rows[0])}


def _in_order(policies: Collection[Policy]) -> list[Policy]:
    """As they are locked everywhere."""
    if not policies:
        raise EmptyError
    return sorted(policies, key=lambda policy: policy.pk)


def _the_same(name: str, policies: list[Policy], terms: Terms) -> Packet:
    packet = Packet.objects.get(name__iexact=name, ended_at=None)
    rows = list(requirements_of(packet))
    same = [row.policy_id for row in rows] == [policy.pk for policy in policies]
    if not same or not all(requiring.says(row, terms) for row in rows):
        raise NameTakenError(name)
    return packet
