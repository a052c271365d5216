from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.roster import matching
from accounts.roster.reading.columns import COLUMNS
from accounts.roster.reading.synonyms import LEFT_OUT
from district_portal.ui.forms import PortalForm


class ColumnsForm(PortalForm, forms.Form):
    """What each heading of a sheet means; one field a heading, in their order."""

    CHOICES = [
        (LEFT_OUT, _("Leave out")),
        *((name, column.label) for name, column in COLUMNS.items()),
    ]

    def __init__(self, matches: Sequence[matching.Match], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.matches = matches
        for place, match in enumerate(matches):
            self.fields[f"column_{place}"] = forms.ChoiceField(
                label=match.heading,
                choices=self.CHOICES,
                required=False,
                initial=match.suggestion.column,
            )

    @property
    def chosen(self) -> dict[str, str]:
        """Heading → column, as chosen."""
        return {
            match.heading: self.cleaned_data[f"column_{place}"]
            for place, match in enumerate(self.matches)
        }

    @property
    def pairs(self) -> list[tuple[matching.Match, forms.BoundField]]:
        """Each heading with its field."""
        return [(match, self[f"column_{place}"]) for place, match in enumerate(self.matches)]

    def clean(self) -> None:
        """Tell, beside each field, what another one has already, and what none has."""
        if self.errors:
            return
        try:
            matching.check(self.chosen)
        except matching.MatchingError as error:
            names = {match.heading: f"column_{at}" for at, match in enumerate(self.matches)}
            for heading in error.twice:
                label = COLUMNS[self.chosen[heading]].label
                told = gettext("Another column is “%(column)s” already. Leave one of them out.")
                self.add_error(names[heading], told % {"column": label})
            for column in error.lacking:
                told = gettext("No column is “%(column)s”, which every row needs.")
                self.add_error(None, told % {"column": COLUMNS[column].label})
