"""Sort order out of the address: `?sort=name` upward, `?sort=-name` downward."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpRequest  # noqa: TID251 - a name for the type


def ordering(
    request: HttpRequest, *, allowed: Mapping[str, tuple[str, ...]], default: str
) -> tuple[str, ...]:
    """The fields for `order_by()`.

    `allowed` maps each key that the address may name to the fields it stands for, the last of
    them unique so that paging is stable; `default` is such a key, with "-" before it for downward.
    Anything else in the address falls back to the default.
    """
    asked = request.GET.get("sort", "")
    key = asked if asked.removeprefix("-") in allowed else default
    fields = allowed[key.removeprefix("-")]
    return tuple(_reverse(field) for field in fields) if key.startswith("-") else fields


def _reverse(field: str) -> str:
    return field.removeprefix("-") if field.startswith("-") else f"-{field}"
