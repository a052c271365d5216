"""Files of a concern, as somebody chooses them: with the report, or later."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from approvals.concerns import filing
from approvals.concerns.forms.acts import MOST, OnceForm


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Some pictures or PDFs; `clean` answers them looked at, as `filing.Filed`."""

    widget = FilesInput(attrs={"accept": filing.ACCEPTED})

    def clean(self, data: Any, initial: Any = None) -> list[filing.Filed]:
        """Raises ValidationError for what can't be kept."""
        files = data if isinstance(data, list | tuple) else [data] if data else []
        try:
            known = [super(FilesField, self).clean(file, initial) for file in files]
            return filing.read_all(known)
        except filing.FileError as refused:
            raise ValidationError(str(refused)) from refused


def _files(label: Any, *, required: bool) -> FilesField:
    return FilesField(
        label=label,
        help_text=_(
            "PNG, JPEG or PDF, up to 5 MB each. The original is kept sealed; what is shown of a "
            "picture is a copy that does not say where it was taken. Never take or keep pictures "
            "of unclothed children: leave them where they are and tell the police."
        ),
        required=required,
        max_length=255,
        allow_empty_file=True,
    )


class AddFilesForm(OnceForm):
    """Files of somebody who deals with a concern."""

    messages = {"pictures": _("Choose a file")}

    pictures = _files(_("Pictures or files"), required=True)
    text = forms.CharField(
        label=_("What they are, and where they come from"),
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off"}),
        max_length=MOST,
        required=False,
    )


class MoreForm(OnceForm):
    """What a reporter adds."""

    text = forms.CharField(
        label=_("What is new, or was missing"),
        help_text=_("Name no student here."),
        widget=forms.Textarea(attrs={"rows": 5, "autocomplete": "off"}),
        max_length=MOST,
        required=False,
    )
    pictures = _files(_("Pictures or files"), required=False)
