"""What somebody may do, and why one sees a page."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.apps import apps
from django.db.models import Model
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import Resolver404, resolve

from accounts import explaining
from accounts.models import Person
from accounts.signed_in import SignedInRequest
from district_portal.permissions import (
    PUBLIC,
    Reached,
    declared,
    get_or_404,
    in_words,
    needs,
    visible,
)


@needs("access.view")
def access(request: SignedInRequest, pk: int) -> HttpResponse:
    """Everything that one person may do today, and what gives it."""
    somebody = get_or_404(Person.objects.all(), request.user, "access.view", pk=pk)
    context = {
        "person": somebody,
        "mine": somebody == request.user,
        "grounds": explaining.of_person(somebody),
    }
    return render(request, "accounts/access.html", context)


@needs("access.view")
def why(request: SignedInRequest) -> HttpResponse:
    """Why the person may see a page: by which role or fact, for what it shows."""
    path = _path(request.GET.get("page", ""))
    permission = _permission_of(path)
    reached, obj = _object(request)
    asked = reached if obj is not None else permission
    grounds = explaining.why(request.user, asked, obj) if asked in declared() else []
    context = {
        "path": path if permission else "",
        "public": permission == PUBLIC,
        "unguarded": permission == "",
        "may": in_words(asked) if asked and grounds else "",
        "about": obj,
        "grounds": grounds,
    }
    return render(request, "accounts/why.html", context)


def _path(page: str) -> str:
    """The path of an address; nothing for what is no address."""
    try:
        return urlsplit(page).path
    except ValueError:
        return ""


def _permission_of(path: str) -> str | None:
    """The permission of the page at `path`; "" for one of the sign-in, None for no page."""
    try:
        view = resolve(path).func
    except Resolver404:
        return None
    return str(getattr(view, "permission", ""))


def _object(request: SignedInRequest) -> tuple[str, Model | None]:
    """What the page showed, with its permission, if the person may see it still."""
    reached = Reached.from_signed(request.GET.get("of", ""))
    if reached is None or reached.permission not in declared():
        return "", None
    rows = apps.get_model(reached.label)._base_manager.all()  # noqa: SLF001
    found = visible(rows, request.user, reached.permission).filter(pk=reached.pk).first()
    return reached.permission, found
