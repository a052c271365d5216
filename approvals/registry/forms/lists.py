"""Filters of the registry, and the notice to parents."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import Person, Place
from approvals.models import Platform, Submission
from approvals.registry import certifying, finding, handing_over, letters, parents_due
from approvals.registry.models import Account, Change, Manager, ParentNotice
from district_portal.district.current import today
from district_portal.ui.forms import ALL_OF_THEM, DayField, NamedFilter, PortalForm
from policies.acknowledgments.paper import scanning
from policies.models import Policy

_UNSETTLED: Mapping[str, Callable[[], Q]] = {
    "handover": handing_over.open_at_all,
    "overdue": certifying.late,
    "check": certifying.waiting,
    "unconfirmed": lambda: Q(two_factor_on=None) & ~Q(state=Account.State.CLOSED),
}


class RegistryFilter(PortalForm, forms.Form):
    """Which accounts to list."""

    words = forms.CharField(label=_("Name, handle or person"), max_length=100, required=False)
    platform = NamedFilter(Platform.objects.all(), label=_("Platform"))
    place = NamedFilter(Place.objects.all(), label=_("School or department"))
    state = forms.ChoiceField(
        label=_("State"), choices=[("", _("Any")), *Account.State.choices], required=False
    )
    parents = forms.ChoiceField(
        label=_("Parents, this school year"),
        choices=[
            ("", _("Any")),
            ("due", _("To be told, or late")),
            ("overdue", _("Not told in time")),
        ],
        required=False,
    )
    whose = forms.ChoiceField(
        label=_("Whose accounts"),
        choices=[("", ALL_OF_THEM), ("mine", _("Those that I look after"))],
        required=False,
    )
    care = forms.ChoiceField(
        label=_("To be settled"),
        choices=[
            ("", _("Any")),
            ("handover", _("To be handed over")),
            ("overdue", _("Yearly check overdue")),
            ("check", _("Yearly check to be done")),
            ("unconfirmed", _("Two-factor sign-in not confirmed")),
        ],
        required=False,
    )
    policy = forms.ModelChoiceField(
        Policy.objects.all(), to_field_name="slug", widget=forms.HiddenInput, required=False
    )

    def narrow(self, accounts: QuerySet[Account], *, person: Person) -> QuerySet[Account]:
        """Those of `accounts` that match, seen by `person`; what makes no sense is left out."""
        data = self.cleaned_data if self.is_valid() else {}
        if data.get("whose"):
            accounts = accounts.filter(
                pk__in=Manager.objects.filter(person=person).values("account")
            )
        for name in ("platform", "place", "state"):
            if value := data.get(name):
                accounts = accounts.filter(**{name: value})
        if parents := data.get("parents"):
            until = today() + (parents_due.SOON if parents == "due" else -dt.timedelta(days=1))
            owing = parents_due.owing().filter(due_on__lte=until)
            accounts = accounts.filter(pk__in=owing.values("pk"))
        if data.get("care"):
            accounts = accounts.filter(_UNSETTLED[data["care"]]())
        if policy := data.get("policy"):
            accounts = accounts.filter(pk__in=resting_on(policy))
        if words := data.get("words"):
            accounts = accounts.filter(pk__in=finding.having(words, people=True))
        return accounts


class CheckForm(PortalForm, forms.Form):
    """An address that somebody has seen, and wants to know whether it is ours."""

    messages = {"address": _("Paste a link, or type a handle")}

    address = forms.CharField(
        label=_("Link, web address or handle"),
        help_text=_("Copy it from the page that you see, such as instagram.com/… or @…"),
        max_length=300,
    )


class OfficialFilter(PortalForm, forms.Form):
    """Which of the accounts that everyone may see to list."""

    words = forms.CharField(label=_("Name or handle"), max_length=100, required=False)
    platform = NamedFilter(Platform.objects.all(), label=_("Platform"))
    place = NamedFilter(
        Place.objects.filter(
            pk__in=Account.objects.filter(state=Account.State.ACTIVE).values("place")
        ),
        label=_("School or department"),
    )

    def narrow(self, accounts: QuerySet[Account]) -> QuerySet[Account]:
        """Those of `accounts` that match; a filter that makes no sense is left out."""
        data = self.cleaned_data if self.is_valid() else {}
        for name in ("platform", "place"):
            if value := data.get(name):
                accounts = accounts.filter(**{name: value})
        if words := data.get("words"):
            accounts = accounts.filter(pk__in=finding.having(words))
        return accounts


class NoticeForm(PortalForm, forms.Form):
    """When, how and in which words parents were told."""

    messages = {
        "told_on": _("Enter the day on which parents were told"),
        "channel": _("Choose how they were told"),
        "text": _("Enter what parents were told"),
    }

    text = forms.CharField(
        label=_("What parents were told"),
        help_text=_(
            "Drafted for you: change it to what you really sent. It is kept word for word."
        ),
        widget=forms.Textarea(attrs={"rows": 16}),
        max_length=10_000,
    )
    channel = forms.ChoiceField(
        label=_("How were they told?"), choices=ParentNotice.Channel, widget=forms.RadioSelect
    )
    told_on = DayField(
        label=_("On which day?"),
        error_messages={"invalid": _("Enter the day as year, month and day")},
    )

    copy = forms.FileField(
        label=_("Copy of what went out"),
        help_text=_("A scan or file, PDF, JPEG or PNG, up to 10 MB."),
        max_length=255,
        allow_empty_file=True,
        required=False,
        widget=forms.FileInput(attrs={"accept": "application/pdf,image/jpeg,image/png"}),
    )

    def clean_copy(self) -> scanning.Scanned | None:
        """The file, looked at. Raises ValidationError for what can't be kept."""
        file = self.cleaned_data["copy"]
        if not file:
            return None
        try:
            return scanning.read(file.read(scanning.MOST_BYTES + 1), name=file.name)
        except scanning.ScanError as refused:
            raise forms.ValidationError(str(refused)) from refused

    def clean_told_on(self) -> Any:
        if self.cleaned_data["told_on"] > today():
            raise forms.ValidationError(_("Enter a day that is not in the future"))
        return self.cleaned_data["told_on"]


class LetterForm(PortalForm, forms.Form):
    """What the letter to parents says; `based_on` is the number of the text that was shown."""

    messages = {"body": _("Write the letter")}

    body = forms.CharField(
        label=_("Text"),
        max_length=letters.LONGEST,
        widget=forms.Textarea(attrs={"rows": 18, "spellcheck": "true"}),
        help_text=_("What stands in braces is filled in for each account."),
    )
    based_on = forms.IntegerField(
        required=False, min_value=0, max_value=2**31 - 2, widget=forms.HiddenInput
    )

    def clean_body(self) -> str:
        """Raises ValidationError for what is wrong with the names in braces."""
        body: str = self.cleaned_data["body"]
        if found := letters.faults(body):
            raise forms.ValidationError(found)
        return body

    def clean_based_on(self) -> int:
        """0 where no text of the district was shown."""
        return self.cleaned_data["based_on"] or 0


def resting_on(policy: Policy) -> QuerySet[Any]:
    """Ids of the accounts whose approval rests on a promise to keep a clause of `policy`."""
    promised = Submission.objects.filter(attestations__clause__version__policy=policy)
    by_request = promised.values("request")
    changed = Change.objects.filter(request__in=by_request)
    rests = Q(request__in=by_request) | Q(pk__in=changed.values("account"))
    return Account.objects.filter(rests).values("pk")
