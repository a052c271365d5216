from __future__ import annotations

import datetime as dt
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from district_portal.district.current import today
from district_portal.ui.forms import DayField, PortalForm
from policies.models import Policy


class PoliciesFilter(PortalForm, forms.Form):
    """Which policies the list shows: those in force, unless another state or day is chosen."""

    kind = forms.ChoiceField(
        label=_("Kind"), required=False, choices=[("", _("All kinds")), *Policy.Kind.choices]
    )
    state = forms.ChoiceField(label=_("State"), required=False)
    as_of = DayField(label=_("As it stood on"), required=False)

    def __init__(self, *args: Any, may_edit: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        states = [
            ("", _("In force")),
            (Policy.State.RESCINDED, Policy.State.RESCINDED.label),
            ("all", _("All states")),
        ]
        if may_edit:
            states.insert(1, (Policy.State.DRAFT, Policy.State.DRAFT.label))
        cast("forms.ChoiceField", self.fields["state"]).choices = states

    def clean_as_of(self) -> dt.date | None:
        return _not_to_come(self.cleaned_data["as_of"])


class DayForm(PortalForm, forms.Form):
    """The day whose text is asked for."""

    messages = {"day": _("Choose a day")}

    day = DayField(label=_("As it stood on"))

    def clean_day(self) -> dt.date | None:
        return _not_to_come(self.cleaned_data["day"])


def _not_to_come(day: dt.date | None) -> dt.date | None:
    if day and day > today():
        raise forms.ValidationError(_("That day is still to come. Choose today or an earlier day."))
    return day
