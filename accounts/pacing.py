"""Whoever asks for too much in too short a time waits, and reads so."""

from __future__ import annotations

from dataclasses import dataclass
from functools import wraps
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final

from allauth.account.adapter import get_adapter
from django.template.response import TemplateResponse

from accounts.throttling import MINUTE, TooManyError, admit_to
from district_portal.permissions import note_refusal

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import (  # noqa: TID251 – names for the types
        HttpRequest,
        HttpResponse,
        HttpResponseBase,
    )

    View = Callable[..., HttpResponseBase]


@dataclass(frozen=True)
class Pace:
    """How often in `seconds`: one person who is signed in, and one network address of guests."""

    person: int
    address: int
    seconds: int


PACES: Final = {
    "exports": Pace(person=60, address=0, seconds=10 * MINUTE),
    "searches": Pace(person=300, address=1_200, seconds=MINUTE),
    "uploads": Pace(person=120, address=0, seconds=10 * MINUTE),
}
"""No person comes near these by hand; a program that signed in as one does.

A school shares one address, and its search asks anew with every few letters.
"""


def paced(what: str) -> Callable[[View], View]:
    """Let a view be used only so often, by PACES; of "uploads" only forms with files count.

    It stands below `@needs`, so that a stranger still gets 404.
    """
    pace = PACES[what]

    def decorate(view: View) -> View:
        @wraps(view)
        def counted(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if what == "uploads" and not request.FILES:
                return view(request, *args, **kwargs)
            return _refused(request, what, pace) or view(request, *args, **kwargs)

        return counted

    return decorate


def too_many(
    request: HttpRequest, what: str, *, most: int, seconds: int = MINUTE
) -> HttpResponse | None:
    """The answer to a network address that asks for more than `most` in so many seconds.

    None for all others.
    """
    address = str(get_adapter(request).get_client_ip(request))
    return _admitted(request, what, address=address, most=most, seconds=seconds)


def _refused(request: HttpRequest, what: str, pace: Pace) -> HttpResponse | None:
    if not request.user.is_authenticated:
        return too_many(request, what, most=pace.address, seconds=pace.seconds)
    mine = f"{what}:{request.user.pk}"
    return _admitted(request, mine, address="", most=pace.person, seconds=pace.seconds)


def _admitted(
    request: HttpRequest, what: str, *, address: str, most: int, seconds: int
) -> HttpResponse | None:
    try:
        admit_to(what, address=address, most=most, seconds=seconds)
    except TooManyError as many:
        note_refusal(request, f"the pace of {what.partition(':')[0]}")
        status = HTTPStatus.TOO_MANY_REQUESTS
        refused = TemplateResponse(request, "429.html", status=status)
        refused["Retry-After"] = str(many.seconds)
        return refused
    return None
