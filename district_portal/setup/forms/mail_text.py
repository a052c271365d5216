from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from district_portal.mailing import proofreading, wording
from district_portal.ui.forms import PortalForm

if TYPE_CHECKING:
    from district_portal.mailing.pieces import Pattern


class MailTextForm(PortalForm, forms.Form):
    """What a kind of mail says; `based_on` is the number of the text that the page showed."""

    messages = {
        "subject": _("Write a subject"),
        "body": _("Write the text"),
    }

    subject = forms.CharField(label=_("Subject"), max_length=wording.LONGEST_SUBJECT)
    body = forms.CharField(
        label=_("Text"),
        max_length=wording.LONGEST_BODY,
        widget=forms.Textarea(attrs={"rows": 16, "spellcheck": "true"}),
        help_text=_(
            "An empty line begins a new paragraph. Lines that begin with “- ” become a list. "
            "What stands in braces is filled in for each person."
        ),
    )
    based_on = forms.IntegerField(
        required=False, min_value=0, max_value=2**31 - 2, widget=forms.HiddenInput
    )

    def __init__(self, *args: Any, pattern: Pattern, **kwargs: Any) -> None:
        self.pattern = pattern
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        cleaned["based_on"] = cleaned.get("based_on") or 0
        told = {name: cleaned.get(name, "") for name in ("subject", "body")}
        for name, sentences in proofreading.faults(self.pattern, **told).items():
            if told[name]:
                self.add_error(name, sentences)
        return cleaned

    @property
    def text(self) -> wording.Text:
        """What was written. Only after `is_valid()`."""
        return wording.Text(self.cleaned_data["subject"], self.cleaned_data["body"])

    def look_again(self, *, based_on: int, words: str) -> None:
        """Keep what was typed, say what happened meanwhile, and let it go through the next time."""
        self.data = {**self.data.dict(), "based_on": str(based_on)}  # type: ignore[attr-defined]
        self.add_error(None, words)
