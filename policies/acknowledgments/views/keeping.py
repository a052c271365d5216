"""What the session keeps of a signing page: when it was opened, and what was typed.

So that nothing is lost when the sign-in has lapsed or the password is asked for again.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase, QueryDict
from django.utils import timezone
from django.utils.dateparse import parse_datetime

KEY = "signing"
TYPED = re.compile(r"agree|typed_name|[qr][0-9]{1,19}")
"""The fields of what is signed, and of its check questions."""
MOST_KEPT = 20
LONGEST = 160
MOST_FIELDS = 30


def opened_at(request: HttpRequest, pk: int) -> dt.datetime:
    """When this person first opened the page of assignment `pk` in this session; now, if now."""
    kept = _kept(request, pk)
    if "opened" not in kept:
        kept["opened"] = timezone.now().isoformat()
        _keep(request, pk, kept)
    return parse_datetime(kept["opened"]) or timezone.now()


def keep_typed(request: HttpRequest, pk: int, data: QueryDict) -> None:
    """Remember what was typed, for the same page after signing in again."""
    typed = {name: data[name][:LONGEST] for name in data if TYPED.fullmatch(name)}
    kept = _kept(request, pk)
    _keep(
        request,
        pk,
        {**kept, "typed": dict([*kept.get("typed", {}).items(), *typed.items()][-MOST_FIELDS:])},
    )


def take_typed(request: HttpRequest, pk: int) -> dict[str, str]:
    """What was typed before the password was asked for; nothing if it wasn't."""
    typed: dict[str, str] = _kept(request, pk).get("typed", {})
    return typed


def forget(request: HttpRequest, pk: int) -> None:
    """Nothing is kept once it is signed."""
    kept = request.session.get(KEY, {})
    if kept.pop(str(pk), None) is not None:
        request.session[KEY] = kept


def nothing_lost(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Let somebody whose sign-in has lapsed sign in, and find what they typed where it was."""

    @wraps(view)
    def guarded(request: HttpRequest, pk: int) -> HttpResponseBase:
        if request.user.is_authenticated:
            return view(request, pk)
        if request.method == "POST":
            keep_typed(request, pk, request.POST)
        return redirect_to_login(request.get_full_path())

    return login_not_required(guarded)


def _kept(request: HttpRequest, pk: int) -> dict[str, Any]:
    kept: dict[str, Any] = request.session.get(KEY, {}).get(str(pk), {})
    return kept


def _keep(request: HttpRequest, pk: int, what: dict[str, Any]) -> None:
    everything = {**request.session.get(KEY, {}), str(pk): what}
    request.session[KEY] = dict(list(everything.items())[-MOST_KEPT:])
