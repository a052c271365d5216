"""allauth's forms in the portal's words. They are named in ACCOUNT_FORMS."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as allauth_forms
from django.utils.translation import gettext_lazy as _

from district_portal.ui.forms import PortalForm

CHOOSE_WELL = _("At least 12 characters. Nothing that is mostly a name or a well-known word.")
NEW_PASSWORD = {
    "password1": _("Choose a password"),
    "password2": _("Type the new password once more"),
}
LABELS = {
    "login": _("E-mail"),
    "email": _("E-mail"),
    "password": _("Password"),
    "oldpassword": _("Current password"),
    "password1": _("New password"),
    "password2": _("New password, once more"),
}
HELP = {"password1": CHOOSE_WELL}


class PlainForm(PortalForm):
    """Labels above the fields instead of placeholders inside them."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = LABELS[name]
            field.help_text = HELP.get(name, "")


class SignInForm(PlainForm, allauth_forms.LoginForm):
    messages = {
        "login": _("Enter your district e-mail address"),
        "password": _("Enter your password"),
    }


class AskForLinkForm(PlainForm, allauth_forms.ResetPasswordForm):
    messages = {"email": _("Enter your district e-mail address")}


class ChoosePasswordForm(PlainForm, allauth_forms.ResetPasswordKeyForm):
    messages = NEW_PASSWORD


class SetPasswordForm(PlainForm, allauth_forms.SetPasswordForm):
    messages = NEW_PASSWORD


class ChangePasswordForm(PlainForm, allauth_forms.ChangePasswordForm):
    messages = {"oldpassword": _("Enter your current password"), **NEW_PASSWORD}


class ReauthenticateForm(PlainForm, allauth_forms.ReauthenticateForm):
    messages = {"password": _("Enter your password")}
