"""Filters of the list of spokespersons, and why one ends."""

from __future__ import annotations

import datetime as dt

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import Place
from approvals.speaking.models import Spokesperson
from approvals.speaking.standing import in_state
from district_portal.ui.forms import ALL_OF_THEM, NamedFilter, PortalForm

ANY = "any"
State = Spokesperson.State


class SpeakingFilter(PortalForm, forms.Form):
    """Whom to list: those who speak today, unless another state is asked for."""

    words = forms.CharField(label=_("Person or matter"), max_length=100, required=False)
    represents = forms.ChoiceField(
        label=_("Speaks for"),
        choices=[("", ALL_OF_THEM), *Spokesperson.Represents.choices],
        required=False,
    )
    place = NamedFilter(Place.objects.all(), label=_("School or department"))
    state = forms.ChoiceField(
        label=_("State"),
        choices=[
            ("", State.IN_FORCE.label),
            *[choice for choice in State.choices if choice[0] != State.IN_FORCE],
            (ANY, _("Any")),
        ],
        required=False,
    )

    def narrow(self, rows: QuerySet[Spokesperson], *, day: dt.date) -> QuerySet[Spokesperson]:
        """Those of `rows` that match on `day`; a filter that makes no sense is left out."""
        data = self.cleaned_data if self.is_valid() else {}
        state = data.get("state") or State.IN_FORCE
        if state != ANY:
            rows = rows.filter(in_state(state, day=day))
        for name in ("represents", "place"):
            if value := data.get(name):
                rows = rows.filter(**{name: value})
        if words := data.get("words"):
            rows = rows.filter(Q(person__sort_name__icontains=words) | Q(scope__icontains=words))
        return rows


class EndForm(PortalForm, forms.Form):
    """Why somebody speaks no more."""

    messages = {"reason": _("Say why it ends")}

    reason = forms.CharField(
        label=_("Why?"),
        help_text=_("The person reads it word for word."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
    )
