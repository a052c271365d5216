"""Say who else is needed: found among offices and on the roster, then looked at, with a reason."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.forms.roster_field import RosterField, offer
from accounts.models import Person
from approvals.concerns import adding
from approvals.concerns.forms.acts import MOST, OnceForm
from approvals.concerns.models import Concern
from district_portal.district import wording
from district_portal.ui.forms import PortalForm


class AnybodyField(RosterField):
    """Somebody who works here, also by what they do."""

    by_work = True


class FindForm(PortalForm, forms.Form):
    """Who else is needed: one of those in office who could be added, or anybody on the roster."""

    person = AnybodyField(
        label=_("Who?"),
        help_text=_("Their name, a part of it, their e-mail address, or what they do here."),
        max_length=254,
        required=False,
        widget=forms.TextInput(attrs={"spellcheck": "false", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, concern: Concern, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.concern = concern
        offer(self, "person")
        self.in_office = adding.offices(concern)
        if self.in_office:
            self.fields["office"] = forms.ChoiceField(
                label=_("Somebody in an office"),
                choices=[
                    (f"{role}:{person.pk}", f"{person} · {wording.role(role)}")
                    for role, person in self.in_office
                ],
                widget=forms.RadioSelect,
                required=False,
            )
            self.fields["person"].label = _("Or somebody else")
            self.order_fields(["office"])
            self.helper.mark_optional = False

    @property
    def found(self) -> Person:
        """Who was found. Only after `is_valid()`."""
        person: Person = self.cleaned_data["found"]
        return person

    def clean(self) -> dict[str, Any]:
        """Raises ValidationError where nobody, two, or somebody is named who can't be added."""
        data: dict[str, Any] = super().clean() or {}
        office = next((one for one in self.in_office if _key(*one) == data.get("office")), None)
        named = [person for person in (office and office[1], data.get("person")) if person]
        if "person" in self.errors:
            return data
        if len(set(named)) != 1:
            words = _("Say who is needed") if not named else _("Choose one person at a time")
            self.add_error("person", words)
        elif refused := adding.refusal(self.concern, named[0]):
            self.add_error("person" if data.get("person") else "office", refused)
        else:
            data["found"] = named[0]
        return data


class AddForm(OnceForm):
    """Why the person who was found is needed."""

    messages = {"reason": _("Say why they are needed"), "chosen": _("Say who is needed")}

    chosen = forms.ModelChoiceField(Person.objects.all(), widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Why are they needed?"),
        help_text=_("They and all who deal with this concern read it."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=MOST,
    )

    @property
    def person(self) -> Person | None:
        """Who was chosen; None for a number that nobody has."""
        try:
            found: Person = self.fields["chosen"].clean(self["chosen"].value())
        except ValidationError:
            return None
        return found


def _key(role: Any, person: Person) -> str:
    return f"{role}:{person.pk}"
