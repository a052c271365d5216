"""Who gets in: only people on the roster, with a password that they chose themselves.

Nobody is ever given a password: the first one is set through a link in a mail, so that nobody
but the person can have signed. A signature is worth little where an office held the passwords
(Bannister v. Marinidence Opco, Cal. App. 2021).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.utils import user_pk_to_url_str
from allauth.core import context as allauth_context
from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts import elsewhere, recent_sign_in, second_factor, throttling
from accounts.mailed_links import LinkTokens
from accounts.models import Person
from accounts.signing_out import end_sign_ins
from accounts.telling_of_changes import tell
from district_portal import audit, mailing

if TYPE_CHECKING:
    import datetime as dt

    from django.utils.functional import Promise

MINUTE = 60
CHANGES = {
    "mfa/email/totp_activated": "app_added",
    "mfa/email/totp_deactivated": "app_removed",
    "mfa/email/webauthn_added": "passkey_added",
    "mfa/email/webauthn_removed": "passkey_removed",
    "mfa/email/recovery_codes_generated": "codes_renewed",
}
"""What allauth calls its mails → what the portal tells instead."""


class RosterAdapter(DefaultAccountAdapter):
    """allauth's hooks: closed to strangers, and every mail goes through the outbox."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _("E-mail address or password is wrong. Type both once more."),
        "enter_current_password": _("This is not your current password. Type it once more."),
        "incorrect_password": _("This is not your password. Type it once more."),
        "too_many_login_attempts": _("Too many attempts. Wait some minutes, then try once more."),
        "wait": _("Too many attempts. Wait %s, then try once more."),
        "wait_or": _(
            "Too many attempts. Wait %s, then try once more. A link by mail works now, and so does "
            "a passkey or an account elsewhere, if you have one."
        ),
    }
    attempt: throttling.Attempt

    def is_safe_url(self, url: str | None) -> bool:
        """Whether one may be sent on to `url`; never to what is no address."""
        try:
            return bool(super().is_safe_url(url))
        except ValueError:
            return False

    def is_open_for_signup(self, request: object) -> bool:
        return False

    def get_login_stages(self) -> list[str]:
        """The second factor is the one stage there is."""
        return ["accounts.second_factor.FactorStage"]

    def pre_authenticate(self, request: Any, **credentials: Any) -> None:
        try:
            self.attempt = throttling.admit(
                credentials["email"],
                address=self.get_client_ip(request),
                device=request.COOKIES.get(settings.DEVICE_COOKIE_NAME, ""),
            )
        except throttling.TooManyError as many:
            code = "wait" if request.user.is_authenticated else "wait_or"
            raise self.validation_error(code, in_words(many.seconds)) from many

    def authenticate(self, request: Any, **credentials: Any) -> Any:
        known = super().authenticate(request, **credentials)
        if known:
            throttling.succeeded(self.attempt)
        return known

    def authentication_failed(self, request: object, **credentials: Any) -> None:
        throttling.failed(self.attempt, email=credentials["email"])

    def post_login(self, request: Any, user: Any, **kwargs: Any) -> Any:
        response = super().post_login(request, user, **kwargs)
        throttling.remember_device(request, response, user)
        return response

    def send_password_reset_mail(self, user: Any, email: str, context: dict[str, Any]) -> None:
        now = timezone.now()
        mailing.queue(
            "password_link",
            key=f"password_link:{user.pk}:{now:%Y%m%d%H%M%S}",
            to=user,
            context={"link": password_link(user)},
            secret=True,
        )
        audit.record("signing_in.link_asked", by=None, on=user, person=user)

    def send_notification_mail(
        self, template_prefix: str, user: Any, context: object = None, email: str | None = None
    ) -> None:
        if change := CHANGES.get(template_prefix):
            tell(user, change, by=user)

    @transaction.atomic
    def set_password(self, user: Any, password: str) -> None:
        """Set it, end every other sign-in, and tell the person."""
        user.set_password(password)
        user.save(update_fields=["password"])
        request = allauth_context.request
        end_sign_ins({user.pk}, but=request.session.session_key if request else None)
        tell(user, "password_set", by=user)

    def reauthenticate(self, user: Any, password: str) -> bool:
        known = self.authenticate(allauth_context.request, email=user.email, password=password)
        return known is not None and known.pk == user.pk

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        return not recent_sign_in.is_recent(recent_sign_in.proved_at(allauth_context.request))

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """One's own ways, then accounts elsewhere; a link by mail where nothing of one's own is."""
        if not user.is_authenticated:
            return []
        own = _own_ways(user)
        ways = [*own, *elsewhere.ways_of(user)]
        if not own:
            ways.append(_way("link", _("Get a link by mail"), "prove_by_mail"))
        return ways


def _own_ways(person: Person) -> list[dict[str, Any]]:
    """By password and by second factors, under the names that allauth has for them."""
    factors = second_factor.kinds_of(person)
    found = []
    if person.has_usable_password():
        found.append(_way("reauthenticate", _("Use your password"), "account_reauthenticate"))
    if not factors.isdisjoint(second_factor.TYPED):
        words = _("Use your authenticator app or a recovery code")
        found.append(_way("mfa_reauthenticate", words, "mfa_reauthenticate"))
    if second_factor.PASSKEY in factors:
        where = "mfa_reauthenticate_webauthn"
        found.append(_way("mfa_reauthenticate:webauthn", _("Use a passkey"), where))
    return found


def _way(name: str, words: str | Promise, page: str) -> dict[str, Any]:
    return {"id": name, "description": words, "url": reverse(page)}


def in_words(seconds: int) -> str:
    """For how long somebody must wait: in seconds, or in minutes, rounded up."""
    if seconds < MINUTE:
        return ngettext("%d second", "%d seconds", seconds) % seconds
    minutes = -(-seconds // MINUTE)
    return ngettext("%d minute", "%d minutes", minutes) % minutes


def password_link(person: Person, *, lasts: int | None = None) -> str:
    """The address under which `person` sets a password.

    Good for `lasts` seconds, by default PASSWORD_RESET_TIMEOUT.
    """
    seconds = settings.PASSWORD_RESET_TIMEOUT if lasts is None else lasts
    token = LinkTokens().make_lasting(person, seconds=seconds)
    path = reverse("account_reset_password_from_key", args=[user_pk_to_url_str(person), token])
    return settings.PORTAL_ADDRESS + path


@transaction.atomic
def invite(person: Person, *, by: Person | None, at: dt.datetime | None = None) -> bool:
    """Mail `person` the link for their first password; once a minute at most.

    False when they have no e-mail address, have left, or were invited within this minute.
    """
    if not person.is_active or not person.email:
        return False
    at = at or timezone.now()
    queued = mailing.queue(
        "first_password",
        key=f"first_password:{person.pk}:{at:%Y%m%d%H%M}",
        to=person,
        context={"link": password_link(person)},
        secret=True,
    )
    if queued:
        audit.record("signing_in.invited", by=by, on=person, person=person, at=at)
    return queued
