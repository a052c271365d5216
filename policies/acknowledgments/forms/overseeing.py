from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Place
from district_portal.ui.forms import ALL_OF_THEM, NamedFilter, PortalForm
from policies.acknowledgments import overseeing
from policies.models import Policy

DIRECT = "direct"


class MyPeopleFilter(PortalForm, forms.Form):
    """Narrows a supervisor's list of their people; everything may be empty."""

    q = forms.CharField(label=_("Name, position, e-mail or number"), required=False, max_length=80)
    status = forms.ChoiceField(
        label=_("Show"),
        required=False,
        choices=[
            ("", _("Everybody")),
            (overseeing.LATE, _("Late")),
            (overseeing.OPEN, _("Something to sign")),
            (overseeing.ON_LEAVE, _("On leave")),
        ],
    )
    reach = forms.ChoiceField(
        label=_("Whose people"),
        required=False,
        choices=[("", _("Mine and all below")), (DIRECT, _("Right under me"))],
    )
    place = NamedFilter(Place.objects.all(), label=_("Building or department"))
    policy = forms.ModelChoiceField(
        Policy.objects.filter(requirements__ended_at=None, requirements__isnull=False).distinct(),
        to_field_name="slug",
        label=_("Policy"),
        required=False,
        empty_label=ALL_OF_THEM,
    )

    def chosen(self) -> dict[str, Any] | None:
        """What overseeing.people takes; None while a filter is wrong, so that nobody is meant."""
        if not self.is_valid():
            return None
        found = dict(self.cleaned_data)
        direct = found.pop("reach") == DIRECT
        return {**found, "direct": direct}
