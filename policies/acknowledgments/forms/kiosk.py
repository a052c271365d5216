"""What is typed at a shared device: a code and a PIN."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from district_portal.ui.forms import PortalForm
from policies.acknowledgments.kiosk import keying
from policies.acknowledgments.paper import coding


class CodeForm(PortalForm, forms.Form):
    """The code on a slip."""

    messages = {"code": _("Type the code that is on your slip")}
    code = forms.CharField(
        label=_("Code on your slip"),
        max_length=coding.LONGEST_TYPED,
        help_text=_("Ten letters and digits."),
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )


class PinField(forms.CharField):
    """Six digits that nobody sees while they are typed."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"inputmode": "numeric", "autocomplete": "off", "maxlength": "12"}
        super().__init__(max_length=12, widget=forms.PasswordInput(attrs=attrs), **kwargs)

    def clean(self, value: object) -> str:
        """The digits. Raises ValidationError for anything else."""
        pin = "".join(str(super().clean(value)).split())
        if not re.fullmatch(rf"[0-9]{{{keying.DIGITS}}}", pin):
            raise forms.ValidationError(_("A PIN has six digits"))
        return pin


class EnterPinForm(PortalForm, forms.Form):
    """The PIN that somebody chose before."""

    messages = {"pin": _("Type your PIN")}
    pin = PinField(label=_("Your PIN"), help_text=_("The six digits that you chose."))


class ChoosePinForm(PortalForm, forms.Form):
    """A new PIN, typed twice."""

    messages = {"pin": _("Choose a PIN"), "again": _("Type the same PIN once more")}
    pin = PinField(
        label=_("Choose a PIN"),
        help_text=_("Six digits that only you know, and that nobody guesses: not 123456."),
    )
    again = PinField(label=_("The same PIN once more"))

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_pin(self) -> str:
        """Raises ValidationError for one that is guessed first."""
        pin: str = self.cleaned_data["pin"]
        if keying.is_weak(pin, number=self.person.number):
            raise forms.ValidationError(_("This is easily guessed. Choose other digits"))
        return pin

    def clean(self) -> dict[str, Any]:
        """Says beside the second one that they differ."""
        said: dict[str, Any] = super().clean() or {}
        if {"pin", "again"} <= said.keys() and said["pin"] != said["again"]:
            self.add_error("again", _("The two PINs differ. Type the same one twice"))
        return said
