from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.forms.naming import PeopleField
from accounts.models import Place
from district_portal.district.current import today
from district_portal.ui.forms import DayField, NamedFilter, PortalForm
from policies.acknowledgments.paper import coding, recording, scanning
from policies.acknowledgments.paper.printing import LIST, SHEETS

LONGEST = recording.MOST_LINES * coding.LONGEST_TYPED


class PrintForm(PortalForm, forms.Form):
    """Whom to print for, and how; everything may be empty."""

    place = NamedFilter(
        Place.objects.all(),
        label=_("Building or department"),
        help_text=_("With everything below it."),
    )
    people = PeopleField(
        label=_("Only these people"),
        help_text=_("A name, e-mail address or employee number, one a line."),
        required=False,
    )
    form = forms.ChoiceField(
        label=_("How to print"),
        widget=forms.RadioSelect,
        required=False,
        choices=[
            (SHEETS, _("A sheet for each person")),
            (LIST, _("A list for each building, a line for each person")),
        ],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, initial={"form": SHEETS}, **kwargs)

    def whom(self) -> dict[str, Any]:
        """What printing.asked takes; nothing while the form is not sent."""
        if not self.is_bound:
            return {}
        return {"place": self.cleaned_data["place"], "people": self.cleaned_data["people"] or ()}

    @property
    def as_list(self) -> bool:
        """Whether lists are asked for instead of sheets."""
        return self.is_bound and self.cleaned_data.get("form") == LIST


class CodeForm(PortalForm, forms.Form):
    """The code of a sheet, typed or scanned."""

    messages = {"code": _("Type or scan the code that is on the sheet")}
    code = forms.CharField(
        label=_("Code on the sheet"),
        max_length=coding.LONGEST_TYPED,
        help_text=_("Ten letters and digits, or what a scanner reads from the square."),
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )


class CodesForm(PortalForm, forms.Form):
    """Many codes, one a line."""

    messages = {"codes": _("Type or scan at least one code")}
    codes = forms.CharField(
        label=_("Codes, one a line"),
        max_length=LONGEST,
        help_text=_("A scanner that types goes to the next line by itself. Up to 300 lines."),
        widget=forms.Textarea(attrs={"rows": 10, "autocomplete": "off", "spellcheck": "false"}),
        strip=False,
    )

    def clean_codes(self) -> list[str]:
        """The lines. Raises ValidationError for too many, or none with anything on it."""
        lines: list[str] = self.cleaned_data["codes"].splitlines()
        if not any(line.strip() for line in lines):
            raise forms.ValidationError(_("Type or scan at least one code"))
        if len(lines) > recording.MOST_LINES:
            raise forms.ValidationError(_("Record at most 300 lines at once"))
        return lines


class RecordForm(PortalForm, forms.Form):
    """What is recorded of a signed sheet: the day that stands on it, and its scan."""

    messages = {
        "signed_on": _("Enter the day that is on the sheet"),
        "scan": _("Choose the scan of the signed sheet"),
    }
    signed_on = DayField(
        label=_("Day on the sheet"), help_text=_("The day that they wrote beside their signature.")
    )
    scan = forms.FileField(
        label=_("Scan of the sheet"),
        help_text=_("PDF, JPEG or PNG, up to 10 MB. It is kept for as long as the signature."),
        max_length=255,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": "application/pdf,image/jpeg,image/png"}),
    )

    def clean_signed_on(self) -> dt.date:
        """Raises ValidationError for a day to come."""
        day: dt.date = self.cleaned_data["signed_on"]
        if day > today():
            raise forms.ValidationError(_("Choose today or an earlier day"))
        return day

    def clean_scan(self) -> scanning.Scanned:
        """The file, looked at. Raises ValidationError for what can't be kept."""
        file = self.cleaned_data["scan"]
        try:
            return scanning.read(file.read(scanning.MOST_BYTES + 1), name=file.name)
        except scanning.ScanError as refused:
            raise forms.ValidationError(str(refused)) from refused

    def too_early(self, lines: Any) -> None:
        """Say beside the day that some were not asked yet."""
        numbers = ", ".join(str(line.number) for line in lines)
        words = ngettext(
            "They were not asked yet on that day, or the version was not published (line %(n)s). "
            "Choose a later one",
            "They were not asked yet on that day, or the version was not published (lines %(n)s). "
            "Choose a later one",
            len(lines),
        )
        self.add_error("signed_on", words % {"n": numbers})


class RecordSheetForm(RecordForm):
    """One sheet alone, so that no line is named."""

    def too_early(self, lines: Any) -> None:
        words = _("Not asked yet on that day, or the version not published. Choose a later one")
        self.add_error("signed_on", words)


class MistakeForm(PortalForm, forms.Form):
    """Why a signature was recorded by mistake."""

    messages = {"reason": _("Say what was wrong")}
    reason = forms.CharField(
        label=_("What was wrong"),
        help_text=_("The person can read it."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    whole = forms.BooleanField(required=False)

    def __init__(self, *args: Any, of_list: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = ngettext(
            "The whole list: %(n)d signature that was recorded with this scan",
            "The whole list: all %(n)d signatures that were recorded with this scan",
            of_list,
        )
        self.fields["whole"].label = words % {"n": of_list}
        if of_list < 2:  # noqa: PLR2004 – itself alone
            del self.fields["whole"]


class RecordListForm(RecordForm):
    """A list: the codes come along from the step before."""

    messages = {
        **RecordForm.messages,
        "scan": _("Choose the scan of the signed list"),
        "codes": _("Type or scan at least one code"),
    }
    codes = forms.CharField(widget=forms.HiddenInput, max_length=LONGEST, strip=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["signed_on"].label = _("Day on the list")
        self.fields["scan"].label = _("Scan of the list")
