"""Small words about accounts for templates."""

from __future__ import annotations

from django import template

from approvals.registry.models import Account
from district_portal.ui.tags.status import state_badge

register = template.Library()

_KINDS = {Account.State.WAITING: "warn", Account.State.ACTIVE: "ok", Account.State.SUSPENDED: "bad"}


@register.filter
def account_badge(account: Account) -> str:
    """An account's state as a badge."""
    return state_badge(Account.State(account.state), _KINDS)
