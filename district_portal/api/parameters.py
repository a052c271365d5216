"""The parameters of a question, told strictly: a misspelled filter never answers too many rows."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from typing import Annotated, Any, Generic, TypeVar

from annotated_types import Ge, Le
from django.http import QueryDict  # noqa: TID251 – a name for the type
from django.utils.translation import gettext as _
from ninja import Field, Schema
from pydantic import AfterValidator, BeforeValidator, ConfigDict, WithJsonSchema

from district_portal.api.problems import senseless

USUAL, MOST = 100, 500
BIGGEST = 2**63 - 1
PAGING = ("cursor", "limit")
Row = TypeVar("Row")


def _digits(value: Any) -> Any:
    if isinstance(value, str) and not re.fullmatch(r"-?[0-9]{1,30}", value):
        raise ValueError("write a whole number in digits")
    return value


def _day(value: Any) -> Any:
    if isinstance(value, str) and not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        raise ValueError("write a day as YYYY-MM-DD")
    return value


def _yes_or_no(value: Any) -> Any:
    if isinstance(value, str) and value not in {"true", "false"}:
        raise ValueError("write true or false")
    return value


Digits = BeforeValidator(_digits)
Day = BeforeValidator(_day)
YesOrNo = BeforeValidator(_yes_or_no)
Id = Annotated[int, Ge(1), Le(BIGGEST), Digits]


def one_of(values: Iterable[str]) -> WithJsonSchema:
    """How the document tells choices: by their values, since several have one name."""
    return WithJsonSchema({"type": "string", "enum": [str(value) for value in values]})


def known(values: Collection[str]) -> AfterValidator:
    """Refuse what is not among `values`."""

    def check_value(value: str) -> str:
        if value not in values:
            raise ValueError(f"choose one of {', '.join(values)}")
        return value

    return AfterValidator(check_value)


class Paging(Schema):
    """What every list may be asked: how many rows, and from where on."""

    model_config = ConfigDict(extra="forbid")

    limit: Annotated[int, Digits] = Field(
        USUAL, ge=1, le=MOST, description="How many rows to answer at most."
    )
    cursor: str | None = Field(
        None,
        min_length=1,
        max_length=500,
        description="Where to go on: “next” of the answer before, all else being asked as before.",
    )


class Page(Schema, Generic[Row]):
    """Some rows, and how to ask for those after them."""

    rows: list[Row]
    next: str | None = Field(description="The “cursor” of the next page; null on the last one.")


def check(query: QueryDict, allowed: type[Schema] | None = None) -> None:
    """Raise RefusedError for a parameter that is unknown, or given twice."""
    names = set(allowed.model_fields) if allowed else set()
    unknown = [(name, _("No such parameter")) for name in query if name not in names]
    twice = [(name, _("Given twice")) for name in query if len(query.getlist(name)) > 1]
    if faults := sorted({*unknown, *twice}):
        raise senseless(_("Some parameters make no sense."), *faults)
