from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from district_portal.ui.forms import PortalForm


class TrialForm(PortalForm, forms.Form):
    """Where a test message goes."""

    messages = {"address": _("Enter an e-mail address")}

    address = forms.EmailField(
        label=_("Your e-mail address"),
        max_length=254,
        error_messages={"invalid": _("Enter an address such as pat@district.example")},
        help_text=_("Better one outside the portal’s own mail server too: both must work."),
    )
