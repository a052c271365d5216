"""How every address of the API answers, whatever it is asked: methods, ETag, problems, caches."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from district_portal.api.problems import MEDIA_TYPE, RefusedError
from district_portal.permissions import View, public

ALLOWED = "GET, HEAD, OPTIONS"
KEPT, NOT_KEPT = "private, no-cache", "private, no-store"
"""An answer may be kept and asked about again by its ETag; a refusal is kept nowhere."""


def answering(view: Callable[..., HttpResponse]) -> View:
    """Let `view` answer GET; HEAD, OPTIONS, refusals and what may be kept follow from that.

    It is open without a session: who may see what, the token says.
    """

    @csrf_exempt
    @public
    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        method = request.method
        if method == "OPTIONS":
            response = HttpResponse(status=HTTPStatus.NO_CONTENT, headers={"Allow": ALLOWED})
            del response["Content-Type"]
        elif method in {"GET", "HEAD"}:
            request.method = "GET"
            response = _with_etag(request, view(request, *args, **kwargs))
            request.method = method
        else:
            why = _("Only questions are answered here: nothing can be changed.")
            response = refusal(
                RefusedError(HTTPStatus.METHOD_NOT_ALLOWED, why, headers={"Allow": ALLOWED})
            )
        if method == "HEAD":
            response["Content-Length"] = str(len(response.content))
            response.content = b""
        patch_vary_headers(response, ["Authorization"])
        response.setdefault("Cache-Control", NOT_KEPT)
        return response

    return answered


def refusal(refused: RefusedError) -> HttpResponse:
    """The problem in words that a program reads."""
    told = json.dumps(refused.problem.model_dump(mode="json"))
    return HttpResponse(
        told, status=refused.status, content_type=MEDIA_TYPE, headers=refused.headers
    )


def _with_etag(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The answer by its fingerprint: nothing but 304 for whoever has it already."""
    if response.status_code != HTTPStatus.OK:
        return response
    etag = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    known = {
        tag.removeprefix("W/") for tag in parse_etags(request.headers.get("If-None-Match", ""))
    }
    if known & {etag, "*"}:
        response = HttpResponse(status=HTTPStatus.NOT_MODIFIED)
        del response["Content-Type"]
    response["ETag"], response["Cache-Control"] = etag, KEPT
    return response
