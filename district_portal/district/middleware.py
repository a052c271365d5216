from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse  # noqa: TID251
from django.utils import timezone

from district_portal.district import current


class DistrictMiddleware:
    """Puts the district on the request and shows all times in its zone."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with current.remembered() as district, timezone.override(district.time_zone):
            request.district = district  # type: ignore[attr-defined]
            return self.get_response(request)
