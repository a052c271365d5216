"""Who signs, decides, grants or exports has shown a short while ago that it is them.

At an open screen nobody else shall do so in their name. What counts is the last proof of this very
session: a sign-in, or the answer when it was asked for again, by password, authenticator app,
passkey, or an account elsewhere.
"""

from __future__ import annotations

import datetime as dt
import json
from functools import wraps
from typing import TYPE_CHECKING, Any

from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.reauthentication import STATE_SESSION_KEY
from allauth.core.exceptions import ReauthenticationRequired
from django.conf import settings
from django.utils import timezone

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponseBase  # noqa: TID251 – names for the types

KEY = "signed_in_at"
BEGAN = "began_at"
"""When this portal last signed the person in, whenever a provider asked."""
ASKED = "asked_elsewhere_at"
NEVER = 0.0


def remember(request: HttpRequest) -> None:
    """Note in the session that the person has just signed in, or was asked elsewhere before."""
    now = timezone.now().timestamp()
    at = min(now, getattr(request, ASKED, now))
    request.session[KEY] = at
    request.session[BEGAN] = now
    if at < now and (records := get_authentication_records(request, request.user)):
        records[-1]["at"] = at
        request.session.modified = True


def asked_elsewhere(request: HttpRequest, at: object) -> None:
    """Let the sign-in that follows count from `at` (seconds since 1970), when a provider asked.

    One that recognizes somebody by a session of its own has asked nobody. Where it does not tell,
    with anything but a figure, the sign-in counts as no recent one: who signs, decides, grants or
    exports is asked.
    """
    setattr(request, ASKED, float(at) if isinstance(at, int | float) else NEVER)


def proved_at(request: HttpRequest) -> dt.datetime | None:
    """When the person last showed in this session that it is them."""
    if not request.user.is_authenticated:
        return None
    records = get_authentication_records(request, request.user)
    latest = max((record["at"] for record in records), default=request.session.get(KEY))
    return dt.datetime.fromtimestamp(latest, tz=dt.UTC) if latest else None


def is_over(request: HttpRequest, *, at: dt.datetime | None = None) -> bool:
    """Whether the person showed SESSION_LONGEST seconds before `at` (now) or earlier who they are.

    However much it is used, a sign-in then ends.
    """
    began = request.session.get(BEGAN, NEVER)
    if (proved := proved_at(request)) is not None:
        began = max(began, proved.timestamp())
    return (at or timezone.now()).timestamp() - began >= settings.SESSION_LONGEST


def is_recent(proved: dt.datetime | None, *, at: dt.datetime | None = None) -> bool:
    """Whether that was less than ACCOUNT_REAUTHENTICATION_TIMEOUT seconds before `at` (now)."""
    limit = dt.timedelta(seconds=settings.ACCOUNT_REAUTHENTICATION_TIMEOUT)
    return proved is not None and (at or timezone.now()) - proved < limit


def require(request: HttpRequest) -> None:
    """Raise ReauthenticationRequired, which leads to the question and back, unless it is recent.

    What was sent is kept and goes on from where it was once the answer is right.
    """
    if is_recent(proved_at(request)):
        return
    if request.GET and request.method == "POST":
        # allauth keeps the query with what was sent, but knows its place by the bare path alone
        request.META["QUERY_STRING"] = ""
    raise ReauthenticationRequired


def is_kept(request: HttpRequest, address: str) -> bool:
    """Whether what was sent to `address` (a path) waits in this session for the answer."""
    waiting = (request.session.get(STATE_SESSION_KEY) or {}).get("request")
    return waiting is not None and json.loads(waiting)["path"] == address


def recently(
    *methods: str,
) -> Callable[[Callable[..., HttpResponseBase]], Callable[..., HttpResponseBase]]:
    """Let a view be used with these HTTP methods only after a recent sign-in.

    It stands below `@needs`, so that a stranger still gets 404.
    """

    def decorate(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.method in methods:
                require(request)
            return view(request, *args, **kwargs)

        return guarded

    return decorate
