"""What is sent is read as UTF-8, in which our pages are written, whatever it says of itself."""

from __future__ import annotations

from collections.abc import Callable
from email.utils import quote
from typing import Any

from django.utils.http import parse_header_parameters

Application = Callable[..., Any]


def in_utf8(application: Application) -> Application:
    """A WSGI application that takes of the content type nothing but the kind and the boundary.

    No browser says another encoding of a form that we sent it, and RFC 7578 knows no such word.
    Django would take that of a program for granted before any middleware runs, also one in which
    no text is ("hex", "punycode"), and fail.
    """

    def answer(environ: dict[str, Any], *start: Any) -> Any:
        if "CONTENT_TYPE" in environ:
            environ["CONTENT_TYPE"] = _plain(environ["CONTENT_TYPE"])
        return application(environ, *start)

    return answer


def _plain(said: str) -> str:
    try:
        kind, more = parse_header_parameters(said)
    except ValueError:
        return ""
    return f'{kind}; boundary="{quote(more["boundary"])}"' if "boundary" in more else kind
