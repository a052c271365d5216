from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from district_portal.ui.forms import PortalForm
from policies.references.missing import Trouble


class ReferencesFilter(PortalForm, forms.Form):
    """Which references are listed: those that lead nowhere, unless other ones are chosen."""

    trouble = forms.ChoiceField(
        label=_("Which references"),
        required=False,
        choices=[
            ("", _("To what is not in this portal")),
            (Trouble.RESCINDED, _("To what is rescinded")),
            (Trouble.RENAMED, _("To what has another code now")),
        ],
    )
    words = forms.CharField(label=_("Code or title"), required=False, max_length=200)
