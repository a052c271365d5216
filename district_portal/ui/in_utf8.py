"""What is sent is read as UTF-8, in which our pages are written, whatever it says of itself."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse  # noqa: TID251


class InUtf8Middleware:
    """No browser says another encoding of a form that we sent it, and RFC 7578 knows no such word.

    Python would take that of a program for granted, also one in which no text is ("hex", "idna").
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.encoding is not None:
            request.encoding = "utf-8"
        return self.get_response(request)
