from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, cast

from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils import formats
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from district_portal.ui.forms import PortalForm

if TYPE_CHECKING:
    from district_portal.district.models import District
    from district_portal.setup.settling import Settings

ZONES = [
    ("America/New_York", _("Eastern")),
    ("America/Chicago", _("Central")),
    ("America/Denver", _("Mountain")),
    ("America/Phoenix", _("Arizona")),
    ("America/Los_Angeles", _("Pacific")),
    ("America/Anchorage", _("Alaska")),
    ("Pacific/Honolulu", _("Hawaii")),
    ("America/Puerto_Rico", _("Puerto Rico and Virgin Islands")),
    ("Pacific/Guam", _("Guam and Northern Mariana Islands")),
    ("Pacific/Pago_Pago", _("American Samoa")),
]
LAST_DAY = 28
MOST_MONTHS = 120


def months() -> list[tuple[int, str]]:
    """The months by their names."""
    return [
        (month, formats.date_format(dt.date(2000, month, 1), "F")) for month in range(1, 12 + 1)
    ]


class DistrictForm(PortalForm, forms.Form):
    messages = {
        "name": _("Enter the district’s name"),
        "time_zone": _("Choose the time zone"),
        "school_year_month": _("Choose the month in which the school year starts"),
        "school_year_day": _("Enter the day on which the school year starts"),
    }

    name = forms.CharField(
        label=_("Name"), max_length=120, help_text=_("As it stands above each page and mail.")
    )
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        help_text=_("Days begin and due dates end by it, and mail goes out by it."),
    )
    school_year_month = forms.TypedChoiceField(
        label=_("The school year starts in"), coerce=int, choices=months
    )
    school_year_day = forms.IntegerField(
        label=_("On day"), validators=[MinValueValidator(1), MaxValueValidator(LAST_DAY)]
    )
    manual_is_public = forms.BooleanField(
        label=_("Everyone can read the policies without signing in"),
        required=False,
        help_text=_("Policies in force and their history. A single policy can be left out."),
    )
    two_people_publish = forms.BooleanField(
        label=_("Two people publish a version"),
        required=False,
        help_text=_("One proposes, and another who may publish agrees or sends it back."),
    )
    review_every = forms.IntegerField(
        label=_("Months between reviews of a policy"),
        required=False,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_MONTHS)],
        help_text=_("A policy may have its own. Empty means that nobody is reminded."),
    )

    def __init__(self, *args: Any, district: District, **kwargs: Any) -> None:
        settled = {name: getattr(district, name) for name in self.base_fields}
        super().__init__(*args, initial=settled, **kwargs)
        zone: Any = self.fields["time_zone"]
        known = dict(ZONES)
        own = district.time_zone
        zone.choices = ZONES if own in known else [*ZONES, (own, own)]
        self.helper.layout = Layout(
            Fieldset(
                _now("The district"), "name", "time_zone", "school_year_month", "school_year_day"
            ),
            Fieldset(_now("The manual"), "manual_is_public", "two_people_publish", "review_every"),
        )

    @property
    def settings(self) -> Settings:
        """What `settling.settle` takes. Only after `is_valid()`."""
        return cast("Settings", dict(self.cleaned_data))
