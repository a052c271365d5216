"""The end of an account, asked for by somebody who manages it for another.

Its owner closes it without asking (approvals/registry/closing.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from approvals import as_it_stands
from approvals.kinds.base import Kind, long_text
from approvals.kinds.of_account import OfAccountForm
from approvals.models import Request
from district_portal.district.keeping_words import in_own_language


class AccountClosingForm(OfAccountForm):
    """Why it should end."""

    messages = {"why": _("Say why it should be closed")}
    short = {"why": _("Why")}

    why = long_text(
        _("Why should it be closed?"),
        rows=4,
        help_text=_("Its owner, its managers and who decides read this."),
    )

    def may_ask(self) -> bool:
        return self.requester.pk in self.account.managers

    @cached_property
    @in_own_language()
    def title(self) -> str:
        return _("Closing of %(name)s") % {"name": self.account.name}


def doubts(values: Mapping[str, Any], request: Request) -> list[str]:
    """What to look at: it is another's account."""
    account = as_it_stands.of(request.about)
    if account is None:
        return []
    words = _("%(name)s owns this account, and may close it without asking.")
    return [str(words % {"name": account.owner_name})]


def afterwards(values: Mapping[str, Any]) -> str:
    """What comes after approval, in a few words."""
    return str(_("The account is closed; its history stays"))


KIND = Kind(
    name="account_closing",
    label=_("Closing of an account"),
    description=_(
        "The end of an account that you manage for somebody else. Begin it on the page of the "
        "account."
    ),
    step_label=_("Why it should end"),
    form=AccountClosingForm,
    creates="account_closing",
    doubts=doubts,
    afterwards=afterwards,
    until_then=_("Until it is decided, the account stays as it is."),
    begun_at="registry:list",
)
