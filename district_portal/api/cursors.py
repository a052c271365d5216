"""Where a program goes on reading: an opaque text that nobody else can make up.

It tells the place of the last row, by columns that never change and are never equal, so that rows
which come or go meanwhile neither repeat nor skip another. It belongs to one question alone.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from django.core.signing import BadSignature, Signer
from django.db.models import Model, Q, QuerySet
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


def beyond(rows: QuerySet[Any, Any], fields: Sequence[str], place: Sequence[Any]) -> Any:
    """Those of `rows` that come after `place` in the order of `fields`; all for an empty place."""
    after = Q()
    for at in reversed(range(len(place))):
        field, value = fields[at], place[at]
        here = Q(**{f"{field}__gt": value})
        after = here | (Q(**{field: value}) & after) if after else here
    return rows.filter(after).order_by(*fields)


def place_of(row: Model, fields: Sequence[str]) -> list[Any]:
    """Where `row` stands in the order of `fields`."""
    return [getattr(row, field) for field in fields]
