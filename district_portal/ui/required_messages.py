"""A system check: no form may fall back on "This field is required"."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core import checks
from django.urls import get_resolver

from district_portal.ui.forms import PortalForm, fields_without_message

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.forms import Field


def check_required_messages(**kwargs: Any) -> list[checks.CheckMessage]:
    """An error for each form class with a required field that has no message of its own."""
    get_resolver().url_patterns  # noqa: B018 - imports every view, and so every form
    return [
        checks.Error(
            f"{form.__module__}.{form.__name__} has no message for: {', '.join(silent)}",
            hint="Add them to the form's `messages`.",
            id="ui.E001",
        )
        for form in _portal_forms(PortalForm)
        if (silent := list(fields_without_message(_fields(form), form.messages)))
    ]


def _fields(form: type[PortalForm]) -> dict[str, Field]:
    return getattr(form, "base_fields", {})


def _portal_forms(parent: type[PortalForm]) -> Iterator[type[PortalForm]]:
    for form in parent.__subclasses__():
        yield form
        yield from _portal_forms(form)
