"""The pages on which a concern is read and dealt with."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpRequest, HttpResponse

from district_portal.permissions import needs


@needs("concerns.see")
def mine(request: HttpRequest) -> HttpResponse:
    """What the person reported, and what they deal with."""
    raise Http404


@needs("concerns.exist")
def existing(request: HttpRequest) -> HttpResponse:
    """That concerns exist, and their times."""
    raise Http404


@needs("concerns.see")
def concern(request: HttpRequest, number: str) -> HttpResponse:
    """One concern."""
    raise Http404


@needs("concerns.handle")
def file(request: HttpRequest, number: str, key: uuid.UUID) -> HttpResponse:
    """A file of a concern."""
    raise Http404
