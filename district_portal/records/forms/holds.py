"""Legal holds: which ones to list, what one is on, and why it is lifted."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.forms.roster_field import RosterField, offer
from accounts.models import Place
from district_portal.records.models import Hold
from district_portal.ui.forms import DayField, PortalForm

ANY = "any"
LIFTED = "lifted"
CHOSEN = (Hold.On.PERSON, Hold.On.PLACE, Hold.On.WORD)
"""What a hold is on, other than one record."""


class KeptPerson(RosterField):
    """Whom a hold is on: one may have left, and be known by number alone."""

    left = True
    numbered = True


class HoldFilter(PortalForm, forms.Form):
    """Which holds to list: those that bind, unless others are asked for."""

    words = forms.CharField(label=_("Case or person"), max_length=100, required=False)
    state = forms.ChoiceField(
        label=_("State"),
        choices=[("", _("Binding")), (LIFTED, _("Lifted")), (ANY, _("Any"))],
        required=False,
    )

    def narrow(self, rows: QuerySet[Hold]) -> QuerySet[Hold]:
        """Those of `rows` that match; a filter that makes no sense is left out."""
        data = self.cleaned_data if self.is_valid() else {}
        state = data.get("state", "")
        if state != ANY:
            rows = rows.filter(lifting__isnull=state != LIFTED)
        if words := data.get("words"):
            rows = rows.filter(
                Q(case_name__icontains=words) | Q(person__sort_name__icontains=words)
            )
        return rows


class HoldForm(PortalForm, forms.Form):
    """What to keep, for which case: `on` one of CHOSEN; without it, a record on its own page."""

    messages = {
        "on": _("Choose what to keep"),
        "person": _("Enter the person"),
        "place": _("Choose the school or department"),
        "word": _("Enter the word"),
        "case_name": _("Name the case"),
        "held_since": _("Enter the day from which it must be kept"),
        "reason": _("Say why it must be kept"),
    }

    on = forms.ChoiceField(
        choices=[(one.value, one.label) for one in CHOSEN], widget=forms.HiddenInput
    )
    person = KeptPerson(
        label=_("Person"),
        help_text=_("Name, e-mail address or employee number, also of somebody who has left."),
        max_length=254,
    )
    place = forms.ModelChoiceField(
        Place.objects.all(),
        label=_("School or department"),
        help_text=_("With all below it."),
        empty_label=_("Choose …"),
    )
    word = forms.CharField(label=_("Word in the title"), max_length=100)
    case_name = forms.CharField(label=_("Case"), max_length=200)
    held_since = DayField(
        label=_("Keep it as of"),
        error_messages={"invalid": _("Enter the day as year, month and day")},
    )
    reason = forms.CharField(
        label=_("Why?"),
        help_text=_("It is kept word for word."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
    )

    def __init__(self, *args: Any, on: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in CHOSEN:
            if name != on:
                del self.fields[name]
        if not on:
            del self.fields["on"]
        self.initial["on"] = on
        if on == Hold.On.PERSON:
            offer(self, "person")
            self.order_fields(["on", "person", "person_pick"])

    @property
    def what(self) -> dict[str, Any]:
        """What the hold is on, as `holding.place` takes it; nothing for a record's page."""
        data = self.cleaned_data
        return {"on": data["on"], data["on"]: data[data["on"]]} if "on" in data else {}


class LiftForm(PortalForm, forms.Form):
    """Why a hold binds no longer."""

    messages = {"reason": _("Say why it is lifted")}

    reason = forms.CharField(
        label=_("Why?"),
        help_text=_("It is kept word for word."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
    )
