from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, cast

from crispy_forms.layout import HTML, Fieldset, Layout
from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.utils import formats
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from accounts.models import RoleGrant
from district_portal.district import wording
from district_portal.district.current import today
from district_portal.ui.meanwhile import MeanwhileForm

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
PLAIN = RegexValidator(r"^[^\x00-\x1f\x7f<>]*$", _("Leave out line breaks and the signs < and >."))

PHONE = RegexValidator(
    r"^\+?[0-9() ./-]*[0-9](,? *(ext\.?|x) *[0-9]+)?$",
    _("Enter a telephone number, such as (515) 555-0100 ext. 12."),
)
CONTACT_HELP = gettext_noop(
    "It stands at the foot of the pages that everyone can read. What is empty is left out."
)


def months() -> list[tuple[int, str]]:
    """The months by their names."""
    return [
        (month, formats.date_format(dt.date(2000, month, 1), "F")) for month in range(1, 12 + 1)
    ]


class SettingsForm(MeanwhileForm, forms.Form):
    """Some of the district's settings, filled with what holds now."""

    changed_there = _("Somebody changed these settings while your page was open.")

    def __init__(self, *args: Any, district: District, **kwargs: Any) -> None:
        settled = {name: getattr(district, name) for name in self.base_fields}
        super().__init__(*args, initial=settled, shown=settled, **kwargs)

    @property
    def settings(self) -> Settings:
        """What `settling.settle` takes. Only after `is_valid()`."""
        return cast("Settings", dict(self.cleaned_data))


class NameForm(SettingsForm):
    messages = {"name": _("Enter the district’s name")}

    name = forms.CharField(
        label=_("Name"),
        max_length=120,
        validators=[PLAIN],
        help_text=_("As it stands above each page and mail."),
    )
    supervisor_word = forms.CharField(
        label=_("Your word for “supervisor”"),
        max_length=40,
        required=False,
        validators=[PLAIN],
        help_text=_("For example: principal, manager. Empty means supervisor."),
    )
    administrator_word = forms.CharField(
        label=_("Your word for “District Administrator”"),
        max_length=40,
        required=False,
        validators=[PLAIN],
        help_text=_(
            "Who leads the district. For example: Superintendent. "
            "Empty means District Administrator."
        ),
    )


class DistrictForm(NameForm):
    """Name and words, and whom a guest of the public pages asks."""

    contact_name = forms.CharField(
        label=_("Who answers questions"),
        max_length=120,
        required=False,
        validators=[PLAIN],
        help_text=_("An office rather than a person. For example: Office of the Superintendent."),
    )
    contact_address = forms.CharField(
        label=_("Postal address"),
        max_length=200,
        required=False,
        validators=[PLAIN],
        help_text=_("On one line."),
    )
    contact_email = forms.EmailField(label=_("E-mail address"), max_length=254, required=False)
    contact_phone = forms.CharField(
        label=_("Telephone"),
        max_length=40,
        required=False,
        validators=[PHONE],
        help_text=_("For example: (515) 555-0100 ext. 12."),
    )
    website = forms.URLField(
        label=_("The district’s own website"),
        max_length=200,
        required=False,
        assume_scheme="https",
        help_text=_(
            "Whoever checks whether an address is yours gets a yes for every page of this site. "
            "For example: https://www.example.org"
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout(
            *NameForm.base_fields,
            Fieldset(
                _now("Contact, for guests"),
                HTML(f'<p class="help-text">{_now(CONTACT_HELP)}</p>'),
                *(name for name in self.base_fields if name not in NameForm.base_fields),
            ),
        )


class YearForm(SettingsForm):
    messages = {
        "time_zone": _("Choose the time zone"),
        "school_year_month": _("Choose the month in which the school year starts"),
        "school_year_day": _("Enter the day on which the school year starts"),
    }

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

    def __init__(self, *args: Any, district: District, **kwargs: Any) -> None:
        super().__init__(*args, district=district, **kwargs)
        zone: Any = self.fields["time_zone"]
        own = district.time_zone
        zone.choices = ZONES if own in dict(ZONES) else [*ZONES, (own, own)]


class ManualForm(SettingsForm):
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


class AccountsForm(SettingsForm):
    """Of which accounts parents are told, what follows where they are not, and what all see."""

    parents_widened = forms.BooleanField(
        label=_("Tell parents of every account for students"),
        required=False,
        help_text=_(
            "Also where students follow it or are shown. Without it: only where students are "
            "written to."
        ),
    )
    parents_suspend = forms.BooleanField(
        label=_("Suspend an account while parents are not told"),
        required=False,
        help_text=_(
            "Two weeks after the notice of a school year was due. It is active again as soon as "
            "the notice is recorded."
        ),
    )
    lists_not_official = forms.BooleanField(
        label=_("Show everyone which accounts are not official"),
        required=False,
        help_text=_(
            "A list of the accounts of booster clubs, parents’ groups and others, with who runs "
            "them. Who checks one of them is told so in any case."
        ),
    )

    def __init__(self, *args: Any, district: District, **kwargs: Any) -> None:
        super().__init__(*args, district=district, **kwargs)
        self.district = district

    @property
    def settings(self) -> Settings:
        """The same, those of parents as the day since when it holds. Only after `is_valid()`."""
        found: dict[str, Any] = {"lists_not_official": self.cleaned_data["lists_not_official"]}
        for name in ("parents_widened", "parents_suspend"):
            since = getattr(self.district, f"{name}_on") or today()
            found[f"{name}_on"] = since if self.cleaned_data[name] else None
        return cast("Settings", found)


class PeopleForm(SettingsForm):
    messages = {"leaving_percent": _("Enter a number from 0 to 100")}

    second_factor_roles = forms.MultipleChoiceField(
        label=_("Roles that sign in with a second factor"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "An authenticator app or a passkey besides the password. Whoever has none yet sets one "
            "up at the next sign-in."
        ),
    )
    leaving_percent = forms.IntegerField(
        label=_("Percent of the roster that one sheet may end"),
        validators=[MinValueValidator(0), MaxValueValidator(100)],
        help_text=_(
            "When more people are missing from an HR sheet, a second person must confirm that they "
            "have left."
        ),
    )

    def __init__(self, *args: Any, district: District, **kwargs: Any) -> None:
        super().__init__(*args, district=district, **kwargs)
        roles: Any = self.fields["second_factor_roles"]
        roles.choices = [(role, wording.role(role)) for role, _label in RoleGrant.GRANTED]
        self.helper.layout = Layout(
            Fieldset(_now("Signing in"), "second_factor_roles"),
            Fieldset(_now("The roster"), "leaving_percent"),
        )
