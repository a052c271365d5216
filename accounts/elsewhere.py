"""Sign in with an account of Google, Microsoft, or another provider, once it is linked.

A link is made only by somebody who has shown who they are here: by the link in a mail of ours, or
while signed in. An address that a provider tells never links anything: it can be forged.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from allauth.socialaccount.models import SocialAccount, SocialApp
from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Person, ProvedLink
from accounts.provider import RefusedError
from accounts.telling_of_changes import tell

if TYPE_CHECKING:
    from django.db.models import QuerySet


class AnotherAccountError(RefusedError):
    words = _("That account is linked to somebody else, or is not the one you signed in with.")


class Offer(NamedTuple):
    """A provider that is configured."""

    id: str
    name: str
    second_factor: bool
    asks_again: bool


def offered() -> list[Offer]:
    """The providers on offer, in the order of the buttons."""
    return [
        Offer(
            app.provider_id,
            app.name,
            second_factor=bool(app.settings.get("second_factor")),
            asks_again=bool(app.settings.get("asks_again")),
        )
        for app in configured()
    ]


def configured() -> list[SocialApp]:
    """The same, as allauth wants them."""
    providers = settings.SOCIALACCOUNT_PROVIDERS
    return [
        SocialApp(provider=name, **app) for name in providers for app in providers[name]["APPS"]
    ]


def ways_of(person: Person) -> list[dict[str, Any]]:
    """How `person` may show once more that it is them, by linked accounts that ask again."""
    linked = set(SocialAccount.objects.filter(user=person).values_list("provider", flat=True))
    return [
        {
            "id": f"elsewhere:{offer.id}",
            "description": _("Sign in with %(name)s once more") % {"name": offer.name},
            "url": reverse("oidc_again", args=[offer.id]),
        }
        for offer in offered()
        if offer.asks_again and offer.id in linked
    ]


class Linked(NamedTuple):
    """A linked account of a provider that the district trusts to ask for a second proof."""

    account: SocialAccount
    offer: Offer
    counts: bool


def linked_with_trusted(person: Person) -> list[Linked]:
    """The accounts of `person` at providers whose accounts can be a second factor.

    Those that are one come first.
    """
    trusted = {offer.id: offer for offer in offered() if offer.second_factor}
    accounts = SocialAccount.objects.filter(user=person, provider__in=trusted) if trusted else []
    proved = set(counting(person).values_list("pk", flat=True)) if accounts else set()
    linked = [Linked(row, trusted[row.provider], row.pk in proved) for row in accounts]
    return sorted(linked, key=lambda one: not one.counts)


def counting(person: Person) -> QuerySet[SocialAccount]:
    """The accounts of `person` that are a second factor: the district and the link say so."""
    trusted = [offer.id for offer in offered() if offer.second_factor]
    if not trusted:
        return SocialAccount.objects.none()
    return SocialAccount.objects.filter(user=person, provider__in=trusted, proof__isnull=False)


@transaction.atomic
def link(
    person: Person, *, account: SocialAccount, proved: bool, by: Person | None = None
) -> SocialAccount:
    """Let `person` sign in with `account` (unsaved) from now on; tells them by mail.

    `proved` says that the link may count as a second factor (`second_factor.vouches`); one that
    was made without may be made again. Harmless when it is linked to them. Raises
    AnotherAccountError when it is another's.
    """
    linked, new = SocialAccount.objects.get_or_create(
        provider=account.provider,
        uid=account.uid,
        defaults={"user": person, "extra_data": account.extra_data},
    )
    if linked.user_id != person.pk:
        raise AnotherAccountError
    if proved:
        ProvedLink.objects.get_or_create(account=linked)
    if new:
        after = {"provider": account.provider, "proved": proved}
        tell(person, "account_linked", by=by or person, after=after)
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
