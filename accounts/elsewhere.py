"""Sign in with an account of Google, Microsoft, or another provider, once it is linked.

A link is made only by somebody who has shown who they are here: by the link in a mail of ours, or
while signed in. An address that a provider tells never links anything: it can be forged.
"""

from __future__ import annotations

import datetime as dt
import logging
from typing import TYPE_CHECKING, Any, NamedTuple

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import url_str_to_user_pk
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount, SocialApp
from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts import recent_sign_in
from accounts.mailed_links import LinkTokens
from accounts.models import Person
from accounts.provider import RefusedError
from accounts.telling_of_changes import tell

if TYPE_CHECKING:
    from allauth.socialaccount.models import SocialLogin
    from django.http import HttpRequest  # noqa: TID251 – a name for the type

log = logging.getLogger(__name__)

LINK_KEY = "_password_reset_key"
"""Where allauth keeps in the session the token of the mailed link that was opened."""


class NotLinkedError(RefusedError):
    words = _(
        "This account is linked to nobody here. Sign in with your password, or get a link by "
        "mail, and link it then."
    )


class AnotherAccountError(RefusedError):
    words = _("That account is linked to somebody else, or is not the one you signed in with.")


class NotProvedError(RefusedError):
    words = _("Show first that it is you: sign in once more, then link the account.")


class OldSignInError(RefusedError):
    words = _("You signed in there long ago, and were not asked again. Choose another way.")


class Offer(NamedTuple):
    """A provider that is configured."""

    id: str
    name: str
    second_factor: bool


def offered() -> list[Offer]:
    """The providers on offer, in the order of the buttons."""
    return [
        Offer(app.provider_id, app.name, bool(app.settings.get("second_factor")))
        for app in _configured()
    ]


def ways_of(person: Person) -> list[dict[str, Any]]:
    """How `person` may show once more that it is them, by accounts that are linked."""
    linked = set(SocialAccount.objects.filter(user=person).values_list("provider", flat=True))
    return [
        {
            "id": f"elsewhere:{offer.id}",
            "description": _("Sign in with %(name)s once more") % {"name": offer.name},
            "url": reverse("oidc_again", args=[offer.id]),
        }
        for offer in offered()
        if offer.id in linked
    ]


@transaction.atomic
def link(person: Person, *, account: SocialAccount, by: Person | None = None) -> SocialAccount:
    """Let `person` sign in with `account` (unsaved) from now on; tells them by mail.

    Harmless when it is linked to them. Raises AnotherAccountError when it is another's.
    """
    linked, new = SocialAccount.objects.get_or_create(
        provider=account.provider,
        uid=account.uid,
        defaults={"user": person, "extra_data": account.extra_data},
    )
    if linked.user_id != person.pk:
        raise AnotherAccountError
    if new:
        tell(person, "account_linked", by=by or person, after={"provider": account.provider})
    return linked


@transaction.atomic
def unlink(person: Person, *, pk: int) -> bool:
    """Unlink one account of `person`'s own, unless it is their only way in; answers whether."""
    Person.objects.select_for_update().get(pk=person.pk)
    own = SocialAccount.objects.filter(user=person)
    account = own.filter(pk=pk).first()
    if account is None or not (person.has_usable_password() or own.exclude(pk=pk).exists()):
        return False
    account.delete()
    tell(person, "account_unlinked", by=person, after={"provider": account.provider})
    return True


class ElsewhereAdapter(DefaultSocialAccountAdapter):
    """allauth's hooks: nobody is entered, and nobody linked but by the rules above."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def list_apps(
        self, request: HttpRequest, provider: str | None = None, client_id: str | None = None
    ) -> list[SocialApp]:
        found = _configured()
        return [
            app
            for app in found
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
        if purpose == "link":
            person = request.user
            if not person.is_authenticated or not recent_sign_in.is_recent(
                recent_sign_in.proved_at(request)
            ):
                raise NotProvedError
            link(person, account=sociallogin.account)
        elif purpose == "again":
            _prove_again(request, sociallogin)
        elif purpose == "invited":
            invited = _invited(request, told.get("invited", ""))
            sociallogin.account = link(invited, account=sociallogin.account)
            sociallogin.user = invited
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
        log.info("Sign-in with %s failed: %s %r", provider.name, error, exception)


def _prove_again(request: HttpRequest, sociallogin: SocialLogin) -> None:
    person = request.user
    if not person.is_authenticated or sociallogin.user != person:
        raise AnotherAccountError
    asked = sociallogin.account.extra_data.get("auth_time")
    if asked and not recent_sign_in.is_recent(dt.datetime.fromtimestamp(int(asked), tz=dt.UTC)):
        raise OldSignInError
    account = sociallogin.account
    record_authentication(
        request,
        person,
        "socialaccount",
        provider=account.provider,
        uid=account.uid,
        reauthenticated=True,
    )
    request.proved_again = True  # type: ignore[attr-defined]


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


def _configured() -> list[SocialApp]:
    providers = settings.SOCIALACCOUNT_PROVIDERS
    return [
        SocialApp(provider=name, **app) for name in providers for app in providers[name]["APPS"]
    ]
