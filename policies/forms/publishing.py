"""What the publisher decides."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from district_portal.ui.forms import PortalForm
from policies.models import Draft, Version


class PublishForm(PortalForm, forms.Form):
    """For a first version there is nothing to decide but to publish it."""

    messages = {
        "revision": _("Choose the kind of revision"),
        "summary": _("Say what changed, in a sentence or two"),
        "asks_again": _("Choose who must sign again"),
        "seen": _("Open the draft again"),
    }

    revision = forms.ChoiceField(
        label=_("Kind of revision"), choices=Version.Revision.choices, widget=forms.RadioSelect
    )
    summary = forms.CharField(
        label=_("Summary of changes"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Shown to everyone who reads or signs this version."),
    )
    asks_again = forms.ChoiceField(
        label=_("Who must sign again"),
        choices=[
            ("everyone", _("Everyone who has to sign this policy")),
            ("nobody", _("Nobody: signatures of the version before still count")),
        ],
        widget=forms.RadioSelect,
    )
    seen = forms.IntegerField(
        widget=forms.HiddenInput, validators=[MinValueValidator(1), MaxValueValidator(2**31 - 1)]
    )

    def __init__(self, *args: Any, draft: Draft, **kwargs: Any) -> None:
        super().__init__(*args, initial={"seen": draft.revision}, **kwargs)
        self.draft = draft
        if draft.policy_id is None:
            for name in ("revision", "summary", "asks_again"):
                del self.fields[name]

    @property
    def is_stale(self) -> bool:
        """Whether the draft has changed since the page was opened. Only after `is_valid()`."""
        return bool(self.cleaned_data["seen"] != self.draft.revision)

    @property
    def revision_label(self) -> str:
        """The kind of revision in words; nothing for a first version."""
        chosen = self.cleaned_data.get("revision")
        return str(Version.Revision(chosen).label) if chosen else ""

    @property
    def decisions(self) -> dict[str, Any]:
        """What `publishing.publish` takes. Only after `is_valid()`."""
        return {name: value for name, value in self.cleaned_data.items() if name != "seen"}
