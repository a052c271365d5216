"""The pages on which a concern is reported."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpRequest, HttpResponse

from district_portal.permissions import needs


@needs("concerns.report")
def new(request: HttpRequest, kind: str) -> HttpResponse:
    """A new concern."""
    raise Http404


@needs("concerns.report")
def draft(request: HttpRequest, once: uuid.UUID) -> HttpResponse:
    """A draft."""
    raise Http404
