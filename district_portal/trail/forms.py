from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.naming import PersonField
from accounts.models import Place
from district_portal.trail import objects
from district_portal.trail.acts import PARTS, acts_for
from district_portal.trail.searching import Search
from district_portal.ui.dates import date_in_words
from district_portal.ui.forms import ALL_OF_THEM, DayField, NamedFilter, PortalForm

if TYPE_CHECKING:
    from accounts.models import Person


class SearchForm(PortalForm, forms.Form):
    """The filters of the trail; they live in the address."""

    by = PersonField(label=_("Who did it"), required=False, with_left=True, max_length=254)
    itself = forms.BooleanField(label=_("What the portal did by itself"), required=False)
    about = PersonField(
        label=_("Whom it was about"), required=False, with_left=True, max_length=254
    )
    act = forms.ChoiceField(
        label=_("What was done"),
        required=False,
        error_messages={"invalid_choice": _("Choose one of the acts in the list")},
    )
    place = NamedFilter(
        Place.objects.all(),
        label=_("Building or department"),
        error_messages={"invalid_choice": _("Choose one of the places in the list")},
    )
    words = forms.CharField(
        label=_("Words in what it was done on"),
        required=False,
        max_length=100,
        help_text=_("Along with a first day, a person, an act or a building"),
    )
    since = DayField(label=_("From"), required=False)
    until = DayField(label=_("Until"), required=False)
    on = forms.CharField(required=False, max_length=80, widget=forms.HiddenInput)

    def __init__(self, *args: Any, reader: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        act = self.fields["act"]
        assert isinstance(act, forms.ChoiceField)  # noqa: S101 – as declared above
        act.choices = [("", ALL_OF_THEM), *_grouped(acts_for(reader))]

    def clean_on(self) -> objects.Thing | None:
        """The object. Raises ValidationError for what names none."""
        text = self.cleaned_data["on"]
        thing = objects.thing(text)
        if text and thing is None:
            raise forms.ValidationError(_("The address names nothing that the trail knows"))
        return thing

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        since, until = found.get("since"), found.get("until")
        if since and until and until < since:
            self.add_error("until", _("Choose the same day or a later one"))
        if found.get("by") and found.get("itself"):
            self.add_error("itself", _("Choose a person or the portal, not both"))
        narrow = ("by", "about", "act", "place", "since", "on")
        if found.get("words") and not self.errors and not any(found.get(name) for name in narrow):
            self.add_error(
                "words",
                _("Choose a first day, a person, an act or a building as well"),
            )
        return found

    def search(self) -> Search | None:
        """What to look for; None while a filter is wrong."""
        if not self.is_valid():
            return None
        return Search(**{name: value for name, value in self.cleaned_data.items() if value})

    def in_words(self) -> dict[str, str]:
        """Which filters were chosen, by name, for who reads later what was exported."""
        chosen = {name: value for name, value in self.cleaned_data.items() if value}
        return {
            name: date_in_words(value) if name in {"since", "until"} else str(value)
            for name, value in chosen.items()
        }


def _grouped(acts: list[tuple[str, str]]) -> list[tuple[Any, list[tuple[str, Any]]]]:
    """Acts under the part that they belong to; the part itself stands for all of them."""
    groups = []
    for part, rows in groupby(acts, key=lambda row: row[0].split(".", maxsplit=1)[0]):
        everything = (f"{part}.", _("All of: %(part)s") % {"part": PARTS[part]})
        groups.append((PARTS[part], [everything, *sorted(rows, key=lambda row: row[1])]))
    return sorted(groups, key=lambda group: str(group[0]))
