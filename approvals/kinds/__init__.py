"""The kinds of request. A new kind is a copied file, and one more entry here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from accounts.forms.roster_field import RosterField
from accounts.models import Person
from approvals.answers import Answers
from approvals.kinds import (
    account,
    account_change,
    account_closing,
    exemption,
    relationship,
    representation,
)
from approvals.kinds.base import DetailsForm, Kind
from approvals.models import Request
from district_portal.district.keeping_words import in_own_language

_IN_ORDER = (
    account.KIND,
    account_change.KIND,
    account_closing.KIND,
    exemption.KIND,
    representation.KIND,
    relationship.KIND,
)
KINDS: dict[str, Kind] = {kind.name: kind for kind in _IN_ORDER}


class IncompleteError(Exception):
    """The draft's first step lacks something; `form` says what."""

    def __init__(self, form: DetailsForm) -> None:
        super().__init__(form.errors.as_json())
        self.form = form


def kind_of(request: Request) -> Kind:
    """The kind of a request, with what holds until that one is decided."""
    kind = KINDS[request.kind]
    return replace(kind, until_then=kind.if_there) if request.is_there_already else kind


def named_as(request: Request, values: Mapping[str, Any], person: Person) -> list[str]:
    """Under which labels these answers of a request name `person`."""
    form = kind_of(request).form
    return [
        str(form.short.get(name, field.label))
        for name, field in form.base_fields.items()
        if isinstance(field, RosterField) and values.get(name) == person.pk
    ]


def details_form(request: Request, *, check: bool, at: dt.datetime | None = None) -> DetailsForm:
    """The first step's form with what was typed; with `check` its problems are shown."""
    return kind_of(request).form(
        requester=request.requester,
        request=request,
        typed=request.draft.get("details"),
        check=check,
        at=at,
    )


def complete(request: Request, *, at: dt.datetime | None = None) -> Answers:
    """The draft's answers, checked as of `at` (aware; now unless given), in the district's words.

    Raises IncompleteError, which speaks with the reader.
    """
    form = details_form(request, check=True, at=at)
    if not form.is_valid():
        raise IncompleteError(form)
    with in_own_language():
        return form.answers(creates=kind_of(request).creates)
