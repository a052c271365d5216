"""Withdrawing a version before its day, and rescinding a policy."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from district_portal.district.current import today
from district_portal.ui.forms import DayField, PortalForm
from policies.models import Policy
from policies.publication import rescinding


class WithdrawForm(PortalForm, forms.Form):
    messages = {"reason": _("Say why it is withdrawn")}

    reason = forms.CharField(
        label=_("Why is it withdrawn?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Kept with the version, for those who edit policies."),
    )


class RescindForm(PortalForm, forms.Form):
    messages = {"on": _("Choose the day"), "reason": _("Say why it is rescinded")}

    on = DayField(
        label=_("Rescinded on"), help_text=_("Today or earlier, such as the day of the meeting.")
    )
    reason = forms.CharField(
        label=_("Why is it rescinded?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Shown to everyone who opens the policy."),
    )
    resolution = forms.CharField(label=_("Resolution"), max_length=60, required=False)

    def __init__(self, *args: Any, policy: Policy, **kwargs: Any) -> None:
        super().__init__(*args, initial={"on": today()}, **kwargs)
        self.policy = policy

    def clean_on(self) -> dt.date:
        on: dt.date = self.cleaned_data["on"]
        if words := rescinding.objection_to_day(self.policy, on, day=today()):
            raise forms.ValidationError(words)
        return on
