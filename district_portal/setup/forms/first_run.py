from __future__ import annotations

from typing import Any

from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from district_portal.district import wording
from district_portal.permissions import Role
from district_portal.setup.first_run import welcoming
from district_portal.setup.forms.settings import PLAIN
from district_portal.ui.forms import PortalForm


class TokenForm(PortalForm, forms.Form):
    messages = {"token": _("Enter the token")}

    token = forms.CharField(
        label=_("Set-up token"),
        max_length=80,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
        help_text=_("Four groups of five letters and digits, such as K7QF2-9XMRT-…"),
    )


class FirstPersonForm(PortalForm, forms.Form):
    """Somebody who shall be there before the roster is."""

    messages = {
        "given_name": _("Enter the first name"),
        "family_name": _("Enter the last name"),
        "email": _("Enter the e-mail address"),
        "held": _("Choose at least one role"),
    }

    given_name = forms.CharField(label=_("First name"), max_length=80, validators=[PLAIN])
    family_name = forms.CharField(label=_("Last name"), max_length=80, validators=[PLAIN])
    email = forms.EmailField(
        label=_("E-mail at the district"),
        max_length=254,
        error_messages={"invalid": _("Enter an address such as pat@district.example")},
        help_text=_("The person signs in with it. The same address as on the roster."),
    )
    number = forms.CharField(
        label=_("Employee number"),
        max_length=40,
        required=False,
        validators=[PLAIN],
        help_text=_(
            "As your HR sheet has it, so that the roster knows this person. Empty for somebody "
            "who is in no sheet."
        ),
    )
    held = forms.MultipleChoiceField(
        label=_("Roles"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "One person can hold several. Whoever brings in the roster is Technology Coordinator "
            "or in human resources."
        ),
    )
    password = forms.CharField(
        label=_("Password"),
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("Password, once more"),
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        held: Any = self.fields["held"]
        held.choices = [(role.value, wording.role(role)) for role in welcoming.OFFERED]
        self.fields["password"].help_text = _now(
            "Only if you are this person. Leave it empty for anybody else: nobody is given a "
            "password, and they get a link by mail when the set-up is finished."
        )
        self.helper.layout = Layout(
            Fieldset(_now("Who it is"), "given_name", "family_name", "email", "number", "held"),
            Fieldset(_now("If it is you"), "password", "again"),
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        number, email = cleaned.get("number"), cleaned.get("email", "")
        if number and welcoming.others_numbered(number, email=email).exists():
            self.add_error("number", _now("Another person has this number."))
        password = cleaned.get("password") or ""
        if password != (cleaned.get("again") or ""):
            self.add_error("again", _now("The two passwords differ. Type both once more."))
        elif password:
            names = ("given_name", "family_name", "email")
            somebody = Person(**{name: cleaned.get(name, "") for name in names})
            try:
                validate_password(password, somebody)
            except forms.ValidationError as weak:
                self.add_error("password", weak)
        return cleaned

    @property
    def roles(self) -> list[Role]:
        """The chosen roles. Only after `is_valid()`."""
        return [Role(value) for value in self.cleaned_data["held"]]


class RosterForm(PortalForm, forms.Form):
    messages = {"when": _("Choose when")}

    when = forms.ChoiceField(
        label=_("When do you bring in the roster?"),
        choices=[
            ("next", _("Right after the set-up")),
            ("later", _("Later")),
        ],
        widget=forms.RadioSelect,
    )
