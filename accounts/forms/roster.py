from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.roster.reading import MOST_BYTES
from district_portal.ui.forms import PortalForm


class RosterForm(PortalForm, forms.Form):
    """The HR sheet."""

    messages = {"sheet": _("Choose the HR sheet, saved as CSV")}
    sheet = forms.FileField(
        label=_("HR sheet"),
        help_text=_("A CSV file with the columns described below, 50 MB at most."),
        error_messages={"empty": _("This file is empty. Choose the HR sheet, saved as CSV.")},
    )

    def clean_sheet(self) -> bytes:
        """The file's content. Raises ValidationError when it is too large."""
        upload = self.cleaned_data["sheet"]
        if upload.size > MOST_BYTES:
            raise forms.ValidationError(_("The file is larger than 50 MB."))
        content: bytes = upload.read()
        return content
