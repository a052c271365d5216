"""The yearly check: what the owner confirms, mark by mark."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from approvals.registry import certifying
from approvals.registry.models import Account
from district_portal.ui.forms import PortalForm


class YearlyForm(PortalForm, forms.Form):
    """One mark for each of certifying.STATEMENTS; `seen` is what the page showed."""

    messages = {
        "purpose": _("Confirm the purpose, or close the account"),
        "managers": _("Confirm who signs in, or change it first"),
        "recovery": _("Confirm who can get it back, or change it first"),
        "two_factor": _("Turn two-factor sign-in on first, then confirm it"),
        "comments": _("Confirm how comments are kept, or change it first"),
    }

    purpose = forms.BooleanField(label=_("It is still needed, and used for this purpose alone"))
    managers = forms.BooleanField(label=_("These people can sign in to it, and nobody else"))
    recovery = forms.BooleanField(label=_("Whoever can get it back has the recovery codes"))
    two_factor = forms.BooleanField(label=_("Two-factor sign-in is on"))
    comments = forms.BooleanField(label=_("Comments are kept as it says here"))
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, account: Account, **kwargs: Any) -> None:
        kwargs["initial"] = {"seen": certifying.digest(account)}
        super().__init__(*args, **kwargs)

    @property
    def confirmed(self) -> list[str]:
        """What was marked."""
        return [name for name in certifying.STATEMENTS if self.cleaned_data[name]]
