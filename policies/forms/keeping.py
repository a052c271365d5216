"""What is settled about a policy beside its text, and its reviews."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from district_portal.district.current import current, today
from district_portal.ui.forms import DayField, PortalForm
from policies.models import Policy, Version
from policies.reading import possible_owners
from policies.reviews import review_calendar

MOST_MONTHS = 120


class SettingsForm(PortalForm, forms.Form):
    owner = forms.ModelChoiceField(
        Person.objects.none(),
        label=_("Owner"),
        required=False,
        empty_label=_("Nobody"),
        help_text=_("Keeps the policy up to date and is reminded of its reviews."),
    )
    series = forms.CharField(
        label=_("Series"), max_length=80, required=False, help_text=_("Such as 400 Personnel.")
    )
    review_every = forms.IntegerField(
        label=_("Months between reviews"),
        required=False,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_MONTHS)],
    )
    is_public = forms.BooleanField(
        label=_("In the public manual"),
        required=False,
        help_text=_("Counts only while the district shows its manual to everyone."),
    )

    def __init__(self, *args: Any, policy: Policy, **kwargs: Any) -> None:
        settled = {
            "owner": policy.owner_id,
            "series": policy.series,
            "review_every": policy.review_every,
            "is_public": policy.is_public,
        }
        super().__init__(*args, initial=settled, **kwargs)
        owners: Any = self.fields["owner"]
        owners.queryset = Person.objects.filter(
            Q(pk__in=possible_owners().values("pk")) | Q(pk=policy.owner_id)
        )
        every = current().review_every
        self.fields["review_every"].help_text = (
            _("Empty means every %(months)d months, as set for the district.") % {"months": every}
            if every
            else _("Empty means no review: the district has set no period.")
        )


class ReviewedForm(PortalForm, forms.Form):
    messages = {"on": _("Choose the day of the review")}

    on = DayField(label=_("Reviewed on"))
    note = forms.CharField(
        label=_("Note"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Who read it, and what was considered. Kept with the version for good."),
    )

    def __init__(self, *args: Any, version: Version, **kwargs: Any) -> None:
        super().__init__(*args, initial={"on": today()}, **kwargs)
        self.version = version

    def clean_on(self) -> dt.date:
        on: dt.date = self.cleaned_data["on"]
        if words := review_calendar.objection_to_day(self.version, on, day=today()):
            raise forms.ValidationError(words)
        return on


class CalendarFilter(PortalForm, forms.Form):
    owner = forms.ModelChoiceField(
        Person.objects.none(), label=_("Owner"), required=False, empty_label=_("All owners")
    )
    series = forms.ChoiceField(label=_("Series"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        policies = Policy.objects.filter(state=Policy.State.IN_FORCE)
        owners: Any = self.fields["owner"]
        owners.queryset = Person.objects.filter(pk__in=policies.values("owner"))
        named = policies.exclude(series="").order_by("series").values_list("series", flat=True)
        series: Any = self.fields["series"]
        series.choices = [("", _("All series")), *((name, name) for name in named.distinct())]
