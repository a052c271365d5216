"""The e-mail address of the district that an account is bound to."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.models import Person

_PRIVATE_HOSTS = frozenset(
    {
        "aol.com",
        "gmail.com",
        "hotmail.com",
        "icloud.com",
        "live.com",
        "msn.com",
        "outlook.com",
        "proton.me",
        "protonmail.com",
        "yahoo.com",
    }
)


def refuse_private(address: str) -> None:
    """Raise ValidationError for an address at one of the large hosts of private mail."""
    if _host(address) in _PRIVATE_HOSTS:
        raise ValidationError(_("Enter an address of the district, not a private one"))


def doubts(address: str, *, requester: Person) -> list[str]:
    """What to look at: an address that belongs to one person, or is not at the requester's host."""
    said = []
    if owner := Person.objects.filter(email__iexact=address).first():
        said.append(
            _(
                "%(address)s is the address of one person, %(name)s. "
                "A shared mailbox stays when people go."
            )
            % {"address": address, "name": owner}
        )
    own = _host(requester.email or address)
    if _host(address) != own:
        said.append(_("%(address)s is not at %(host)s.") % {"address": address, "host": own})
    return said


def _host(address: str) -> str:
    return address.lower().rpartition("@")[2]
