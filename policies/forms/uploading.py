"""Choose what to import: files, or text from the clipboard."""

from __future__ import annotations

import time
from pathlib import PurePath
from typing import Any, Final

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from district_portal import jobs
from district_portal.ui.forms import PortalForm
from policies import storing
from policies.importing.kinds import SUFFIXES
from policies.importing.reading import check
from policies.models import Policy
from policies.models.draft import PASTED
from policies.storing import Wanted

MOST_FILES: Final = 200
LARGEST_TOGETHER: Final = 100 * 1024 * 1024
"""Bytes of all files of one request; what is larger is cut off before it is read at all."""
FILES_AT_ONCE: Final = 5
BYTES_AT_ONCE: Final = 1024 * 1024
"""More than that is read in a job; a byte of text counts as five, it holds so many more words."""
TEXT_WEIGHS: Final = 5
SECONDS_AT_ONCE: Final = 4.0
"""For all PDFs of one request together; what takes more is read in a job."""
LONGEST_PASTE: Final = 500_000


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files at once; `clean` answers them as a list."""

    widget = FilesInput(attrs={"accept": ",".join(SUFFIXES)})

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        files = data if isinstance(data, list | tuple) else [data] if data else []
        return [super(FilesField, self).clean(file, initial) for file in files]


class WantedForm(forms.Form):
    """A policy that is named and not here, out of an address: what to bring in, or to begin."""

    code = forms.CharField(max_length=40)
    kind = forms.ChoiceField(required=False, choices=Policy.Kind.choices)
    title = forms.CharField(max_length=200, required=False)

    @property
    def wanted(self) -> Wanted | None:
        """What is asked for; None where no code is."""
        if not self.is_valid():
            return None
        cleaned = self.cleaned_data
        kind = cleaned["kind"] or Policy.Kind.POLICY
        return Wanted(cleaned["code"], kind, cleaned["title"])


class UploadForm(PortalForm, forms.Form):
    """Files, or one pasted text, never both.

    `wanted` is the policy that others name and that is brought in now; a text without a code gets
    its code. Once it is valid, `readings` holds what was read, or `waiting` the files for a job.
    """

    files = FilesField(  # type: ignore[assignment]  # the page's own files
        label=_("Choose files"),
        required=False,
        allow_empty_file=True,
        help_text=_(
            "Word (.docx), PDF, text (.txt) or Markdown (.md), up to 200 at once."
            " Each becomes a draft."
        ),
    )
    pasted = forms.CharField(
        label=_("Or paste the text of one policy instead"),
        required=False,
        max_length=LONGEST_PASTE,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    code = forms.CharField(
        label=_("Code"),
        required=False,
        max_length=40,
        help_text=_("For a text that prints no code of its own."),
    )
    kind = forms.ChoiceField(required=False, choices=Policy.Kind.choices, widget=forms.HiddenInput)
    readings: list[storing.Reading]
    waiting: list[jobs.Piece]

    def __init__(self, *args: Any, wanted: Wanted | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if wanted is None:
            del self.fields["code"], self.fields["kind"]
        else:
            self.initial.update(code=wanted.code, kind=wanted.kind)

    @cached_property
    def helper(self) -> FormHelper:
        helper = super().helper
        helper.mark_optional = False
        legend = _("Where is the text? Do one of the two")
        helper.layout = Layout(Fieldset(legend, "files", "pasted"), *list(self.fields)[2:])
        return helper

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
                _("Together the files are larger than 100 MB. Choose fewer at once.")
            )
        return files

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        files, pasted = cleaned.get("files") or [], (cleaned.get("pasted") or "").strip()
        self.readings, self.waiting = [], []
        if self.errors:
            return cleaned
        if not files and not pasted:
            self.add_error("files", _("Choose a file, or paste the text below"))
            return cleaned
        if files and pasted:
            self.add_error(
                "pasted",
                _(
                    "You chose a file and pasted a text. Send the text alone, or empty this box"
                    " and choose the file again."
                ),
            )
            return cleaned
        if pasted:
            self._take([(PASTED, pasted.encode())], "pasted")
        else:
            self._take_files(files)
        return cleaned

    def _take_files(self, files: list[UploadedFile]) -> None:
        """Read the files, or look at them and let them wait; of many, a bad one stops no other."""
        is_many, is_long = len(files) > FILES_AT_ONCE, _weight(files) > BYTES_AT_ONCE
        contents = []
        for file in files:
            name = file.name or ""
            try:
                storing.check_size(file.size or 0)
                content = file.read()
                if is_many or is_long:
                    check(content, name)
                contents.append((name, content))
                self.waiting.append(jobs.Piece(name, content))
            except storing.UnreadableFile as unreadable:
                if is_many:
                    self.waiting.append(jobs.Piece(name, error=str(unreadable)))
                else:
                    self.add_error("files", f"{name}: {unreadable}")
        if not (is_many or is_long):
            self._take(contents, "files")

    def _take(self, contents: list[tuple[str, bytes]], field: str) -> None:
        """Read the texts; when that takes longer than somebody should wait, all become a job."""
        until = time.monotonic() + SECONDS_AT_ONCE
        for name, content in contents:
            try:
                left = max(0.0, until - time.monotonic())
                self.readings.append(storing.read(content, name=name, within=left))
            except storing.UnreadableFile as unreadable:
                said = str(unreadable) if field == "pasted" else f"{name}: {unreadable}"
                self.add_error(field, said)
            except storing.NotAtOnceError:
                self.waiting = [jobs.Piece(name, content) for name, content in contents]
                return
        self.waiting = []


def _weight(files: list[UploadedFile]) -> int:
    return sum(
        (file.size or 0) * (TEXT_WEIGHS if _is_text(file.name or "") else 1) for file in files
    )


def _is_text(name: str) -> bool:
    return SUFFIXES.get(PurePath(name).suffix.lower(), "text") in ("text", "markdown")
