"""Tells those who ask for an account that its address is in the registry."""

from __future__ import annotations

from django.utils.translation import gettext as _

from approvals.registry.models import Account
from approvals.similar import Use


def registered(about: str) -> list[Use]:
    """The accounts, not closed, whose address in its one spelling is `about`."""
    accounts = Account.objects.exclude(state=Account.State.CLOSED).filter(address_key=about)
    return [
        Use(
            _("This account is registered already: %(name)s, looked after by %(owner)s.")
            % {"name": account.name, "owner": account.owner},
            taken=True,
        )
        for account in accounts.select_related("owner")
    ]
