"""Legal holds: which ones to list, what one is on, and why it is lifted."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import Person, Place
from district_portal.records.models import Hold
from district_portal.ui.forms import DayField, PortalForm

ANY = "any"
LIFTED = "lifted"
_ON = (Hold.On.PERSON, Hold.On.PLACE, Hold.On.WORD)


class HoldFilter(PortalForm, forms.Form):
    """Which holds to list: those that bind, unless others are asked for."""

    words = forms.CharField(label=_("Case or person"), max_length=100, required=False)
    state = forms.ChoiceField(
        label=_("State"),
        choices=[("", _("Binding")), (LIFTED, _("Lifted")), (ANY, _("Any"))],
        required=False,
    )

    def narrow(self, rows: QuerySet[Hold]) -> QuerySet[Hold]:
        """Those of `rows` that match; a filter that makes no sense is left out."""
        data = self.cleaned_data if self.is_valid() else {}
        state = data.get("state", "")
        if state != ANY:
            rows = rows.filter(lifting__isnull=state != LIFTED)
        if words := data.get("words"):
            rows = rows.filter(
                Q(case_name__icontains=words) | Q(person__sort_name__icontains=words)
            )
        return rows


class HoldForm(PortalForm, forms.Form):
    """What to keep, for which case. On the page of a record, that record alone."""

    messages = {
        "on": _("Choose what to keep"),
        "case_name": _("Name the case"),
        "held_since": _("Enter the day since when it must be kept"),
        "reason": _("Say why it must be kept"),
    }

    on = forms.ChoiceField(
        label=_("What must be kept?"),
        choices=[(one.value, one.label) for one in _ON],
        widget=forms.RadioSelect,
    )
    person = forms.CharField(
        label=_("Person"),
        help_text=_("The e-mail address or the employee number. For a hold on a person."),
        max_length=254,
        required=False,
    )
    place = forms.ModelChoiceField(
        Place.objects.all(),
        label=_("School or department"),
        help_text=_("With all below it. For a hold on a school or department."),
        empty_label=_("None"),
        required=False,
    )
    word = forms.CharField(
        label=_("Word in the title"),
        help_text=_("For a hold on a word."),
        max_length=100,
        required=False,
    )
    case_name = forms.CharField(label=_("Case"), max_length=200)
    held_since = DayField(
        label=_("To be kept since"),
        error_messages={"invalid": _("Enter the day as year, month and day")},
    )
    reason = forms.CharField(
        label=_("Why?"),
        help_text=_("It is kept word for word."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
    )

    def __init__(self, *args: Any, record: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.mark_optional = False
        if record:
            for name in ("on", "person", "place", "word"):
                del self.fields[name]

    def clean_person(self) -> Person | None:
        """The one person with that address or number."""
        typed = self.cleaned_data["person"].strip()
        if not typed:
            return None
        found = Person.objects.filter(Q(email__iexact=typed) | Q(number=typed)).first()
        if found is None:
            raise forms.ValidationError(_("Nobody has that e-mail address or employee number"))
        return found

    def clean(self) -> None:
        """Tell of what is missing together with everything else that is wrong."""
        on = self.cleaned_data.get("on")
        said = {
            Hold.On.PERSON: _("Enter the person"),
            Hold.On.PLACE: _("Choose the school or department"),
            Hold.On.WORD: _("Enter the word"),
        }
        if on and not self.cleaned_data.get(on) and on not in self.errors:
            self.add_error(on, said[Hold.On(on)])

    @property
    def what(self) -> dict[str, Any]:
        """What the hold is on, as `holding.place` takes it; nothing for a record's page."""
        data = self.cleaned_data
        return {"on": data["on"], data["on"]: data[data["on"]]} if "on" in data else {}


class LiftForm(PortalForm, forms.Form):
    """Why a hold binds no longer."""

    messages = {"reason": _("Say why it is lifted")}

    reason = forms.CharField(
        label=_("Why?"),
        help_text=_("It is kept word for word."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
    )
