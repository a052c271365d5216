from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from district_portal.permissions import public
from policies import public_manual

OPEN = (
    "User-agent: *\nAllow: /policies/\nAllow: /static/\nDisallow: /policies/search/\nDisallow: /\n"
)
CLOSED = "User-agent: *\nDisallow: /\n"


@public
def robots(request: HttpRequest) -> HttpResponse:
    """What search engines may look at: the public manual, if there is one, and nothing else."""
    return HttpResponse(OPEN if public_manual.is_open() else CLOSED, content_type="text/plain")
