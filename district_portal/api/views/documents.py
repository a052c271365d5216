"""What programs can ask, for programs and for people."""

from __future__ import annotations

import json

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from district_portal.api import explaining
from district_portal.api.documenting import document
from district_portal.api.using import A_MINUTE
from district_portal.api.views.answering import answering
from district_portal.api.views.resources import api
from district_portal.permissions import can, public


@answering
def openapi(request: HttpRequest) -> HttpResponse:
    """The OpenAPI document, open to everyone: it tells of nobody."""
    return HttpResponse(json.dumps(document(api)), content_type="application/json")


@require_safe
@public
def reference(request: HttpRequest) -> HttpResponse:
    """The same as a page."""
    context = {
        "resources": explaining.resources(document(api)),
        "address": settings.PORTAL_ADDRESS,
        "most": A_MINUTE,
        "may_make": request.user.is_authenticated and can(request.user, "api.tokens"),
    }
    return render(request, "api/reference.html", context)
