"""Choose what to import: files, or text from the clipboard."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from district_portal.ui.forms import PortalForm
from policies import storing

MOST_FILES: Final = 20
LARGEST_TOGETHER: Final = 4 * 1024 * 1024
"""Bytes of all files of one request: they are read while the person waits."""
LONGEST_PASTE: Final = 500_000


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files at once; `clean` answers them as a list."""

    widget = FilesInput(attrs={"accept": ".txt,.text,.md,.markdown"})

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        files = data if isinstance(data, list | tuple) else [data] if data else []
        return [super(FilesField, self).clean(file, initial) for file in files]


class UploadForm(PortalForm, forms.Form):
    """`readings` holds what was read once the form is valid."""

    files = FilesField(  # type: ignore[assignment]  # the page's own files
        label=_("Files"),
        required=False,
        allow_empty_file=True,
        help_text=_("Text (.txt) or Markdown (.md), up to 20 at once. Each becomes a draft."),
    )
    pasted = forms.CharField(
        label=_("Or paste the text of one policy"),
        required=False,
        max_length=LONGEST_PASTE,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    readings: list[storing.Reading]

    def clean_files(self) -> list[UploadedFile]:
        files: list[UploadedFile] = self.cleaned_data["files"]
        if len(files) > MOST_FILES:
            raise forms.ValidationError(
                ngettext(
                    "Choose at most %(n)d file at once.",
                    "Choose at most %(n)d files at once.",
                    MOST_FILES,
                )
                % {"n": MOST_FILES}
            )
        if len(files) > 1 and sum(file.size or 0 for file in files) > LARGEST_TOGETHER:
            raise forms.ValidationError(
                _("Together the files are larger than 4 MB. Choose fewer at once.")
            )
        return files

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        files, pasted = cleaned.get("files") or [], (cleaned.get("pasted") or "").strip()
        if self.errors:
            return cleaned
        if not files and not pasted:
            self.add_error("files", _("Choose a file, or paste the text below"))
            return cleaned
        self.readings = []
        for file in files:
            self._read("files", file.name or "", file.size or 0, file.read)
        if pasted:
            self._read("pasted", storing.PASTED, len(pasted), pasted.encode)
        return cleaned

    def _read(self, field: str, name: str, size: int, content: Callable[[], bytes]) -> None:
        try:
            storing.check_size(size)
            self.readings.append(storing.read(content(), name=name))
        except storing.UnreadableFile as unreadable:
            message = unreadable if field == "pasted" else f"{name}: {unreadable}"
            self.add_error(field, str(message))
