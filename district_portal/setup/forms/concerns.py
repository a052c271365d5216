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
        validators=[MinValueValidator(1), MaxValueValidator(MOST_HOURS)],
        help_text=_("Again and again, until somebody reads it."),
    )
    concern_day_and_night = forms.MultipleChoiceField(
        label=_("Whose hours run day and night"),
        choices=Concern.Kind.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "At night, on weekends and holidays too. Of the others, hours of school days count."
        ),
    )
    concern_names_days = forms.IntegerField(
        label=_("Days for which the name of a student is kept"),
        validators=[MinValueValidator(1), MaxValueValidator(MOST_DAYS)],
        help_text=_("From the report on. While a concern is open its name stays."),
    )
