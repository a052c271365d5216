from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect  # noqa: TID251
from django.urls import reverse

OPEN = (
    "/setup/look/logo/",
    "/setup/look/colors/",
    "/accessibility/",
    "/language/",
    "/robots.txt",
    "/health",
)
"""What is there before the district is set up."""


class FirstRunMiddleware:
    """Leads every page to the first set-up until the district is set up."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        first = reverse("setup:first")
        is_set_up = request.district.set_up_at is not None  # type: ignore[attr-defined]
        if is_set_up or request.path.startswith((first, settings.STATIC_URL, *OPEN)):
            return self.get_response(request)
        return HttpResponseRedirect(first)
