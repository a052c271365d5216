from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from district_portal.ui.forms import PortalForm
from policies.models import Policy


class PoliciesFilter(PortalForm, forms.Form):
    """Which policies the list shows."""

    words = forms.CharField(label=_("Code or title"), required=False, max_length=200)
    kind = forms.ChoiceField(
        label=_("Kind"), required=False, choices=[("", _("All kinds")), *Policy.Kind.choices]
    )
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("All states")), *Policy.State.choices]
    )
