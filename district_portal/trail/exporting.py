"""What a search of the trail found, as a CSV file, line by line; each export is an act itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from district_portal import audit
from district_portal.district.current import today, zone
from district_portal.trail.searching import Search, find
from district_portal.trail.telling import Told, told
from district_portal.ui import spreadsheets

if TYPE_CHECKING:
    import datetime as dt

    from accounts.models import Person

MOST = 5_000
"""Acts that one file holds."""
_AT_ONCE = 500


class TooManyError(ValueError):
    """More acts fit than one file holds."""


def export(search: Search, *, by: Person, filters: Mapping[str, str]) -> Iterator[bytes]:
    """The file in pieces, newest act first: UTF-8 with a byte order mark, RFC 4180, cells guarded.

    The export is recorded before the first piece, with how many acts it holds and `filters`, as
    they are called in the address. The rows are those of this moment. Raises TooManyError for more
    than MOST.
    """
    numbers = list(find(search, reader=by).values_list("pk", flat=True)[: MOST + 1])
    if len(numbers) > MOST:
        raise TooManyError
    after = {"format": "csv", "rows": len(numbers), "filters": dict(filters)}
    audit.record("audit.exported", by=by, after=after)
    return _pieces(numbers, language=translation.get_language())


def file_name() -> str:
    """A name such as audit-trail-2026-11-24.csv."""
    return f"audit-trail-{today().isoformat()}.csv"


def _pieces(numbers: list[int], *, language: str | None) -> Iterator[bytes]:
    """The headings, then _AT_ONCE acts at a time; nothing stays switched over between them."""
    with translation.override(language):
        headings = spreadsheets.csv_file(_headings(), ())
    yield headings
    for start in range(0, len(numbers), _AT_ONCE):
        some = numbers[start : start + _AT_ONCE]
        found, seals = audit.events().in_bulk(some), audit.seals_of(some)
        with translation.override(language), timezone.override(zone()):
            lines = [_line(told(found[number]), seals.get(number)) for number in some]
        yield spreadsheets.csv_lines(lines)


def _headings() -> list[str]:
    return [
        _("Number"),
        _("When"),
        _("Who did it"),
        _("What was done"),
        _("Act"),
        _("Kind"),
        _("On what"),
        _("Whom it was about"),
        _("Building or department"),
        _("What changed"),
        _("Recorded at"),
        _("Fingerprint"),
        _("Seal"),
    ]


def _line(row: Told, seal: int | None) -> list[str | int]:
    event = row.event
    return [
        event.pk,
        _moment(event.at),
        event.actor_in_words,
        event.in_words,
        event.act,
        str(row.kind),
        event.object,
        event.person,
        event.place,
        "; ".join(map(str, row.changes)),
        _moment(event.recorded_at),
        event.row_hash,
        "" if seal is None else seal,
    ]


def _moment(at: dt.datetime) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M:%S}"
