"""Who looks after an account from now on."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.roster_field import RosterField, offer
from accounts.models import Person
from approvals.registry import looking_after
from approvals.registry.looking_after import Care
from approvals.registry.models import Account, Handover
from district_portal.ui.forms import PortalForm


class HandoverForm(PortalForm, forms.Form):
    """The next owner where there is none; one more manager; who can get it back."""

    messages = {
        "owner": _("Name who looks after it from now on"),
        "another": _("Name one more manager"),
        "recovery_owner": _("Name who can get the account back"),
    }

    owner = RosterField(
        label=_("Who looks after it from now on?"), help_text=_("Name or e-mail."), max_length=200
    )
    another = RosterField(
        label=_("One more manager"), help_text=_("Name or e-mail."), max_length=200, required=False
    )
    recovery_owner = RosterField(
        label=_("Who can get the account back?"),
        help_text=_("Keeps the recovery codes. Not the owner: name or e-mail."),
        max_length=200,
    )

    def __init__(self, *args: Any, account: Account, handover: Handover, **kwargs: Any) -> None:
        self.account = account
        back = account.recovery_owner
        kwargs["initial"] = {"recovery_owner": (back.email or str(back)) if back else ""}
        super().__init__(*args, **kwargs)
        self.helper.mark_optional = True
        if not handover.lacks_owner:
            del self.fields["owner"]
        elif handover.person and handover.person.is_active:
            words = _("Name or e-mail. %(name)s may keep it, if you name them once more.")
            self.fields["owner"].help_text = words % {"name": handover.person}
        if handover.lacks_manager:
            self.fields["another"].required = True
        else:
            self.fields["another"].help_text = _(
                "Needed where the next owner was the only other manager. Name or e-mail."
            )
        offer(self, *[name for name in self.base_fields if name in self.fields])

    def clean(self) -> None:
        if self.errors:
            return
        try:
            looking_after.refuse(self.account, self.care, owner=self.next_owner)
        except looking_after.CareError as error:
            self.refuse(error)

    @property
    def next_owner(self) -> Person:
        """Who looks after it from now on."""
        named: Person | None = self.cleaned_data.get("owner")
        return named or self.account.owner

    @property
    def care(self) -> Care:
        """How it is looked after from now on."""
        held = looking_after.care_of(self.account)
        managers = [person for person in held.managers if person != self.next_owner]
        another = self.cleaned_data.get("another")
        if another and another not in managers:
            managers.append(another)
        back = self.cleaned_data["recovery_owner"]
        return replace(held, managers=tuple(managers), recovery_owner=back)

    def refuse(self, error: looking_after.CareError) -> None:
        """Say beside the field what may not be so."""
        field = "another" if error.field == "managers" else error.field
        self.add_error(field if field in self.fields else None, str(error))
