"""The resources at their addresses, and what a program gets instead where it is refused."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import ValidationError

from district_portal.api.problems import RefusedError, senseless
from district_portal.api.resources import accounts, acknowledgments, people, policies, requests
from district_portal.api.views.answering import answering, refusal
from district_portal.api.views.bearer import Bearer

VERSION = "1"
api = NinjaAPI(
    title="District Policy Portal",
    version=VERSION,
    urls_namespace="api-resources",
    openapi_url=None,
    docs_url=None,
    auth=Bearer(),
)
for part in (policies, people, acknowledgments, requests, accounts):
    api.add_router("", part.router)


@api.exception_handler(RefusedError)
def refused(request: HttpRequest, error: RefusedError) -> HttpResponse:
    """What a rule refused."""
    return refusal(error)


@api.exception_handler(ValidationError)
def wrong(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Parameters of the wrong kind."""
    faults = [(str(fault["loc"][-1]), str(fault["msg"])) for fault in error.errors]
    return refusal(senseless(_("Some parameters make no sense."), *faults))


@api.exception_handler(Http404)
def absent(request: HttpRequest, error: Http404) -> HttpResponse:
    """Alike for what is hidden and what is not there."""
    return refusal(RefusedError(HTTPStatus.NOT_FOUND, _("There is nothing here for this token.")))


@answering
def nowhere(request: HttpRequest, rest: str = "") -> HttpResponse:
    """An address that no resource has."""
    return refusal(RefusedError(HTTPStatus.NOT_FOUND, _("There is no such resource.")))


def resources() -> list[Any]:
    """The addresses of all resources."""
    patterns: list[Any] = api.urls[0]
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            pattern.callback = answering(pattern.callback)
    return [pattern for pattern in patterns if pattern.name != "api-root"]
