"""Where a program goes on reading: an opaque text that nobody else can make up.

It tells the place of the last row, by columns that never change and are never equal, so that rows
which come or go meanwhile neither repeat nor skip another. It belongs to one question alone.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from django.core.signing import BadSignature, Signer
from django.db.models import BigIntegerField, F, Func, Model, QuerySet, Value
from django.db.models.lookups import GreaterThan
from django.utils.translation import gettext as _

from district_portal.api.problems import senseless

_signer = Signer(salt="api.cursor")


def write(place: Sequence[Any], *, question: str) -> str:
    """The cursor that goes on after `place`; the same each time, so that an answer stays equal."""
    return _signer.sign_object([question, *place])


def read(cursor: str, *, question: str) -> list[Any]:
    """The place that a cursor tells. Raises RefusedError for one of another question, or forged."""
    try:
        whose, *place = _signer.unsign_object(cursor)
    except BadSignature as forged:
        raise senseless(_("This cursor is not one of ours."), ("cursor", _("Unknown"))) from forged
    if whose != question:
        wrong = _("Send the other parameters as they were")
        raise senseless(_("This cursor belongs to another question."), ("cursor", wrong))
    return list(place)


def fingerprint(path: str, parameters: Mapping[str, Any]) -> str:
    """By what a question is known: its path and parameters, apart from how it is paged."""
    asked = sorted((name, value) for name, value in parameters.items() if value)
    return hashlib.sha256(repr((path, asked)).encode()).hexdigest()[:16]


def beyond(rows: QuerySet[Any, Any], fields: Sequence[str], place: Sequence[int]) -> Any:
    """Those of `rows` that come after `place` in the order of `fields`; all for an empty place.

    The columns are compared together, so that PostgreSQL goes on in an index of them.
    """
    if place:
        here = _together([F(field) for field in fields])
        rows = rows.filter(GreaterThan(here, _together([Value(value) for value in place])))
    return rows.order_by(*fields)


def place_of(row: Model, fields: Sequence[str]) -> list[Any]:
    """Where `row` stands in the order of `fields`."""
    return [getattr(row, field) for field in fields]


def _together(columns: Sequence[F | Value]) -> Func:
    return Func(*columns, function="ROW", output_field=BigIntegerField())
