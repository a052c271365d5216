from __future__ import annotations

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from approvals.concerns.models import Concern
from district_portal.setup.forms.settings import SettingsForm

MOST_HOURS, MOST_DAYS = 240, 3650


class ConcernsForm(SettingsForm):
    """How soon an unread concern goes up, and how long the name of a student is kept."""

    messages = {
        "concern_unread_hours": _("Enter a number of hours, from 1 to 240"),
        "concern_names_days": _("Enter a number of days, from 1 to 3650"),
    }

    concern_unread_hours = forms.IntegerField(
        label=_("Hours after which an unread concern goes one level up"),
        validators=[
            MinValueValidator(1, messages["concern_unread_hours"]),
            MaxValueValidator(MOST_HOURS, messages["concern_unread_hours"]),
        ],
        help_text=_("Again and again, until somebody reads it. Hours of school days, by day."),
    )
    concern_day_and_night = forms.MultipleChoiceField(
        label=_("Which kinds go up by night and on weekends too?"),
        choices=Concern.Kind.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Their hours run on at night, on weekends and on holidays."),
    )
    concern_names_days = forms.IntegerField(
        label=_("Days for which the name of a student is kept"),
        validators=[
            MinValueValidator(1, messages["concern_names_days"]),
            MaxValueValidator(MOST_DAYS, messages["concern_names_days"]),
        ],
        help_text=_("From the report on. While a concern is open its name stays."),
    )
