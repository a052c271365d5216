"""A person's name as pages print it, inside a query."""

from __future__ import annotations

from django.db.models import F, Value
from django.db.models.functions import Coalesce, Concat, NullIf


def called(person: str) -> Concat:
    """The name of a related person, `person` being the way to it: "exemption__holder"."""
    first = Coalesce(NullIf(f"{person}__preferred_name", Value("")), F(f"{person}__given_name"))
    return Concat(first, Value(" "), F(f"{person}__family_name"))
