"""A question of a program: who asks, and what they see of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http import HTTPStatus
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet
from django.http import HttpRequest  # noqa: TID251 – a name for the type
from django.utils.translation import gettext as _

from accounts.models import Person
from district_portal.api import cursors
from district_portal.api.models import Token
from district_portal.api.parameters import PAGING, Paging, check
from district_portal.api.problems import RefusedError
from district_portal.api.scopes import PERMISSIONS, Scope
from district_portal.permissions import can


class Asked(HttpRequest):
    """What a resource gets: nobody comes that far without a token."""

    auth: Token


def reader(request: Asked, scope: Scope) -> Person:
    """With whose eyes is read. Raises RefusedError for a token, or a maker, without `scope`."""
    token = request.auth
    if scope not in token.scopes:
        raise _forbidden(_("This token was not made to read that."), scope)
    if not can(token.maker, PERMISSIONS[scope]):
        raise _forbidden(_("The maker of this token may not see that any more."), scope)
    return token.maker


def page(
    request: Asked, rows: QuerySet[Any, Any], asked: Paging, *, by: Sequence[str] = ("pk",)
) -> dict[str, Any]:
    """The page of `rows` that is asked for, in the order of the columns `by`, unique together.

    Raises RefusedError for parameters that make no sense.
    """
    question = question_of(request, asked)
    place = cursors.read(asked.cursor, question=question) if asked.cursor else []
    found = list(cursors.beyond(rows, by, place)[: asked.limit + 1])
    shown, more = found[: asked.limit], len(found) > asked.limit
    following = cursors.write(cursors.place_of(shown[-1], by), question=question) if more else None
    return {"rows": shown, "next": following}


@contextmanager
def one_moment() -> Iterator[None]:
    """Let several statements read the tables as of one moment, as one would.

    Within a transaction of somebody else they read as that one does.
    """
    alone = not connection.in_atomic_block
    with transaction.atomic():
        if alone:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


def question_of(request: Asked, asked: Paging) -> str:
    """By what the question is known. Raises RefusedError for unknown or repeated parameters."""
    check(request.GET, type(asked))
    asking = {name: value for name, value in request.GET.items() if name not in PAGING}
    return cursors.fingerprint(request.path, asking)


def _forbidden(detail: str, scope: Scope) -> RefusedError:
    challenge = f'Bearer error="insufficient_scope", scope="{scope}"'
    return RefusedError(HTTPStatus.FORBIDDEN, detail, headers={"WWW-Authenticate": challenge})
