"""The OpenAPI document: what ninja tells of the resources, and what all of them answer besides."""

from __future__ import annotations

import json
import re
from functools import cache
from http import HTTPStatus
from typing import Any, Final

from django.conf import settings
from ninja import NinjaAPI

from district_portal.api.problems import MEDIA_TYPE, Problem
from district_portal.api.scopes import Scope
from district_portal.api.using import A_MINUTE
from district_portal.district.keeping_words import in_own_language

ROOT: Final = "/api/v1/"
Document = dict[str, Any]

ABOUT: Final = f"""\
What the portal knows, for other programs of the district: read only, as JSON.

Every question shows a token in the header `Authorization: Bearer dpp_…`. A token is made in the \
portal under “Tokens for programs”. It sees what its maker may see at that moment, as far as the \
scopes that it was made for; once it is revoked or over, or its maker has left, it opens nothing. \
Cookies count for nothing.

Lists come in pages in a fixed order. `next` is the `cursor` of the page after; rows that come \
or go meanwhile neither repeat nor skip another. An unknown parameter is refused, so that a \
misspelled filter never answers too much.

An answer has an `ETag`: send it back as `If-None-Match`, and an answer that is still the same \
costs you no bytes. A token may ask {A_MINUTE} times a minute. Refusals are problems as in \
RFC 9457. HEAD and OPTIONS are answered too; every other method is refused by 405.\
"""
TEXT: Final = {"type": "string"}
COUNT: Final = {"type": "integer", "minimum": 0}


@cache
@in_own_language()
def document(api: NinjaAPI) -> Document:
    """The OpenAPI 3.1 document of `api`, with every status and header that it may answer."""
    told: Document = dict(api.get_openapi_schema(path_prefix=ROOT))
    told["info"] = {"title": api.title, "version": api.version, "description": ABOUT}
    told["servers"] = [{"url": settings.PORTAL_ADDRESS}]
    told["tags"] = [{"name": scope.value, "description": str(scope.label)} for scope in Scope]
    schemas = told["components"]["schemas"]
    schemas |= Problem.model_json_schema(ref_template="#/components/schemas/{model}")["$defs"]
    problem = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    schemas["Problem"] = {name: value for name, value in problem.items() if name != "$defs"}
    told["components"]["securitySchemes"]["Bearer"]["description"] = "A token of the portal."
    for path, methods in told["paths"].items():
        methods["get"] = _completed(methods["get"], has_name="{" in path)
    used = set(re.findall(r"#/components/schemas/(\w+)", json.dumps(told)))
    told["components"]["schemas"] = {name: schemas[name] for name in sorted(used)}
    return told


def _completed(operation: Document, *, has_name: bool) -> Document:
    """An operation with its scope, with If-None-Match, and with all that it may answer."""
    found = operation["responses"][HTTPStatus.OK]
    asked_again = {
        "name": "If-None-Match",
        "in": "header",
        "description": "The ETag of an answer that you still have.",
        "schema": TEXT,
    }
    answers = {
        HTTPStatus.OK: {**found, "description": "What was asked for.", "headers": _headers("ETag")},
        HTTPStatus.NOT_MODIFIED: {
            "description": "You have it already: it is still the same.",
            "headers": _headers("ETag"),
        },
        HTTPStatus.BAD_REQUEST: _problem("A parameter makes no sense; `errors` says which."),
        HTTPStatus.UNAUTHORIZED: _problem(
            "There is no token, or it opens nothing.", "WWW-Authenticate"
        ),
        HTTPStatus.FORBIDDEN: _problem(
            "The token, or its maker, may not read that.", "WWW-Authenticate"
        ),
        HTTPStatus.TOO_MANY_REQUESTS: _problem("Too many questions in a minute.", "Retry-After"),
    }
    if has_name:
        answers[HTTPStatus.NOT_FOUND] = _problem("It is not there, or not for this token.")
    return {
        **operation,
        "security": [{"Bearer": operation["tags"]}],
        "parameters": [*map(_never_null, operation["parameters"]), asked_again],
        "responses": {str(int(status)): answers[status] for status in sorted(answers)},
    }


def _never_null(parameter: Document) -> Document:
    """A parameter that may be left out, but has no word for nothing."""
    schema = parameter["schema"]
    if "anyOf" not in schema:
        return parameter
    [meant] = [one for one in schema["anyOf"] if one != {"type": "null"}]
    return {**parameter, "schema": meant}


def _problem(description: str, *headers: str) -> Document:
    schema = {"$ref": "#/components/schemas/Problem"}
    content = {MEDIA_TYPE: {"schema": schema}}
    return {"description": description, "headers": _headers(*headers), "content": content}


def _headers(*names: str) -> Document:
    """Those headers, and the two that every answer has."""
    known = {
        "ETag": ("The fingerprint of the answer.", TEXT),
        "WWW-Authenticate": ("How to show a token, and what it lacks.", TEXT),
        "Retry-After": ("After so many seconds you may ask again.", COUNT),
        "Cache-Control": ("Whether the answer may be kept.", TEXT),
        "Vary": ("On what the answer depends.", TEXT),
    }
    return {
        name: {"description": known[name][0], "required": True, "schema": known[name][1]}
        for name in (*names, "Cache-Control", "Vary")
    }
