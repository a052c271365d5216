"""What the lists of requests can be narrowed by."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import Place
from approvals.models import Request
from district_portal.ui.forms import NamedFilter, PortalForm


class RequestFilter(PortalForm, forms.Form):
    """Whose requests, in which state, and words of their title or number."""

    words = forms.CharField(label=_("Title or number"), max_length=100, required=False)
    whose = forms.ChoiceField(label=_("Whose"), required=False)
    state = forms.ChoiceField(
        label=_("State"), choices=[("", _("Any")), *Request.State.choices], required=False
    )

    def __init__(self, *args: Any, others: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["whose"].choices = [  # type: ignore[attr-defined]
            ("", _("Mine")),
            ("all", _("All that I may see")),
        ]
        if not others:
            del self.fields["whose"]

    @property
    def mine(self) -> bool:
        """Whether only the reader's own requests are asked for."""
        return not (self.is_valid() and self.cleaned_data.get("whose") == "all")

    @property
    def only_open(self) -> bool:
        """Whether what waits for a decision is asked for, and nothing else."""
        return self.is_valid() and self.cleaned_data.get("state") == Request.State.OPEN

    def narrow(self, requests: QuerySet[Request]) -> QuerySet[Request]:
        """Those of `requests` that match; a filter that makes no sense is left out."""
        data = self.cleaned_data if self.is_valid() else {}
        if state := data.get("state"):
            requests = requests.filter(state=state)
        if words := data.get("words"):
            requests = requests.filter(Q(title__icontains=words) | Q(number__istartswith=words))
        return requests


class QueueFilter(PortalForm, forms.Form):
    """Which of the waiting requests to show."""

    place = NamedFilter(Place.objects.all(), label=_("School or department"))
    words = forms.CharField(label=_("Title, number or person"), max_length=100, required=False)

    def narrow(self, steps: QuerySet[Any]) -> QuerySet[Any]:
        """Those of `steps` that match; a filter that makes no sense is left out."""
        data = self.cleaned_data if self.is_valid() else {}
        if place := data.get("place"):
            steps = steps.filter(submission__request__place=place)
        if words := data.get("words"):
            steps = steps.filter(
                Q(submission__request__title__icontains=words)
                | Q(submission__request__number__istartswith=words)
                | Q(submission__request__requester__sort_name__icontains=words)
            )
        return steps
