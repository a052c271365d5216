"""What programs ask the portal, without a session: does it live, is it ready, how does it stand.

Answered before anything else, by whatever name the portal is called and without HTTPS, so that a
load balancer beside it can ask, and while the database is away.
"""

from __future__ import annotations

from collections.abc import Callable
from secrets import compare_digest

from django.conf import settings
from django.db import Error
from django.http import HttpRequest, HttpResponse, JsonResponse  # noqa: TID251

from district_portal.operations import answering, metrics


class ProbesMiddleware:
    """`/healthz`, `/readyz` and `/metrics`; everything else goes on."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        probe = _PROBES.get(request.path)
        if probe is None:
            return self.get_response(request)
        if request.method not in ("GET", "HEAD"):
            return HttpResponse(status=405, headers={"Allow": "GET, HEAD"})
        answer = probe(request)
        answer["Cache-Control"] = "no-store"
        return answer


def _lives(_request: HttpRequest) -> HttpResponse:
    """The process answers, whatever else is away: there is no need to start it anew."""
    return HttpResponse("ok\n", content_type="text/plain")


def _is_ready(_request: HttpRequest) -> HttpResponse:
    """Whether people may be sent here: 200, or 503 while database or tables are missing.

    A broker that is away is told, and is no reason to turn people away: pages do without it.
    """
    database = answering.database()
    found = {
        "database": database,
        "tables": database and answering.tables(),
        "broker": answering.broker(),
    }
    return JsonResponse(found, status=200 if found["database"] and found["tables"] else 503)


def _metrics(request: HttpRequest) -> HttpResponse:
    """Numbers for a monitoring program that shows METRICS_TOKEN; 404 where there is none.

    The format is Prometheus's text, version 0.0.4.
    """
    if not settings.METRICS_TOKEN:
        return HttpResponse(status=404)
    shown = request.headers.get("Authorization", "")
    if not compare_digest(shown.encode(), f"Bearer {settings.METRICS_TOKEN}".encode()):
        return HttpResponse(status=401, headers={"WWW-Authenticate": "Bearer"})
    try:
        return HttpResponse(metrics.text(), content_type=metrics.CONTENT_TYPE)
    except Error:
        return HttpResponse("portal_database_up 0\n", content_type=metrics.CONTENT_TYPE)


_PROBES: dict[str, Callable[[HttpRequest], HttpResponse]] = {
    "/healthz": _lives,
    "/readyz": _is_ready,
    "/metrics": _metrics,
}
