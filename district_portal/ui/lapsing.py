"""A part of a page that is asked for after the sign-in has lapsed: the whole page asks for it."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse  # noqa: TID251
from django_htmx.http import HttpResponseClientRefresh
from django_htmx.middleware import HtmxDetails


class LapsedSignInMiddleware:
    """Never put the sign-in page into the middle of another one: load the page anew instead.

    Loading it anew leads to the sign-in, and from there back to the same address.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        sign_in = redirect_to_login("").url.partition("?")[0]
        is_sent_there = response.headers.get("Location", "").partition("?")[0] == sign_in
        return HttpResponseClientRefresh() if HtmxDetails(request) and is_sent_there else response
