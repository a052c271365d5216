"""What becomes of a provider's answer: a sign-in, a link, or a proof that it is still them."""

from __future__ import annotations

import datetime as dt
import logging
from typing import TYPE_CHECKING, Any

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import url_str_to_user_pk
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.contrib.auth import logout
from django.utils.translation import gettext_lazy as _

from accounts import elsewhere, proving_by_mail, recent_sign_in, second_factor
from accounts.elsewhere import AnotherAccountError
from accounts.mailed_links import LinkTokens
from accounts.models import Person
from accounts.provider import RefusedError

if TYPE_CHECKING:
    from allauth.socialaccount.models import SocialApp, SocialLogin
    from django.http import HttpRequest  # noqa: TID251 – a name for the type

log = logging.getLogger(__name__)

LINK_KEY = "_password_reset_key"
"""Where allauth keeps in the session the token of the mailed link that was opened."""
FRESH = dt.timedelta(minutes=5)
"""How long before the question a sign-in there still counts as an answer to it."""


class NotLinkedError(RefusedError):
    words = _(
        "This account is linked to nobody here. Sign in with your password, or get a link by "
        "mail, and link it then."
    )


class NotProvedError(RefusedError):
    words = _("Show first that it is you: sign in once more, then link the account.")


class OldSignInError(RefusedError):
    words = _(
        "You signed in there a while ago and were not asked again, so this does not show that it "
        "is you. Choose another way."
    )


class ElsewhereAdapter(DefaultSocialAccountAdapter):
    """allauth's hooks: nobody is entered, and nobody linked but by the rules of `elsewhere`."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def list_apps(
        self, request: HttpRequest, provider: str | None = None, client_id: str | None = None
    ) -> list[SocialApp]:
        return [
            app
            for app in elsewhere.configured()
            if provider in {None, app.provider, app.provider_id}
            and client_id in {None, app.client_id}
        ]

    def authenticate_by_email(self, sociallogin: SocialLogin) -> None:
        return None

    def populate_user(self, request: HttpRequest, sociallogin: SocialLogin, data: object) -> Any:
        """Nothing that a provider tells becomes anybody's name or address."""
        return sociallogin.user

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Do what the person came for; raise RefusedError where that is not to be."""
        told = sociallogin.state.get("data") or {}
        purpose = told.get("purpose")
        asked = _auth_time(sociallogin)
        if purpose == "in" or (purpose == "invited" and asked is not None):  # the mail asked, too
            recent_sign_in.asked_elsewhere(request, asked)
        if purpose == "link":
            _link(request, sociallogin)
        elif purpose == "again":
            _prove_again(request, sociallogin, asked_at=told.get("asked_at", 0))
        elif purpose == "invited":
            _link_invited(request, sociallogin, told.get("invited", ""))
        elif not sociallogin.is_existing:
            raise NotLinkedError

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: Any,
        error: Any = None,
        exception: Exception | None = None,
        extra_context: dict[str, Any] | None = None,
    ) -> None:
        """Let the page lead back to what waits for a proof, if that is what they came for."""
        log.info("Sign-in with %s failed: %s %r", provider.name, error, exception)
        to = getattr(request, "back_to", "")
        if extra_context is not None:
            extra_context |= {"next": to, "is_kept": recent_sign_in.is_kept(request, to)}


def _link(request: HttpRequest, sociallogin: SocialLogin) -> None:
    """Link the account to who is signed in and has just shown it, as they would add a factor."""
    person = request.user
    if (
        not person.is_authenticated
        or not recent_sign_in.is_recent(recent_sign_in.proved_at(request))
        or not second_factor.may_add(request, person)
    ):
        raise NotProvedError
    proved = second_factor.vouches(request, person)
    elsewhere.link(person, account=sociallogin.account, proved=proved)
    if proved:
        _record(request, person, sociallogin)


def _link_invited(request: HttpRequest, sociallogin: SocialLogin, told: str) -> None:
    """Link the account to whom the mailed link belongs; they are about to sign in with it."""
    person = _invited(request, told)
    if request.user.is_authenticated:
        logout(request)
    proving_by_mail.note(request, person)
    proved = second_factor.vouches(request, person)
    sociallogin.account = elsewhere.link(person, account=sociallogin.account, proved=proved)
    sociallogin.user = person


def _prove_again(request: HttpRequest, sociallogin: SocialLogin, *, asked_at: float) -> None:
    """Take the answer as a proof if the person was asked there, and not only recognized."""
    person = request.user
    if not person.is_authenticated or sociallogin.user != person:
        raise AnotherAccountError
    answered = _auth_time(sociallogin)
    if not isinstance(answered, int | float) or answered < asked_at - FRESH.total_seconds():
        raise OldSignInError
    _record(request, person, sociallogin, reauthenticated=True)
    request.proved_again = True  # type: ignore[attr-defined]


def _auth_time(sociallogin: SocialLogin) -> Any:
    """When the provider asked the person, in seconds since 1970, if it says so."""
    return sociallogin.account.extra_data.get("auth_time")


def _record(request: HttpRequest, person: Any, sociallogin: SocialLogin, **more: Any) -> None:
    account = sociallogin.account
    record_authentication(
        request, person, "socialaccount", provider=account.provider, uid=account.uid, **more
    )


def _invited(request: HttpRequest, told: str) -> Person:
    """Whom the mailed link that was opened in this session belongs to, if it still works."""
    try:
        person = Person.objects.filter(pk=url_str_to_user_pk(told)).first()
    except ValueError:
        person = None
    key = request.session.get(LINK_KEY, "")
    if person is None or not LinkTokens().check_token(person, key):
        raise NotProvedError
    return person
