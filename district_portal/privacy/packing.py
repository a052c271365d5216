"""All that is somebody's own, as a ZIP file: for programs as JSON, for people as HTML."""

from __future__ import annotations

import json
import tempfile
import zipfile
from collections.abc import Iterator
from shutil import copyfileobj
from typing import IO, Any, Final

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, transaction
from django.template.loader import render_to_string
from django.utils import timezone

from accounts.models import Person
from district_portal import audit
from district_portal.district.current import today
from district_portal.privacy import lasting
from district_portal.privacy.things import Column, Thing
from district_portal.settings.environment import BASE_DIR

MOST: Final = 20_000
"""Rows of one kind that a file holds, the newest first."""
_IN_MEMORY: Final = 4 * 10**6
_STYLE: Final = BASE_DIR / "static" / "css" / "files" / "own-data.css"


@transaction.atomic
def pack(person: Person) -> IO[bytes]:
    """The file, at its beginning; it is of one moment, and recorded with how many rows it holds.

    Every kind of thing has a file for programs and one for people; `index.html` leads to them.
    """
    with connection.cursor() as cursor:
        if not connection.savepoint_ids:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
    file = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 – sent later
    counts, kept = {}, lasting.each()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as zipped:
        for one in kept:
            counts[one.thing.name] = _add(zipped, one, person)
        told = [(one, counts[one.thing.name], counts[one.thing.name] == MOST) for one in kept]
        index = {"person": person, "told": told, "most": MOST, "at": timezone.now()}
        zipped.write(_STYLE, "style.css")
        zipped.writestr("index.html", render_to_string("privacy/file/index.html", index))
    audit.record("privacy.taken_along", by=person, on=person, person=person, after=counts)
    file.seek(0)
    return file


def file_name() -> str:
    """A name such as my-data-2026-11-24.zip."""
    return f"my-data-{today().isoformat()}.zip"


def _add(zipped: zipfile.ZipFile, one: lasting.Kept, person: Person) -> int:
    """Write both files of a kind of thing; answers how many rows there are."""
    thing, number = one.thing, 0
    with tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY) as page:
        page.write(render_to_string("privacy/file/_begin.html", {"one": one}).encode())
        with zipped.open(f"{thing.name}.json", "w") as data:
            data.write(b"[")
            for number, row in enumerate(thing.of(person, most=MOST), start=1):
                data.write(b",\n" if number > 1 else b"\n")
                data.write(_for_programs(thing, row))
                page.write(_for_people(thing, row))
            data.write(b"\n]\n")
        page.write(render_to_string("privacy/file/_end.html").encode())
        page.seek(0)
        with zipped.open(f"{thing.name}.html", "w") as shown:
            copyfileobj(page, shown)
    return number


def _for_programs(thing: Thing, row: tuple[Any, ...]) -> bytes:
    values = {column.key: value for column, value in _told(thing, row)}
    return json.dumps(values, cls=DjangoJSONEncoder, ensure_ascii=False).encode()


def _for_people(thing: Thing, row: tuple[Any, ...]) -> bytes:
    cells = [column.in_words(value) for column, value in _told(thing, row)]
    return render_to_string("privacy/file/_row.html", {"cells": cells}).encode()


def _told(thing: Thing, row: tuple[Any, ...]) -> Iterator[tuple[Column, Any]]:
    return zip(thing.columns, row, strict=True)
