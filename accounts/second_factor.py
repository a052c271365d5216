"""A second proof at sign-in: who has one, whose role needs one, and whose device is lost.

An account elsewhere counts as such a proof only where the district says so (`…_SECOND_FACTOR`):
Google and Microsoft don't tell the portal whether they asked for one. It must have been linked by
who had shown as much as for adding a factor.

Whoever has a factor adds another with it. The first one of somebody whose role needs it is added
only in a session that opened a link mailed to them: a stolen password alone adds none.
"""

from __future__ import annotations

import base64
import hashlib
from typing import TYPE_CHECKING, Any

from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.stages import AuthenticateStage
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts import elsewhere, proving_by_mail
from accounts.signals import signed_out_by_another
from accounts.signing_out import end_sign_ins
from accounts.telling_of_changes import tell
from district_portal.district import current
from district_portal.permissions import can

STEP = 30
"""Seconds for which an app shows a code."""

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse  # noqa: TID251 – names for the types

    from accounts.models import Person

PASSKEY = Authenticator.Type.WEBAUTHN
FACTORS = (Authenticator.Type.TOTP, PASSKEY)
TYPED = {Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES}


class OwnFactorsError(Exception):
    """Nobody resets their own second factor: a stranger at an open screen would do just that."""


class HigherError(Exception):
    """The person gives roles, and who would reset their factors does not."""


def has_factor(person: Person) -> bool:
    """Whether `person` has an authenticator app or a passkey."""
    return Authenticator.objects.filter(user=person, type__in=FACTORS).exists()


def kinds_of(person: Person) -> set[str]:
    """Of which kinds the factors of `person` are, recovery codes included."""
    return set(Authenticator.objects.filter(user=person).values_list("type", flat=True))


def since_of(person: OuterRef) -> Subquery:
    """Since when somebody has the oldest factor of their own, in a query; None for who has none.

    `person` is the column with their id.
    """
    own = Authenticator.objects.filter(user=person, type__in=FACTORS)
    return Subquery(own.order_by("created_at").values("created_at")[:1])


def must_have(person: Person) -> bool:
    """Whether one of the roles that `person` holds today needs a second factor."""
    needing = current.current().second_factor_roles
    return bool(needing) and not person.roles.isdisjoint(needing)


def is_proved(request: HttpRequest, person: Person) -> bool:
    """Whether `person` gave a second factor in this session, or came by what counts as one."""
    records = get_authentication_records(request, person)
    return any(record["method"] == "mfa" for record in records) or _came_by_counting(
        request, person
    )


def is_first_use(person: Person, code: str) -> bool:
    """Note that `code` fits, and answer whether it did so for the first time.

    allauth remembers a code of an app for one step of its clock, but takes it for as many steps
    as MFA_TOTP_TOLERANCE allows before and after: whoever looks over a shoulder could use it again.
    """
    typed = "".join(letter for letter in code if letter.isalnum())
    seconds = (2 * settings.MFA_TOTP_TOLERANCE + 1) * STEP
    return bool(cache.add(f"factor:used:{person.pk}:{typed}", 1, seconds))


def vouches(request: HttpRequest, person: Person) -> bool:
    """Whether what `person` adds in this session may count as a second factor.

    It takes the factor that is there or, where there is none yet, a link mailed to them.
    """
    if is_proved(request, person):
        return True
    return where_to_prove(person) is None and proving_by_mail.was_given(request, person)


def may_add(request: HttpRequest, person: Person) -> bool:
    """Whether `person`, who is signed in, may add a factor or link an account in this session."""
    return vouches(request, person) or not (where_to_prove(person) or must_have(person))


def where_to_prove(person: Person) -> str | None:
    """The address at which `person` gives the factor that they have; None for who has none."""
    if has_factor(person):
        return reverse("mfa_reauthenticate")
    account = elsewhere.counting(person).order_by("pk").first()
    return reverse("oidc_login", args=[account.provider]) if account else None


def _came_by_counting(request: HttpRequest, person: Person) -> bool:
    """Whether this session signed in with an account that is a second factor, still linked."""
    came = {
        (record["provider"], record.get("uid"))
        for record in get_authentication_records(request, person)
        if "provider" in record
    }
    return bool(came) and not came.isdisjoint(
        elsewhere.counting(person).values_list("provider", "uid")
    )


def prove_by_adding(request: HttpRequest, authenticator: Authenticator) -> None:
    """Who has just added a factor has shown that they hold it: this session counts as proved."""
    if authenticator.type in FACTORS:
        record_authentication(
            request, request.user, "mfa", id=authenticator.pk, type=authenticator.type
        )


@transaction.atomic
def reset(person: Person, *, by: Person | None, why: str = "") -> bool:
    """Remove every factor and recovery code of `person`, and sign them out everywhere.

    For who has lost the device; they are told by mail, and signed_out_by_another is sent. `by` is
    None for whoever runs the server, who says `why`. Answers False when there was none. Raises
    OwnFactorsError when `by` is the person, HigherError when the person gives roles and `by` does
    not: nobody opens the door to more than they hold.
    """
    if by is not None and by.pk == person.pk:
        raise OwnFactorsError
    if by is not None and can(person, "roles.grant") and not can(by, "roles.grant"):
        raise HigherError
    removed, _rows = Authenticator.objects.filter(user=person).delete()
    if not removed:
        return False
    ended = end_sign_ins({person.pk})
    signed_out_by_another.send(sender=Authenticator, people={person.pk}, by=by)
    after = {"removed": removed, "signed_out": ended} | ({"why": why} if why else {})
    tell(person, "factors_reset", by=by, after=after)
    return True


class FactorStage(AuthenticateStage):
    """Asks at sign-in for the factor, unless the way in counts as one."""

    def handle(self) -> tuple[HttpResponse | None, bool]:
        if _came_by_counting(self.request, self.login.user):
            return None, True
        answer: tuple[HttpResponse | None, bool] = super().handle()
        return answer


class FactorAdapter(DefaultMFAAdapter):
    """allauth's hooks: our words, the district's name, and secrets not kept in the clear."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("This code is wrong or too old. Type the newest one."),
    }

    def get_totp_issuer(self) -> str:
        return current.current().name

    def _get_site_name(self) -> str:
        return current.current().name

    def build_totp_svg(self, url: str) -> str:
        """The picture, to stand in the page itself."""
        return super().build_totp_svg(url).partition("?>")[2]

    def encrypt(self, text: str) -> str:
        return _keys().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _keys().decrypt(encrypted_text.encode()).decode()

    def generate_authenticator_name(self, user: Any, type: Authenticator.Type) -> str:  # noqa: A002
        return str(_("Passkey"))


def _keys() -> MultiFernet:
    """The newest SECRET_KEY locks; older ones (SECRET_KEY_FALLBACKS) still open."""
    known = [str(key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]
    digests = [hashlib.sha256(b"second factor:" + key.encode()).digest() for key in known]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])
