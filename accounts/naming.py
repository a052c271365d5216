"""A person's name as pages print it, inside a query."""

from __future__ import annotations

from django.db.models import F, Value
from django.db.models.functions import Coalesce, Concat, NullIf


def called(person: str = "") -> Concat:
    """The name of a related person, `person` being the way to it: "exemption__holder".

    Of the person itself unless given.
    """
    way = f"{person}__" if person else ""
    first = Coalesce(NullIf(f"{way}preferred_name", Value("")), F(f"{way}given_name"))
    return Concat(first, Value(" "), F(f"{way}family_name"))


def last_first(person: str) -> Concat:
    """The name of a related person as lists print it: last name, first name."""
    return Concat(f"{person}__family_name", Value(", "), f"{person}__given_name")
