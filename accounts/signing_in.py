"""Who gets in: only people on the roster, with a password that they chose themselves.

Nobody is ever given a password: the first one is set through a link in a mail, so that nobody
but the person can have signed. A signature is worth little where an office held the passwords
(Bannister v. Marinidence Opco, Cal. App. 2021).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from allauth.core import context as allauth_context
from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from district_portal import audit, mailing

if TYPE_CHECKING:
    import datetime as dt


class RosterAdapter(DefaultAccountAdapter):
    """allauth's hooks: closed to strangers, and every mail goes through the outbox."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _("E-mail address or password is wrong. Type both once more."),
        "enter_current_password": _("This is not your current password. Type it once more."),
        "incorrect_password": _("This is not your password. Type it once more."),
        "too_many_login_attempts": _("Too many attempts. Wait five minutes, then try once more."),
    }

    def is_open_for_signup(self, request: object) -> bool:
        return False

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

    @transaction.atomic
    def set_password(self, user: Any, password: str) -> None:
        super().set_password(user, password)
        audit.record("signing_in.password_set", by=user, on=user, person=user)

    def reauthenticate(self, user: Any, password: str) -> bool:
        known = self.authenticate(allauth_context.request, email=user.email, password=password)
        return known is not None and known.pk == user.pk


def password_link(person: Person) -> str:
    """The address under which `person` sets a password; good for PASSWORD_RESET_TIMEOUT."""
    token = default_token_generator.make_token(person)
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
