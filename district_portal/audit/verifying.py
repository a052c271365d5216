"""Recompute the hash of every event, in Python, apart from the trigger that wrote it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection, models, transaction

from district_portal.audit.models import HASHED, Event


@dataclass(frozen=True)
class Finding:
    """An event whose content no longer gives the hash that was stored with it."""

    event_id: int
    stored: str
    computed: str


def verify() -> tuple[int, list[Finding]]:
    """How many events were read, and those that were altered, in order of their number."""
    count = 0
    findings = []
    for event_id, stored, values in _rows():
        count += 1
        computed = hashlib.sha256(json.dumps(values, ensure_ascii=False).encode()).hexdigest()
        if computed != stored:
            findings.append(Finding(event_id, stored, computed))
    return count, findings


def hashed(events: models.QuerySet[Event]) -> Iterator[dict[str, Any]]:
    """Each of `events`, oldest first, for whoever checks it elsewhere.

    {"values": {column: the text that was hashed, or None}, "row_hash": the hash stored with it}.
    The hash is the SHA-256 of the JSON array of the values in their order, in UTF-8.
    """
    try:
        chosen = events.order_by().values("pk").query.sql_with_params()
    except EmptyResultSet:
        return
    for _, stored, values in _rows(*chosen):
        yield {"values": dict(zip(HASHED, values, strict=True)), "row_hash": stored}


def _rows(
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
