"""Logo and color as browsers fetch them: under their digest, and kept for good."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse

from district_portal.district import current, painting
from district_portal.district.models import Logo
from district_portal.permissions import public

KEEP = "public, max-age=31536000, immutable"


@public
def logo(request: HttpRequest, digest: str) -> HttpResponse:
    """The logo of that digest; an older one is gone."""
    found = Logo.objects.filter(pk=1, digest=digest).first()
    if found is None:
        raise Http404
    return _kept(bytes(found.content), "image/png")


@public
def colors(request: HttpRequest, digest: str) -> HttpResponse:
    """The stylesheet of the district's color."""
    accent = current.current().accent
    if not accent or painting.digest(accent) != digest:
        raise Http404
    return _kept(painting.stylesheet(accent).encode(), "text/css; charset=utf-8")


def _kept(content: bytes, kind: str) -> HttpResponse:
    headers = {"Cache-Control": KEEP, "X-Content-Type-Options": "nosniff"}
    return HttpResponse(content, content_type=kind, headers=headers)
