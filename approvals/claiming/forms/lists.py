"""Which existing accounts to list."""

from __future__ import annotations

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import Place
from approvals.claiming import reminding
from approvals.claiming.models import ExistingAccount
from approvals.models import Platform
from district_portal.district.current import today
from district_portal.ui.forms import NamedFilter, PortalForm

SILENT = "silent"


class ExistingFilter(PortalForm, forms.Form):
    """Filters of the list for those who name people."""

    words = forms.CharField(label=_("Name, address or person"), max_length=100, required=False)
    state = forms.ChoiceField(
        label=_("State"),
        choices=[
            ("", _("Any")),
            *ExistingAccount.State.choices,
            (SILENT, _("No answer for 4 weeks")),
        ],
        required=False,
    )
    platform = NamedFilter(Platform.objects.all(), label=_("Platform"))
    place = NamedFilter(Place.objects.all(), label=_("School or department"))

    def narrow(self, accounts: QuerySet[ExistingAccount]) -> QuerySet[ExistingAccount]:
        """Those of `accounts` that match; a filter that makes no sense is left out."""
        data = self.cleaned_data if self.is_valid() else {}
        for name in ("platform", "place"):
            if value := data.get(name):
                accounts = accounts.filter(**{name: value})
        if data.get("state") == SILENT:
            accounts = accounts.filter(pk__in=reminding.unanswered(today()).values("pk"))
        elif state := data.get("state"):
            accounts = accounts.filter(state=state)
        if words := data.get("words", "").strip():
            address = words.removeprefix("https://").removeprefix("www.").removeprefix("@")
            accounts = accounts.filter(
                Q(name__icontains=words)
                | Q(address_key__icontains=address)
                | Q(run_by__icontains=words)
                | Q(person__sort_name__icontains=words)
            )
        return accounts


class NotOfficialFilter(PortalForm, forms.Form):
    """Filter of the public list of what others run."""

    words = forms.CharField(label=_("Name, handle or who runs it"), max_length=100, required=False)

    def narrow(self, accounts: QuerySet[ExistingAccount]) -> QuerySet[ExistingAccount]:
        """Those of `accounts` that match; a filter that makes no sense is left out."""
        data = self.cleaned_data if self.is_valid() else {}
        if words := data.get("words", "").strip():
            address = words.removeprefix("https://").removeprefix("www.").removeprefix("@")
            accounts = accounts.filter(
                Q(name__icontains=words)
                | Q(address_key__icontains=address)
                | Q(run_by__icontains=words)
            )
        return accounts
