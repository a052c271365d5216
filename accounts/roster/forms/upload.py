from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.roster import matching
from accounts.roster.oneroster import package
from accounts.roster.oneroster.distilling import distil
from accounts.roster.reading import MOST_BYTES
from accounts.roster.reading.table import UnreadableSheetError
from district_portal.ui.forms import PortalForm


class UploadForm(PortalForm, forms.Form):
    """The HR sheet, or a OneRoster zip.

    Once valid, `matches` says what the headings of a sheet most likely mean; `is_oneroster` tells
    which of the two it is.
    """

    messages = {"sheet": _("Choose the HR sheet, a CSV or Excel file")}
    sheet = forms.FileField(
        label=_("HR sheet"),
        help_text=_(
            "An Excel file (XLSX) or CSV with one row for each position, or a OneRoster zip."
            " 50 MB at most."
        ),
        error_messages={"empty": _("This file is empty. Choose the HR sheet.")},
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv,.tsv,.txt,.zip,text/csv"}),
    )
    matches: list[matching.Match]
    is_oneroster = False
    file_name = ""

    def clean_sheet(self) -> bytes:
        """What is stored of the file: of OneRoster only staff and places.

        Raises ValidationError with what to do where it can't be read.
        """
        upload = self.cleaned_data["sheet"]
        if upload.size > MOST_BYTES:
            raise forms.ValidationError(_("The file is larger than 50 MB."))
        self.file_name = upload.name or ""
        content: bytes = upload.read()
        try:
            if package.is_package(content):
                self.is_oneroster, self.matches = True, []
                return distil(content)
            self.matches = matching.look_at(content)
        except UnreadableSheetError as error:
            raise forms.ValidationError(str(error)) from error
        return content
