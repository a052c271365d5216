from __future__ import annotations

from typing import Any, cast

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from district_portal.setup.closing_days import LONGEST, Days
from district_portal.setup.forms.settings import PLAIN
from district_portal.setup.suggesting_days import STATES, Suggestion
from district_portal.ui.forms import DayField, PortalForm
from district_portal.ui.meanwhile import MeanwhileForm


class DaysForm(MeanwhileForm, forms.Form):
    """Days without school: new ones, or those that are `shown` to be changed."""

    changed_there = _("Somebody changed these days while your page was open.")

    messages = {
        "name": _("Enter a name, such as Spring break"),
        "first_day": _("Enter the first day"),
        "last_day": _("Enter the last day"),
    }

    name = forms.CharField(label=_("Name"), max_length=80, validators=[PLAIN])
    first_day = DayField(label=_("First day"))
    last_day = DayField(label=_("Last day"), help_text=_("The same as the first for a single day."))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        first, last = cleaned.get("first_day"), cleaned.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", _now("The last day lies before the first day."))
        elif first and last and (last - first).days >= LONGEST:
            self.add_error("last_day", _now("120 days at most. Enter a longer closure in parts."))
        return cleaned

    @property
    def days(self) -> Days:
        """What `closing_days` takes. Only after `is_valid()`."""
        return cast("Days", dict(self.cleaned_data))


class StateForm(PortalForm, forms.Form):
    """Whose holidays are suggested; sent by GET."""

    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[
            ("", pgettext_lazy("state", "None")),
            *sorted(STATES.items(), key=lambda one: one[1]),
        ],
    )
    year = forms.IntegerField(required=False, widget=forms.HiddenInput)


class SuggestionsForm(PortalForm, forms.Form):
    """Which of the suggested days are entered."""

    messages = {"chosen": _("Choose at least one")}

    chosen = forms.MultipleChoiceField(
        label=_("Days without school"), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, suggested: list[Suggestion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.suggested = {one.key: one for one in suggested}
        field: Any = self.fields["chosen"]
        field.choices = [(one.key, one.told) for one in suggested]

    @property
    def days(self) -> list[Days]:
        """The chosen ones. Only after `is_valid()`."""
        return [self.suggested[key].days for key in self.cleaned_data["chosen"]]
