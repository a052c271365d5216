from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest  # noqa: TID251

from accounts import elsewhere, second_factor


def sign_in_offers(request: HttpRequest) -> dict[str, Any]:
    """The providers whose buttons a template may show, and how the person stands with factors.

    Each is asked for only where a template does.
    """
    person = request.user if hasattr(request, "user") else AnonymousUser()
    return {
        "sign_in_offers": elsewhere.offered,
        "second_factor_needed": lambda: (
            person.is_authenticated
            and second_factor.must_have(person)
            and not second_factor.is_proved(request, person)
        ),
        "may_add_factor": lambda: (
            person.is_authenticated and second_factor.may_add(request, person)
        ),
        "counting_offers": lambda: [one for one in elsewhere.offered() if one.second_factor],
        "linked_with_trusted": lambda: (
            elsewhere.linked_with_trusted(person) if person.is_authenticated else []
        ),
    }
