from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from district_portal.district.current import today
from district_portal.ui.dates import date_in_words
from district_portal.ui.forms import DayField
from district_portal.ui.meanwhile import MeanwhileForm
from policies.acknowledgments import starting
from policies.acknowledgments.coming_year import ComingYear, possible_days

CALENDAR, DAY, NOW = "calendar", "day", "now"


class YearForm(MeanwhileForm, forms.Form):
    """When the next school year is asked for; of the ways those that are possible today."""

    messages = {"when": gettext_lazy("Choose when people are asked")}
    year = forms.CharField(required=False, widget=forms.HiddenInput)
    when = forms.ChoiceField(label=gettext_lazy("When?"), widget=forms.RadioSelect)
    day = DayField(label=gettext_lazy("Day"), required=False)

    def __init__(self, *args: Any, year: ComingYear, **kwargs: Any) -> None:
        decided = year.decision.starts_on if year.decision else None
        shown = {"when": DAY if decided else CALENDAR, "day": decided}
        initial = {**shown, "year": year.name}
        super().__init__(*args, shown=shown, initial=initial, **kwargs)
        self.earliest, self.latest = possible_days(year.name)
        self.fields["when"].choices = self._ways(year)  # type: ignore[attr-defined]
        words = _("Only if you chose another day. From %(first)s to %(last)s.")
        self.fields["day"].help_text = words % self._reach()

    def clean(self) -> dict[str, Any]:
        """Raises ValidationError where another day is chosen and none within reach is entered."""
        said: dict[str, Any] = super().clean()
        if said.get("when") != DAY or self.has_error("day"):
            return said
        day: dt.date | None = said.get("day")
        if day is None:
            self.add_error("day", _("Enter the day on which people are asked"))
        elif not self.earliest <= day <= self.latest:
            self.add_error("day", _("Choose a day from %(first)s to %(last)s") % self._reach())
        return said

    def _ways(self, year: ComingYear) -> list[tuple[str, str]]:
        first = date_in_words(year.first_day, style="long")
        ways = [(DAY, _("On another day"))]
        if year.first_day > today():
            by_itself = _("By itself, on the first day of the school year: %(day)s")
            ways.insert(0, (CALENDAR, by_itself % {"day": first}))
        if starting.may_start_now(year.name, on=today()):
            ways.append((NOW, _("Now. You see first how many people it asks")))
        return ways

    def _reach(self) -> dict[str, str]:
        return {
            "first": date_in_words(self.earliest, style="long"),
            "last": date_in_words(self.latest, style="long"),
        }
