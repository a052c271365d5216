"""Tells those who ask for an account that its address, or one that looks like it, is registered."""

from __future__ import annotations

from typing import Any

from django.db.models import Case, When
from django.utils.translation import gettext as _

from accounts.naming import called
from approvals import lookalikes
from approvals.registry.models import Account
from approvals.similar import SHOWN, Use
from district_portal.ui.together import Sought


def registered(about: str) -> Sought[Use]:
    """The accounts, not closed, whose address in its one spelling is `about` or looks like it.

    What is the same comes first.
    """
    accounts = Account.objects.exclude(state=Account.State.CLOSED)
    alike = accounts.filter(looks=lookalikes.look(about))
    same_first = alike.order_by(Case(When(address_key=about, then=0), default=1), "name", "pk")
    rows = same_first.values("name", "address_key", owner_called=called("owner"))[:SHOWN]
    return Sought(rows, lambda found: [_use(account, about) for account in found])


def _use(account: dict[str, Any], about: str) -> Use:
    if account["address_key"] == about:
        words = _("This account is registered already: %(name)s, looked after by %(owner)s.")
        return Use(words % {"name": account["name"], "owner": account["owner_called"]}, taken=True)
    words = _("This looks like %(address)s, which is registered: %(name)s. People may mix them up.")
    return Use(words % {"name": account["name"], "address": account["address_key"]})
