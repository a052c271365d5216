"""The draft of the schedule: its classes, its days of notice, and that it was adopted."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from district_portal.records.kinds import kinds
from district_portal.records.models import DraftClass, Starts
from district_portal.records.models.schedule import LONGEST
from district_portal.records.scheduling import LONGEST_NOTICE
from district_portal.ui.forms import DayField, PortalForm


class ClassForm(PortalForm, forms.Form):
    """A class of the draft."""

    messages = {
        "code": _("Enter a code"),
        "title": _("Enter a title"),
        "years": _("Enter a number of years"),
        "starts": _("Choose what starts the clock"),
        "source": _("Say which policy or statute is behind it"),
    }

    code = forms.CharField(label=_("Code"), help_text=_("As in SM-1."), max_length=20)
    title = forms.CharField(label=_("Title"), max_length=120)
    kinds = forms.MultipleChoiceField(
        label=_("It holds for"),
        help_text=_("Each kind of record belongs to one class. Chosen here, it moves to this one."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    years = forms.IntegerField(label=_("Years kept"), min_value=0, max_value=LONGEST)
    starts = forms.ChoiceField(
        label=_("What starts the clock?"), choices=Starts, widget=forms.RadioSelect
    )
    source = forms.CharField(label=_("Policy or statute behind it"), max_length=200)
    public = forms.BooleanField(
        label=_("They are public records"),
        help_text=_("Public records are archived. You can say otherwise for a single record."),
        required=False,
    )

    def __init__(self, *args: Any, row: DraftClass | None = None, **kwargs: Any) -> None:
        if row:
            kwargs["initial"] = {name: getattr(row, name) for name in self.base_fields}
        super().__init__(*args, **kwargs)
        self.helper.mark_optional = False
        choice = self.fields["kinds"]
        assert isinstance(choice, forms.MultipleChoiceField)  # noqa: S101 – narrows the type
        choice.choices = [(kind.name, str(kind.many).capitalize()) for kind in kinds()]


class NoticeForm(PortalForm, forms.Form):
    """How many days lie between proposing a disposal and confirming it."""

    messages = {"notice_days": _("Enter a number of days")}

    notice_days = forms.IntegerField(
        label=_("Days of notice"),
        help_text=_("Between the proposal of a disposal and its confirmation."),
        min_value=0,
        max_value=LONGEST_NOTICE,
    )


class AdoptForm(PortalForm, forms.Form):
    """That the board adopted the draft."""

    messages = {
        "adopted_on": _("Enter the day of the board’s act"),
        "board_act": _("Say by which act the board adopted it"),
    }

    adopted_on = DayField(
        label=_("On which day did the board adopt it?"),
        error_messages={"invalid": _("Enter the day as year, month and day")},
    )
    board_act = forms.CharField(
        label=_("By which act?"), help_text=_("As in “Resolution 2026-14”."), max_length=200
    )
