from __future__ import annotations

import time
from collections.abc import Callable

from allauth.usersessions.models import UserSession
from django.contrib.auth import logout
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect  # noqa: TID251
from django.urls import Resolver404, resolve, reverse
from django.utils.http import urlencode
from django_htmx.http import HttpResponseClientRedirect
from django_htmx.middleware import HtmxDetails

from accounts import recent_sign_in, second_factor, signing_out
from accounts.devices import LISTED

GetResponse = Callable[[HttpRequest], HttpResponse]
SEEN, SEEN_EVERY = "seen_at", 5 * 60


OPEN = {
    "acknowledgments:kiosk",
    "account_logout",
    "account_reauthenticate",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "language",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
    "oidc_login",
    "oidc_again",
    "oidc_callback",
    "socialaccount_login_cancelled",
    "prove_by_mail",
    "prove_by_mail_open",
    "setup:logo",
    "setup:colors",
}
"""The pages (names of addresses) on which one shows who one is or signs out; their looks and words.

The kiosk, to who is signed in, says no more than to sign out first.
"""
ADDING = {"mfa_activate_totp", "mfa_add_webauthn"}
BEGINNING = ADDING | {"mfa_index", "mfa_list_webauthn"}
"""Besides, for who has no second factor yet: where the first one is set up."""
CHANGING = BEGINNING | {
    "mfa_deactivate_totp",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
    "mfa_remove_webauthn",
    "mfa_edit_webauthn",
    "socialaccount_connections",
    "oidc_unlink",
}
"""What changes the ways to sign in: whoever has a factor gives it first, needed or not."""


class SecondFactorMiddleware:
    """Somebody whose role needs a second factor does nothing before this session has given it.

    Open is only what is named above, so that it can be set up or given; whatever else there is or
    will be stays closed.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if address := self._first(request):
            return HttpResponseClientRedirect(address) if HtmxDetails(request) else _to(address)
        return self.get_response(request)

    def _first(self, request: HttpRequest) -> str | None:
        """Where the person must go before; None to let them pass."""
        person = request.user
        if not person.is_authenticated or (name := _name(request)) in OPEN:
            return None
        needs_one = second_factor.must_have(person)
        if not needs_one and name not in CHANGING:
            return None
        if second_factor.is_proved(request, person):
            return None
        if to := second_factor.where_to_prove(person):
            back = request.get_full_path() if request.method == "GET" else "/"
            return f"{to}?{urlencode({'next': back})}"
        closed = (
            not second_factor.may_add(request, person) if name in ADDING else name not in BEGINNING
        )
        return reverse("mfa_index") if needs_one and closed else None


def _name(request: HttpRequest) -> str:
    """The name of the address that was asked for; "" for none."""
    try:
        return resolve(request.path_info).view_name
    except Resolver404:
        return ""


class LastSeenMiddleware:
    """Keeps, once in five minutes, when and from where each sign-in was last used.

    Each session of a person is on the list of their sign-ins, so that it ends with their stay.
    One that is not yet, as its key is new, comes onto it with this very answer; or is signed out
    where the person has left since it was begun. One whose last proof is too old ends as well.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            if recent_sign_in.is_over(request) or _is_left_over(request):
                logout(request)
            else:
                _see(request)
        response = self.get_response(request)
        if request.user.is_authenticated and not _is_listed(request):
            _list(request)
        return response


def _is_left_over(request: HttpRequest) -> bool:
    if _is_listed(request) or request.user.pk is None:
        return False
    proved = recent_sign_in.proved_at(request)
    return signing_out.is_left_over(request.user.pk, proved=proved)


def _is_listed(request: HttpRequest) -> bool:
    key = request.session.session_key
    return key is not None and request.session.get(LISTED) == key


def _see(request: HttpRequest) -> None:
    fresh = time.time() - request.session.get(SEEN, 0) < SEEN_EVERY
    if not _is_listed(request) or not (fresh or HtmxDetails(request)):
        _list(request)


def _list(request: HttpRequest) -> None:
    request.session[SEEN] = time.time()
    try:
        UserSession.objects.create_from_request(request)
    except PermissionDenied:  # the address is unknown: there is nothing to keep
        return
    request.session[LISTED] = request.session.session_key


def _to(address: str) -> HttpResponse:
    return HttpResponseRedirect(address)
