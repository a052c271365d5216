"""Places: the filter of who works there, a new one, its name and parent, its head, closing."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms import roster_field
from accounts.forms.acts import Entered, Facts
from accounts.forms.roster_field import RosterField
from accounts.models import Place, Posting
from district_portal.district.current import today
from district_portal.ui.forms import ALL_OF_THEM, DayField, PortalForm
from district_portal.ui.meanwhile import MeanwhileForm


class ThereFilter(PortalForm, forms.Form):
    """Narrows the list of those who work at a place; everything may be empty."""

    q = forms.CharField(label=_("Name or position"), required=False, max_length=80)
    kind = forms.ChoiceField(
        label=_("Kind"), required=False, choices=[("", ALL_OF_THEM), *Posting.Kind.choices]
    )
    below = forms.BooleanField(label=_("With the places below"), required=False)

    def __init__(self, *args: Any, has_below: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_below:
            del self.fields["below"]


class PlaceForm(MeanwhileForm, forms.ModelForm):
    changed_there = _("Somebody changed this place while your page was open.")
    messages = {"name": _("Enter the name"), "kind": _("Choose what it is")}

    class Meta:
        model = Place
        fields = ["name", "kind", "parent"]
        labels = {"parent": _("Belongs to")}
        help_texts = {"parent": _("The place above it in the tree.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        place = kwargs.get("instance")
        facts = {name: getattr(place, name) for name in self.base_fields} if place else {}
        super().__init__(*args, shown=facts, **kwargs)
        if place is None:
            self.fields["kind"].choices = [("", _("Choose …")), *Place.Kind.choices]  # type: ignore[attr-defined]
        offered = Place.objects.open().exclude(pk=self.instance.pk)
        self.fields["parent"].queryset = offered  # type: ignore[attr-defined]
        self.fields["parent"].empty_label = _("Nothing above it")  # type: ignore[attr-defined]

    def validate_unique(self) -> None:
        """The rule says it, in its own words."""


class HeadForm(MeanwhileForm, forms.Form):
    changed_there = _("Somebody appointed another head while your page was open.")
    head = RosterField(
        label=_("Head"),
        required=False,
        max_length=200,
        help_text=_("Name or e-mail address. Empty: nobody is head."),
    )

    def __init__(self, *args: Any, place: Place, **kwargs: Any) -> None:
        head = place.head
        initial = {"head": (head.email or str(head)) if head else ""}
        super().__init__(*args, initial=initial, shown=initial, **kwargs)
        roster_field.offer(self, "head")


class CloseForm(PortalForm, forms.Form):
    messages = {"on": _("Choose a day")}

    on = DayField(label=_("Closed from"), help_text=_("The first day without anybody there."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, initial={"on": today()}, **kwargs)


class NewPersonForm(Facts, Entered, PortalForm, forms.Form):
    """Who the person is, and their first posting."""

    messages = {
        "given_name": _("Enter the first name"),
        "family_name": _("Enter the last name"),
        "place": _("Choose a building or department"),
        "position": _("Enter the position"),
        "kind": _("Choose employee or volunteer"),
        "since": _("Choose a first day"),
    }
    given_name = forms.CharField(label=_("First name"), max_length=80)
    family_name = forms.CharField(label=_("Last name"), max_length=80)
    number = forms.CharField(
        label=_("Employee number"),
        required=False,
        max_length=40,
        help_text=_(
            "As in the HR sheet. Without one no sheet changes this person, and none ends the "
            "posting."
        ),
    )
    email = forms.EmailField(label=_("E-mail address"), required=False, max_length=254)
    since = DayField(label=_("First day"))
    invite = forms.BooleanField(
        label=_("Send a link to choose a password"),
        required=False,
        help_text=_("Only to somebody who begins today or has begun."),
    )
    field_order = ["given_name", "family_name", "number", "email", "since"]

    def __init__(self, *args: Any, places: Any, **kwargs: Any) -> None:
        super().__init__(*args, initial={"since": today()}, **kwargs)
        self.fields["place"].queryset = places  # type: ignore[attr-defined]
        roster_field.offer(self, "supervisor")
