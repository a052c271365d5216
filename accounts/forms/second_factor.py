"""allauth's forms of second factors in the portal's words. They are named in MFA_FORMS."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter as get_account_adapter
from allauth.core import context
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as base
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts import noting_sign_ins, second_factor
from district_portal.ui.forms import PortalForm

LONGEST_NAME = 60


class _CodeField(PortalForm):
    """One code, typed with the keyboard of figures on a phone."""

    messages = {"code": _("Type the code")}
    label = _("Code")
    help_text: Any = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["code"]
        field.label, field.help_text = self.label, self.help_text
        field.widget.attrs.pop("placeholder", None)
        field.widget.attrs |= {"inputmode": "numeric", "spellcheck": "false"}


class _CodeOnce(_CodeField):
    """A code that fits opens once, however long the next steps of the clock would let it fit."""

    def clean_code(self) -> str:
        try:
            code: str = super().clean_code()  # type: ignore[misc]
            if not second_factor.is_first_use(self.user, code):  # type: ignore[attr-defined]
                raise get_adapter().validation_error("incorrect_code")
        except ValidationError:
            address = str(get_account_adapter().get_client_ip(context.request))
            noting_sign_ins.failed(self.user, way="code", address=address)  # type: ignore[attr-defined]
            raise
        return code


class CodeForm(_CodeOnce, base.AuthenticateForm):
    help_text = _("From your authenticator app, or one of your recovery codes.")


class CodeAgainForm(_CodeOnce, base.ReauthenticateForm):
    help_text = _("From your authenticator app, or one of your recovery codes.")


class AddAppForm(_CodeField, totp.ActivateTOTPForm):
    label = _("Code that the app shows now")
    help_text = _("Six digits, new every 30 seconds.")


class AddPasskeyForm(PortalForm, webauthn.AddWebAuthnForm):
    """The name, and what the device answers, which a script puts into a hidden field."""

    messages = {"credential": _("The device gave no answer. Please try once more.")}
    passwordless = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"] = forms.CharField(
            label=_("Name"),
            required=False,
            max_length=LONGEST_NAME,
            help_text=_("So that you know it again, like “My phone”."),
        )


class NamePasskeyForm(PortalForm, webauthn.EditWebAuthnForm):
    messages = {"name": _("Give the passkey a name")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"] = forms.CharField(label=_("Name"), max_length=LONGEST_NAME)
