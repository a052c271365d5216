"""Files of a concern, as somebody chooses them: with the report, or later."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from approvals.concerns import filing
from approvals.concerns.forms.acts import MOST, OnceForm


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Some pictures or PDFs; `clean` answers them looked at, as `filing.Filed`.

    `kept` are those which can be kept, also where others can't.
    """

    widget = FilesInput(attrs={"accept": filing.ACCEPTED})
    kept: Sequence[filing.Filed] = ()

    def clean(self, data: Any, initial: Any = None) -> list[filing.Filed]:
        """Raises ValidationError with each that can't be kept."""
        files = data if isinstance(data, list | tuple) else [data] if data else []
        known = [super(FilesField, self).clean(file, initial) for file in files]
        looked = filing.read_all(known)
        self.kept = looked.kept
        if looked.refused:
            raise ValidationError(looked.refused)
        return looked.kept


def _files(label: Any, *, required: bool) -> FilesField:
    return FilesField(
        label=label,
        help_text=_(
            "Pictures or PDFs, up to 20 MB each. The original is kept sealed; what is shown of a "
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
