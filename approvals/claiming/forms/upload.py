"""A spreadsheet of accounts that exist, and what becomes of it."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.roster.reading.table import UnreadableSheetError
from approvals.claiming.reading import Read, read
from district_portal.ui.forms import PortalForm

MOST_BYTES = 5 * 1024 * 1024
PROBLEMS_SHOWN = 5


class UploadForm(PortalForm, forms.Form):
    """The file; once valid, `found` holds what was read of it, and `file_name` how it is called."""

    messages = {"sheet": _("Choose the spreadsheet, a CSV or Excel file")}
    sheet = forms.FileField(
        label=_("Spreadsheet"),
        help_text=_("An Excel file (XLSX) or CSV with one row for each account. 5 MB at most."),
        error_messages={"empty": _("This file is empty. Choose the spreadsheet.")},
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv,.tsv,.txt,text/csv"}),
    )
    instead_of = forms.IntegerField(required=False, widget=forms.HiddenInput)
    found: Read
    file_name = ""

    def clean_sheet(self) -> bytes:
        """Raises ValidationError with what to do where it can't be read."""
        upload = self.cleaned_data["sheet"]
        if upload.size > MOST_BYTES:
            raise forms.ValidationError(_("The file is larger than 5 MB."))
        self.file_name = upload.name or ""
        content: bytes = upload.read()
        try:
            self.found = read(content)
        except UnreadableSheetError as error:
            raise forms.ValidationError(str(error)) from error
        if problems := self.found.problems:
            words = _("Row %(row)s: %(message)s")
            told = [words % {"row": one.row, "message": one.message} for one in problems]
            raise forms.ValidationError(told[:PROBLEMS_SHOWN])
        return content


class TakeInForm(PortalForm, forms.Form):
    """Take in what the page showed; `seen` is the fingerprint of that."""

    messages = {"seen": _("Open the page again")}
    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)
    doubtful = forms.BooleanField(
        label=_("Also list the doubtful ones"),
        help_text=_(
            "Otherwise they are left out. Where nobody can be asked, you then name somebody."
        ),
        required=False,
    )
