"""Recompute the hash of every event, in Python, apart from the trigger that wrote it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection, transaction

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


def _rows() -> Iterator[tuple[int, str, list[str | None]]]:
    columns = ", ".join(
        f"((extract(epoch from {column}) * 1000000)::bigint)::text"
        if column in ("at", "recorded_at")
        else f'"{column}"::text'
        for column in HASHED
    )
    table = connection.ops.quote_name(Event._meta.db_table)  # noqa: SLF001
    with transaction.atomic(), connection.chunked_cursor() as cursor:
        cursor.execute(f"SELECT id, row_hash, {columns} FROM {table} ORDER BY {table}.id")  # noqa: S608
        for row in cursor:
            yield row[0], row[1], list(row[2:])
