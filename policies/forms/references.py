from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from district_portal.ui.forms import PortalForm
from policies.references.missing import Trouble


class ReferencesFilter(PortalForm, forms.Form):
    """Which references are listed: those that lead nowhere, unless other ones are chosen."""

    trouble = forms.ChoiceField(
        label=_("References to what is"),
        required=False,
        choices=[
            ("", _("not in this portal")),
            (Trouble.RESCINDED, _("rescinded")),
            (Trouble.RENAMED, _("under another code now")),
        ],
    )
    words = forms.CharField(label=_("Code or title"), required=False, max_length=200)
