"""How an account is looked after, and what its owner confirms."""

from __future__ import annotations

from typing import Any

from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.roster_field import RosterField, offer
from accounts.models import Person
from approvals.kinds import mailboxes
from approvals.registry import looking_after
from approvals.registry.looking_after import RECOVERY, TWO_FACTOR, Care
from approvals.registry.models import Account
from district_portal.ui.forms import PortalForm
from district_portal.ui.meanwhile import MeanwhileForm


class CareForm(MeanwhileForm, forms.Form):
    """Managers, who can get the account back, its district address, the rules of its comments."""

    messages = {
        "recovery_owner": _("Name who can get the account back"),
        "district_address": _("Enter the district e-mail address"),
    }
    needed_sometimes = frozenset({"managers", "comment_rules"})

    managers = forms.ModelMultipleChoiceField(
        Person.objects.none(),
        label=_("Managers beside the owner"),
        help_text=_("Take the mark away from who should no longer sign in to it."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    another = RosterField(
        label=_("One more manager"),
        help_text=_("Name or e-mail."),
        max_length=200,
        required=False,
    )
    recovery_owner = RosterField(
        label=_("Who can get the account back?"),
        help_text=_("Keeps the recovery codes. Not the owner: name or e-mail."),
        max_length=200,
    )
    district_address = forms.EmailField(
        label=_("District e-mail address of the account"),
        help_text=_("Best a shared mailbox: it stays when people go. Never a private one."),
        error_messages={"invalid": _("Enter an e-mail address, such as band@district")},
        max_length=254,
        validators=[mailboxes.refuse_private],
    )
    comment_rules = forms.CharField(
        label=_("Who reads the comments, and by what rules?"),
        help_text=_("Needed where comments are open."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        required=False,
    )

    def __init__(self, *args: Any, account: Account, **kwargs: Any) -> None:
        self.account = account
        care = looking_after.care_of(account)
        back = care.recovery_owner
        shown = {
            "managers": list(care.managers),
            "recovery_owner": (back.email or str(back)) if back else "",
            "district_address": care.district_address,
            "comment_rules": care.comment_rules,
        }
        super().__init__(*args, shown=shown, initial=shown, **kwargs)
        choice = self.fields["managers"]
        assert isinstance(choice, forms.ModelMultipleChoiceField)  # noqa: S101 – narrows the type
        choice.queryset = account.managers.exclude(pk=account.owner_id)
        offer(self, "another", "recovery_owner")
        people = [name for name in ("another", "another_pick") if name in self.fields]
        back_fields = ("recovery_owner", "recovery_owner_pick")
        self.helper.layout = Layout(
            Fieldset(_("Who signs in"), "managers", *people),
            Fieldset(
                _("How it is secured"),
                *(name for name in back_fields if name in self.fields),
                "district_address",
            ),
            Fieldset(_("Comments"), "comment_rules"),
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not self.errors:
            try:
                looking_after.refuse(self.account, self.care)
            except looking_after.CareError as error:
                self.refuse(error)
        return cleaned

    @property
    def care(self) -> Care:
        """What was typed, checked."""
        data = self.cleaned_data
        managers = [*data["managers"]]
        if data.get("another") and data["another"] not in managers:
            managers.append(data["another"])
        return Care(
            managers=tuple(managers),
            recovery_owner=data["recovery_owner"],
            district_address=data["district_address"],
            comment_rules=data["comment_rules"].strip().replace("\r\n", "\n"),
        )

    def refuse(self, error: looking_after.CareError) -> None:
        """Say beside the field what may not be so."""
        field = "another" if error.field == "managers" else error.field
        self.add_error(field if field in self.fields else None, str(error))


class ConfirmForm(PortalForm, forms.Form):
    """What the owner has looked at today."""

    two_factor = forms.BooleanField(
        label=_("Two-factor sign-in is on"),
        help_text=_("A password alone opens it for nobody."),
        required=False,
    )
    recovery = forms.BooleanField(required=False)

    def __init__(self, *args: Any, account: Account, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.mark_optional = False
        words = _("%(name)s has the recovery codes and can get it back")
        self.fields["recovery"].label = words % {"name": account.recovery_owner}
        if account.recovery_owner is None:
            del self.fields["recovery"]

    def clean(self) -> None:
        if not self.errors and not self.confirmed:
            self.add_error(None, _("Mark what you have looked at"))

    @property
    def confirmed(self) -> list[str]:
        """What was marked."""
        return [name for name in (TWO_FACTOR, RECOVERY) if self.cleaned_data.get(name)]
