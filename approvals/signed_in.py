"""The type of a request whose person is known."""

from __future__ import annotations

from django.http import HttpRequest  # noqa: TID251 – a name for the type

from accounts.models import Person


class SignedInRequest(HttpRequest):
    """What a view gets behind `@needs`: nobody comes that far without signing in."""

    user: Person
