"""Filters of the list, the outcome of an exemption, and why it is taken back."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import Place
from approvals.exemptions.models import Outcome
from approvals.exemptions.standing import in_state
from district_portal.ui.forms import DayField, NamedFilter, PortalForm
from policies.models import Policy

ANY = "any"


class ExemptionFilter(PortalForm, forms.Form):
    """Which exemptions to list: those in force, unless another state is asked for."""

    words = forms.CharField(label=_("Clause, tool or person"), max_length=100, required=False)
    place = NamedFilter(Place.objects.all(), label=_("School or department"))
    state = forms.ChoiceField(
        label=_("State"),
        choices=[
            ("", Outcome.State.IN_FORCE.label),
            *[choice for choice in Outcome.State.choices if choice[0] != Outcome.State.IN_FORCE],
            (ANY, _("Any")),
        ],
        required=False,
    )
    policy = forms.ModelChoiceField(
        Policy.objects.all(), to_field_name="slug", widget=forms.HiddenInput, required=False
    )

    def narrow(self, outcomes: QuerySet[Outcome], *, day: dt.date) -> QuerySet[Outcome]:
        """Those of `outcomes` that match on `day`; a filter that makes no sense is left out."""
        data = self.cleaned_data if self.is_valid() else {}
        state = data.get("state") or Outcome.State.IN_FORCE
        if state != ANY:
            outcomes = outcomes.filter(in_state(state, day=day))
        for name in ("place", "policy"):
            if value := data.get(name):
                outcomes = outcomes.filter(**{f"exemption__{name}": value})
        if words := data.get("words"):
            outcomes = outcomes.filter(
                Q(exemption__subject__icontains=words)
                | Q(exemption__holder__sort_name__icontains=words)
            )
        return outcomes


class OutcomeForm(PortalForm, forms.Form):
    """What was agreed, where it differs from what was asked for."""

    messages = {
        "what": _("Choose the outcome"),
        "ends_on": _("Enter the last day"),
        "reason": _("Say why"),
        "seen": _("Open the page again"),
    }
    needed_sometimes = frozenset({"wording"})

    seen = forms.IntegerField(widget=forms.HiddenInput)
    what = forms.ChoiceField(label=_("Outcome"), choices=Outcome.What, widget=forms.RadioSelect)
    wording = forms.CharField(
        label=_("Exact wording, or what is done instead"),
        help_text=_("Needed for a modification and for an alternative. It is kept word for word."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=4000,
        required=False,
    )
    conditions = forms.CharField(
        label=_("Conditions"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=4000,
        required=False,
    )
    ends_on = DayField(
        label=_("Until which day?"),
        error_messages={"invalid": _("Enter the last day as year, month and day")},
    )
    reason = forms.CharField(
        label=_("Why is it recorded anew?"),
        help_text=_("For example what was agreed when you met."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
    )

    def __init__(self, *args: Any, stands: Outcome, **kwargs: Any) -> None:
        same = "what wording conditions ends_on"
        initial = {name: getattr(stands, name) for name in same.split()}
        super().__init__(*args, initial={**initial, "seen": stands.number}, **kwargs)


class RevocationForm(PortalForm, forms.Form):
    """Why an exemption is taken back."""

    messages = {"reason": _("Say why you revoke it")}

    reason = forms.CharField(
        label=_("Why?"),
        help_text=_("The holder reads it word for word."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
    )
