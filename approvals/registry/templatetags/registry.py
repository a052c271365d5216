"""Small words about accounts for templates."""

from __future__ import annotations

from django import template

from approvals.registry.models import Account

register = template.Library()

_KINDS = {Account.State.WAITING: "warn", Account.State.ACTIVE: "ok", Account.State.SUSPENDED: "bad"}


@register.filter
def account_kind(account: Account) -> str:
    """The kind of badge for an account's state."""
    return _KINDS.get(Account.State(account.state), "plain")
