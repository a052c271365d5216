"""Filters of the list, and why a relationship ends."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import Place
from approvals.relationships.ending import EndingError, check_day
from approvals.relationships.models import Ending, Relationship
from approvals.relationships.standing import State, in_state
from approvals.ties import Tie
from district_portal.district.current import today
from district_portal.ui.forms import ALL_OF_THEM, DayField, NamedFilter, PortalForm

ANY = "any"


class RelationshipFilter(PortalForm, forms.Form):
    """Which relationships to list: those in force, unless another state is asked for."""

    words = forms.CharField(label=_("Person"), max_length=100, required=False)
    place = NamedFilter(Place.objects.all(), label=_("School or department"))
    tie = forms.ChoiceField(
        label=_("Tie"), choices=[("", ALL_OF_THEM), *Tie.choices], required=False
    )
    state = forms.ChoiceField(
        label=_("State"),
        choices=[
            ("", State.IN_FORCE.label),
            (State.TO_COME, State.TO_COME.label),
            (State.OVER, State.OVER.label),
            (ANY, _("Any")),
        ],
        required=False,
    )

    def narrow(self, rows: QuerySet[Relationship], *, day: dt.date) -> QuerySet[Relationship]:
        """Those of `rows` that match on `day`; a filter that makes no sense is left out."""
        data = self.cleaned_data if self.is_valid() else {}
        state = data.get("state") or State.IN_FORCE
        if state != ANY:
            rows = rows.filter(in_state(state, day=day))
        for name in ("place", "tie"):
            if value := data.get(name):
                rows = rows.filter(**{name: value})
        if words := data.get("words"):
            rows = rows.filter(Q(holder__sort_name__icontains=words))
        return rows


class EndingForm(PortalForm, forms.Form):
    """Why a relationship ends before its day."""

    messages = {"why": _("Choose why it ends"), "reason": _("Say why it ends")}

    why = forms.ChoiceField(
        label=_("Why does it end?"), choices=Ending.Why, widget=forms.RadioSelect
    )
    taken_back_on = DayField(
        label=_("On which day was consent taken back?"),
        help_text=_("Only if a parent or guardian took it back."),
        error_messages={"invalid": _("Enter the day as year, month and day")},
        required=False,
    )
    reason = forms.CharField(
        label=_("In a few words"),
        help_text=_("It is kept word for word. No student’s name."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
    )

    def __init__(self, *args: Any, relationship: Relationship, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.relationship = relationship
        self.helper.mark_optional = False
        if relationship.consent_on is None:
            del self.fields["taken_back_on"]
            why = self.fields["why"]
            assert isinstance(why, forms.ChoiceField)  # noqa: S101 – narrows the type
            why.choices = [row for row in Ending.Why.choices if row[0] != Ending.Why.CONSENT]

    def clean(self) -> None:
        """Tell of a missing day together with everything else that is wrong."""
        data = self.cleaned_data
        if data.get("why") != Ending.Why.CONSENT or "taken_back_on" in self.errors:
            return
        try:
            check_day(self.relationship, data.get("taken_back_on"), day=today())
        except EndingError as obstacle:
            self.add_error(obstacle.field, str(obstacle))
