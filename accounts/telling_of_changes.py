"""Tell a person by mail, and the record, that how they sign in has changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy

from district_portal import audit, mailing

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from django_stubs_ext import StrOrPromise

    from accounts.models import Person

CHANGES = {
    "password_set": gettext_lazy("Your password was set or changed."),
    "app_added": gettext_lazy("An authenticator app was added."),
    "app_removed": gettext_lazy("The authenticator app was removed."),
    "passkey_added": gettext_lazy("A passkey was added."),
    "passkey_removed": gettext_lazy("A passkey was removed."),
    "codes_renewed": gettext_lazy("New recovery codes were made. The old ones no longer work."),
    "factors_reset": gettext_lazy(
        "Your authenticator app, passkeys and recovery codes were removed, and you were signed "
        "out everywhere. Sign in and set up new ones."
    ),
    "account_linked": gettext_lazy("An account elsewhere was linked, with which you can sign in."),
    "account_unlinked": gettext_lazy("An account elsewhere is no longer linked."),
    "link_handed_over": gettext_lazy(
        "Whoever runs the portal’s server made a link with which you choose a password and sign "
        "in. It works once, for an hour."
    ),
    "pin_chosen": gettext_lazy(
        "A PIN was chosen for you at a shared device on which people sign. Was that not you? Tell "
        "human resources at once."
    ),
    "pin_reset": gettext_lazy(
        "Your PIN for shared devices was reset. With your next code you choose another."
    ),
    "many_failures": gettext_lazy(
        "Somebody tried many wrong passwords on your account. None of them worked. You need not "
        "do anything; a password that you use nowhere else keeps you safe."
    ),
}
"""What may happen → what the mail says."""
ADDRESS_CHANGED = "address_changed"
"""The mail that goes to the address that a person had before."""


@transaction.atomic
def tell(
    person: Person, change: str, *, by: Person | None, after: Mapping[str, Any] | None = None
) -> None:
    """Record `change`, one of CHANGES, done by `by`, and mail it to `person`.

    `after` holds what the record shall know besides; never a secret or an address.
    """
    now = timezone.now()
    audit.record(f"signing_in.{change}", by=by, on=person, person=person, after=after, at=now)
    mailing.queue(
        "sign_in_changed",
        key=f"sign_in_changed:{person.pk}:{change}:{now:%Y%m%d%H%M%S%f}",
        to=person,
        context={"what": CHANGES[change], "at": now, "by": _by(person, by)},
    )


def tell_old_addresses(addresses: Mapping[int, str]) -> None:
    """Mail each old address of `addresses` (person id → address) that the roster holds another.

    Whoever rules the new one can have a link for a password mailed; the old one is where somebody
    who did not ask for that hears of it. In few statements, however many there are.
    """
    now = f"{timezone.now():%Y%m%d%H%M%S%f}"
    keys = {person: f"{ADDRESS_CHANGED}:{person}:{now}" for person in addresses}
    mailing.queue_many(ADDRESS_CHANGED, keys=keys, addresses=addresses)


@mailing.writes(ADDRESS_CHANGED)
def write_to_old_addresses(people: set[int]) -> dict[int, dict[str, Any]]:
    """The context of each such mail: it names neither address, for a stranger may read it."""
    return {person: {} for person in people}


def _by(person: Person, by: Person | None) -> StrOrPromise:
    if by is None or by.pk == person.pk:
        return ""
    return format_lazy(gettext_lazy("Done by {name}."), name=by)
