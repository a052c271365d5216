"""Who may keep a copy of a page: nobody of what is shown to one person, everybody of the rest."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse  # noqa: TID251
from django.utils.cache import patch_cache_control

FRESH = 60
"""Seconds for which a public page may be shown again without asking."""
OK = 200


class KeepingPrivateMiddleware:
    """Signed-in pages are stored nowhere; public ones say for how long they may be shown again.

    What never changes under its address, and is the same for all, may be kept.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if "immutable" in response.headers.get("Cache-Control", ""):
            return response
        if request.user.is_authenticated:
            del response.headers["Cache-Control"]
            patch_cache_control(response, no_store=True, private=True)
        elif _is_for_everyone(request, response):
            patch_cache_control(response, public=True, max_age=FRESH)
        return response


def _is_for_everyone(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether a guest got a page that sets nothing and depends on nothing but the address."""
    return (
        request.method in ("GET", "HEAD")
        and response.status_code == OK
        and not (response.cookies or request.session.modified)
        and not request.META.get("CSRF_COOKIE_NEEDS_UPDATE")
        and "Cache-Control" not in response.headers
    )
