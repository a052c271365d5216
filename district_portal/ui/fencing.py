"""What a browser may do with anything that the portal sends, said with every answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.http import HttpRequest, HttpResponse  # noqa: TID251

NEVER: Final = (
    "accelerometer", "browsing-topics", "camera", "display-capture", "geolocation",
    "gyroscope", "hid", "idle-detection", "magnetometer", "microphone", "midi", "payment",
    "screen-wake-lock", "serial", "usb", "xr-spatial-tracking",
)  # fmt: skip
"""What no page asks a device for; passkeys and copying a link stay with our own pages."""
PERMISSIONS: Final = ", ".join(
    [
        *(f"{feature}=()" for feature in NEVER),
        "clipboard-write=(self)",
        "publickey-credentials-create=(self)",
        "publickey-credentials-get=(self)",
    ]
)
ALONE: Final = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
"""The policy of what is no page: files, scripts, the answers to programs."""
NOT_ALLOWED: Final = 405
METHODS: Final = "GET, HEAD, POST"


class FencingMiddleware:
    """The first of all, so that files, refusals and errors carry these headers as well.

    No other site may put what we send into its own pages, but for the few answers that are open
    to every site. TRACE, which would send a request back, is refused.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        traced = request.method == "TRACE"
        response = _refused() if traced else self.get_response(request)
        is_open = response.headers.get("Access-Control-Allow-Origin") == "*"
        whose = "cross-origin" if is_open else "same-origin"
        response.headers["Cross-Origin-Resource-Policy"] = whose
        response.headers["Permissions-Policy"] = PERMISSIONS
        response.headers.setdefault("Content-Security-Policy", ALONE)
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        return response


def _refused() -> HttpResponse:
    return HttpResponse(status=NOT_ALLOWED, headers={"Allow": METHODS})
