"""`{% load accounts %}`: what the pages about people need besides the components."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template

if TYPE_CHECKING:
    from accounts.models import Posting

register = template.Library()


@register.filter
def below(under: dict[int, list[Posting]], person: int) -> list[Posting]:
    """The postings under one person (id)."""
    return under.get(person, [])
