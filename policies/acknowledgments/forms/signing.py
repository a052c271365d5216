from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from district_portal.ui.forms import PortalForm

STATEMENT_ID = "statement"


class SigningForm(PortalForm, forms.Form):
    """The tick and the typed name under a statement; any name is taken as typed."""

    messages = {
        "agree": _("Tick the box if you have read this version and agree"),
        "typed_name": _("Type your name"),
    }
    agree = forms.BooleanField(
        label=_("I have read this version and agree to the statement above"),
        widget=forms.CheckboxInput(attrs={"aria-describedby": STATEMENT_ID}),
    )
    typed_name = forms.CharField(
        label=_("Your name"),
        max_length=160,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["typed_name"].help_text = _(
            "Type it as you sign: %(name)s. Capital letters and accents do not matter."
        ) % {"name": person}

    def full_clean(self) -> None:
        super().full_clean()
        if self.has_error("agree"):
            described = f"{STATEMENT_ID} {self['agree'].auto_id}_error"
            self.fields["agree"].widget.attrs["aria-describedby"] = described
