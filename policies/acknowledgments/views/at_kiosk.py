"""What the session of a shared device keeps: whose code opened it, and when it was last used.

It is no sign-in. `request.user` stays nobody, so that every other page treats it as a stranger.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Concatenate, Final, ParamSpec

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from accounts.models import Person
from district_portal.permissions import public
from policies.acknowledgments.kiosk import opening
from policies.acknowledgments.models import Pin, Slip

KEY: Final = "kiosk"
IDLE: Final = 6 * 60
"""Seconds after which a device that nobody uses forgets whose it was."""
WARNING: Final = 60
"""Seconds before that in which the person is asked whether they are still there."""
P = ParamSpec("P")
Page = Callable[Concatenate[HttpRequest, "AtKiosk", P], HttpResponse]


@dataclass(frozen=True)
class AtKiosk:
    """Who uses the device: the slip that opened it, the PIN, and when that was last typed."""

    slip: Slip
    pin: Pin
    proved_at: dt.datetime

    @property
    def person(self) -> Person:
        return self.slip.seat.person


def found(request: HttpRequest, slip: Slip) -> None:
    """Somebody typed the code of `slip`; its PIN is asked for next. Whoever was before is gone."""
    request.session.flush()
    request.session[KEY] = {"slip": slip.pk, "seen": _now()}


def asked(request: HttpRequest) -> Slip | None:
    """The slip whose PIN is asked for now."""
    kept = _kept(request)
    return opening.opened(kept["slip"]) if kept and "pin" not in kept else None


def begin(request: HttpRequest, slip: Slip, pin: Pin) -> None:
    """The PIN fits: the device is theirs, under a new session."""
    request.session.flush()
    request.session[KEY] = {"slip": slip.pk, "pin": pin.pk, "seen": _now(), "proved": _now()}


def prove_again(request: HttpRequest) -> None:
    """The PIN was typed once more."""
    request.session[KEY] = {**request.session[KEY], "proved": _now(), "seen": _now()}


def current(request: HttpRequest) -> AtKiosk | None:
    """Who uses the device; None, and nothing left of them, where nobody may any more."""
    kept = _kept(request)
    if not kept or "pin" not in kept:
        return None
    slip, pin = opening.opened(kept["slip"]), Pin.objects.filter(pk=kept["pin"]).first()
    if slip is None or pin is None or not opening.may_go_on(slip, pin):
        _forget(request, _("This was ended. Ask whoever gave you the code."))
        return None
    return AtKiosk(slip, pin, dt.datetime.fromtimestamp(kept["proved"], tz=dt.UTC))


def see(request: HttpRequest) -> None:
    """Somebody is there; the page that they look at is kept, to come back to."""
    page = request.path if request.method == "GET" else request.session[KEY].get("page")
    request.session[KEY] = {**request.session[KEY], "seen": _now(), "page": page}


def page_before(request: HttpRequest) -> str:
    """The page that was looked at last."""
    return str(request.session[KEY].get("page") or "acknowledgments:kiosk_list")


def only(view: Page[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Open a view to whoever opened the device by code and PIN; others are led to its beginning.

    Nothing of it is kept by the browser.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        here = None if request.user.is_authenticated else current(request)
        if here is None:
            return over()
        return view(request, here, *args, **kwargs)

    opened: Any = public(never_cache(guarded))
    return opened


def is_used(request: HttpRequest) -> bool:
    """Whether somebody's code is known here, lapsed or not."""
    return KEY in request.session


def over() -> HttpResponse:
    """To the beginning, in the language of the device: what one person chose is not the next's."""
    answer = redirect("acknowledgments:kiosk")
    answer.delete_cookie(settings.LANGUAGE_COOKIE_NAME, samesite="Lax")
    return answer


def _kept(request: HttpRequest) -> dict[str, Any] | None:
    kept: dict[str, Any] | None = request.session.get(KEY)
    if kept and _now() - kept["seen"] > IDLE:
        _forget(request, _("Nobody used this device for some minutes, so it was ended."))
        return None
    return kept


def _forget(request: HttpRequest, why: str) -> None:
    request.session.flush()
    messages.info(request, why)


def _now() -> float:
    return timezone.now().timestamp()
