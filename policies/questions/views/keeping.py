"""What somebody typed when their sign-in had lapsed: it is there again once they have signed in."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase, QueryDict

from accounts.signed_in import SignedInRequest
from district_portal.ui.numbers import read_number
from policies.questions.asking import LONGEST

KEY = "questions_typed"
FIELDS = ("clause", "text", "to", "note", "asked", "answer", "reason")
MOST_KEPT = 5
_ROOM = 2 * LONGEST
"""Characters of one field that are kept: more than may be sent, so that it is told by how much."""


def nothing_lost(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Let somebody whose sign-in has lapsed sign in, and find what they typed where it was."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        if request.method == "POST":
            _keep(request)
        return redirect_to_login(request.get_full_path())

    return login_not_required(guarded)


def posted(request: HttpRequest) -> QueryDict | None:
    """What was sent, be it nothing at all; None for a page that is only looked at."""
    return request.POST if request.method == "POST" else None


def typed(request: SignedInRequest) -> dict[str, str]:
    """What this person typed on this page before they signed in again; nothing unless they did."""
    kept = request.session.get(KEY, {}).get(request.path, {})
    if kept.get("as") != request.user.pk:
        return {}
    found: dict[str, str] = kept["typed"]
    return found


def forget(request: HttpRequest) -> None:
    """Nothing is kept of this page once it was sent."""
    kept = request.session.get(KEY, {})
    if kept.pop(request.path, None) is not None:
        request.session[KEY] = kept


def _keep(request: HttpRequest) -> None:
    who = read_number(request.POST.get("as"))
    text = {name: request.POST[name][:_ROOM] for name in FIELDS if request.POST.get(name)}
    if who is None or not text:
        return
    kept = {**request.session.get(KEY, {}), request.path: {"as": who, "typed": text}}
    request.session[KEY] = dict(list(kept.items())[-MOST_KEPT:])
