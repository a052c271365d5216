"""What of an event was hashed, read as texts; and events and seals for whoever checks elsewhere."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterator
from typing import Any, Final

from django.core.exceptions import EmptyResultSet
from django.db import connection, models, transaction

from district_portal.audit import chaining
from district_portal.audit.models import HASHED, Event, Seal, SealedEvent

LONGEST_CHAIN: Final = 10_000
"""So many seals are told in a row; of more, those alone that are asked for."""
_AT_ONCE: Final = 1000


def hash_of_row(values: list[str | None]) -> str:
    """The hash of an event whose values of `HASHED` are these texts."""
    return hashlib.sha256(json.dumps(values, ensure_ascii=False).encode()).hexdigest()


def hashed(events: models.QuerySet[Event]) -> Iterator[dict[str, Any]]:
    """Each of `events`, oldest first, for whoever checks it elsewhere.

    {"values": {column: the text that was hashed, or None}, "row_hash": the hash stored with it,
    "seal": the number of its seal, "nonce": its nonce there; both None while no seal holds it}.
    The hash is the SHA-256 of the JSON array of the values in their order, in UTF-8.
    """
    try:
        chosen = events.order_by().values("pk").query.sql_with_params()
    except EmptyResultSet:
        return
    found = event_rows(*chosen)
    while some := [row for row, _ in zip(found, range(_AT_ONCE), strict=False)]:
        seals = SealedEvent.objects.select_related("seal").in_bulk([row[0] for row in some])
        for event_id, stored, values in some:
            held = seals.get(event_id)
            nonce = chaining.nonce_of(event_id, secret=held.seal.secret) if held else None
            yield {
                "values": dict(zip(HASHED, values, strict=True)),
                "row_hash": stored,
                "seal": held.seal_id if held else None,
                "nonce": nonce,
            }


def chain(numbers: Collection[int]) -> Iterator[dict[str, Any]]:
    """The seals of these numbers, and those between them if it is not more than LONGEST_CHAIN.

    Each with what its hash is made of, as texts where it is hashed so, and "held": its leaves in
    order, which are None for those between.
    """
    if not numbers:
        return
    first, last = min(numbers), max(numbers)
    asked = Seal.objects.filter(pk__gte=first, pk__lte=last).order_by("pk")
    if last - first >= LONGEST_CHAIN:
        asked = asked.filter(pk__in=numbers)
    for seal in asked.iterator(chunk_size=_AT_ONCE):
        held = seal.events.order_by("leaf").values_list("leaf", flat=True)
        yield {
            "number": seal.pk,
            "previous": seal.previous,
            "at": chaining.moment_of(seal.at),
            "count": seal.count,
            "settled": seal.settled,
            "leaves": seal.leaves,
            "hash": seal.hash,
            "held": list(held) if seal.pk in numbers else None,
        }


def event_rows(
    chosen: str = "", parameters: tuple[Any, ...] = ()
) -> Iterator[tuple[int, str, list[str | None]]]:
    """Number, stored hash and hashed texts of all events, or of those whose ids are `chosen`."""
    columns = ", ".join(
        f"((extract(epoch from {column}) * 1000000)::bigint)::text"
        if column in ("at", "recorded_at")
        else f'"{column}"::text'
        for column in HASHED
    )
    table = connection.ops.quote_name(Event._meta.db_table)  # noqa: SLF001
    where = f"WHERE id IN ({chosen})" if chosen else ""
    with transaction.atomic(), connection.chunked_cursor() as cursor:
        cursor.execute(
            f"SELECT id, row_hash, {columns} FROM {table} {where} ORDER BY {table}.id",  # noqa: S608
            parameters or None,
        )
        for row in cursor:
            yield row[0], row[1], list(row[2:])
