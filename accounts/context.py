from __future__ import annotations

from typing import Any

from django.http import HttpRequest  # noqa: TID251

from accounts import elsewhere, second_factor


def sign_in_offers(request: HttpRequest) -> dict[str, Any]:
    """The providers whose buttons a template may show, and whether a second factor is needed.

    Both are asked for only where a template does.
    """
    return {
        "sign_in_offers": elsewhere.offered,
        "second_factor_needed": lambda: (
            request.user.is_authenticated and second_factor.must_have(request.user)
        ),
    }
