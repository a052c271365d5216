from __future__ import annotations

import time
from collections.abc import Callable

from allauth.usersessions.models import UserSession
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect  # noqa: TID251
from django.urls import reverse
from django.utils.http import urlencode
from django_htmx.http import HttpResponseClientRedirect
from django_htmx.middleware import HtmxDetails

from accounts import second_factor

GetResponse = Callable[[HttpRequest], HttpResponse]
SEEN, SEEN_EVERY = "seen_at", 5 * 60


class SecondFactorMiddleware:
    """Somebody whose role needs a second factor does nothing before this session has given it.

    The pages of the sign-in itself stay open, so that one can be set up or given; those on which
    factors are changed only to a session that has given the factor that is there.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        self.sign_in = reverse("account_login").removesuffix("login/")
        self.factors = reverse("mfa_index")
        self.giving = {reverse("mfa_reauthenticate"), reverse("mfa_reauthenticate_webauthn")}

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if address := self._first(request):
            return HttpResponseClientRedirect(address) if HtmxDetails(request) else _to(address)
        return self.get_response(request)

    def _first(self, request: HttpRequest) -> str | None:
        """Where the person must go before; None to let them pass."""
        path, person = request.path, request.user
        if path in self.giving or not person.is_authenticated:
            return None
        changing = path.startswith(self.factors)
        if not changing and (path.startswith(self.sign_in) or not second_factor.must_have(person)):
            return None
        if second_factor.is_proved(request):
            return None
        if second_factor.has_factor(person):
            back = request.get_full_path() if request.method == "GET" else "/"
            return f"{reverse('mfa_reauthenticate')}?{urlencode({'next': back})}"
        return None if changing else self.factors


class LastSeenMiddleware:
    """Keeps, once in five minutes, when and from where each sign-in was last used."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated and not HtmxDetails(request):
            _see(request)
        return self.get_response(request)


def _see(request: HttpRequest) -> None:
    now = time.time()
    if now - request.session.get(SEEN, 0) < SEEN_EVERY:
        return
    request.session[SEEN] = now
    try:
        UserSession.objects.create_from_request(request)
    except PermissionDenied:  # the address is unknown: there is nothing to keep
        return


def _to(address: str) -> HttpResponse:
    return HttpResponseRedirect(address)
