"""The reason for which an account is suspended, closed or reopened."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from approvals.registry.models import Account
from district_portal.ui.forms import PortalForm

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class ReasonForm(PortalForm, forms.Form):
    """Why; each act has its own words."""

    messages = {"reason": _("Say why")}
    title: ClassVar[StrOrPromise]
    lead: ClassVar[StrOrPromise]
    button: ClassVar[StrOrPromise]
    is_danger: ClassVar[bool] = True

    reason = forms.CharField(
        label=_("Why?"),
        help_text=_("The owner, the managers and whoever looks after it later read this."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
    )


class SuspendForm(ReasonForm):
    """Take an account out of use for a time."""

    messages = {"reason": _("Say why you suspend it")}
    title = _("Suspend this account")
    lead = _("It speaks for the district no longer, and everyone who checks it is told so.")
    button = _("Suspend it")


class CloseForm(ReasonForm):
    """End an account."""

    messages = {"reason": _("Say why you close it")}
    title = _("Close this account")
    lead = _("It ends. Its history stays, and its address can be asked for anew.")
    button = _("Close it")


class ReopenForm(ReasonForm):
    """Let an account speak again; `seen` is the state that the page showed."""

    messages = {"reason": _("Say why you let it speak again")}
    title = _("Open this account again")
    lead = _("It speaks for the district again, with all that it was approved for.")
    button = _("Open it again")
    is_danger = False

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, account: Account, **kwargs: Any) -> None:
        super().__init__(*args, initial={"seen": account.state}, **kwargs)
