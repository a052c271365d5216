"""What every form for an act on postings has in common."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.forms import roster_field
from accounts.forms.roster_field import RosterField
from accounts.models import Person, Place, Posting
from district_portal.district import wording
from district_portal.district.current import today
from district_portal.ui.dates import date_in_words
from district_portal.ui.forms import PortalForm
from district_portal.ui.meanwhile import MeanwhileForm

MESSAGES = {
    "on": _("Choose a day"),
    "since": _("Choose a first day"),
    "last_day": _("Choose the last day"),
    "position": _("Enter the position"),
    "place": _("Choose a building or department"),
    "kind": _("Choose employee or volunteer"),
    "reason": _("Say what was wrong"),
}


class Entered(forms.BaseForm):
    """A form whose values can be shown once more before anything is done."""

    def typed(self) -> dict[str, Any]:
        """The checked values, without what only helped to choose."""
        return {
            name: value for name, value in self.cleaned_data.items() if not name.endswith("_pick")
        }

    def chosen(self) -> dict[str, Any]:
        """What the act is done with: all of it, unless a form knows better."""
        return self.typed()

    def entered(self) -> list[tuple[Any, Any]]:
        """Label and value of each field that holds something, in words."""
        shown = []
        for name, value in self.typed().items():
            field = self.fields[name]
            choices = dict(getattr(field, "choices", [])) if isinstance(value, str) else {}
            words = (
                date_in_words(value) if isinstance(value, dt.date) else choices.get(value, value)
            )
            if value is True:
                words = _("Yes")
            if value not in (None, "", False):
                shown.append((field.label, words))
        return shown


class ActForm(Entered, PortalForm, forms.Form):
    """One act on the postings of `person`; `posting` is the one in question, where it is one."""

    title: ClassVar[Promise]
    button: ClassVar[Promise]
    danger: ClassVar[bool] = False
    messages = MESSAGES

    def __init__(
        self, *args: Any, person: Person, posting: Posting | None, places: Any, **kwargs: Any
    ) -> None:
        self.person, self.posting = person, posting
        kwargs.setdefault("initial", {})
        kwargs["initial"] = {**self.first_values(), **kwargs["initial"]}
        super().__init__(*args, **kwargs)
        if "place" in self.fields:
            here = [posting.place_id] if posting else []
            self.fields["place"].queryset = places | Place.objects.filter(pk__in=here)  # type: ignore[attr-defined]
        if "supervisor" in self.fields:
            roster_field.offer(self, "supervisor")

    def first_values(self) -> dict[str, Any]:
        """What the fields hold before anybody typed."""
        return {"on": today(), "since": today(), "last_day": today()}

    def carry_out(self, *, by: Person) -> Posting | None:
        """Do it by the rule; raises NotPossibleError."""
        raise NotImplementedError


class Facts(forms.Form):
    """Place, position, supervisor and kind of a posting."""

    place = forms.ModelChoiceField(
        Place.objects.none(), label=_("Building or department"), empty_label=_("Choose …")
    )
    position = forms.CharField(label=_("Position"), max_length=80)
    supervisor = RosterField(
        label=wording.supervisor_title_lazy,
        required=False,
        max_length=200,
        help_text=_("Name or e-mail address. Empty: nobody is entered."),
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=Posting.Kind.choices)


def facts_of(posting: Posting | None) -> dict[str, Any]:
    """The facts of a posting as a form shows them."""
    if posting is None:
        return {}
    boss = posting.supervisor
    return {
        "place": posting.place_id,
        "position": posting.position,
        "supervisor": (boss.email or str(boss)) if boss else "",
        "kind": posting.kind,
    }


class ChangeForm(MeanwhileForm, Facts, ActForm):
    """Facts of a posting as the page shows them: only what is changed here is changed there."""

    changed_there = _("Somebody changed this posting while your page was open.")

    def __init__(self, *args: Any, posting: Posting | None, **kwargs: Any) -> None:
        super().__init__(*args, posting=posting, shown=self.facts(posting), **kwargs)

    @staticmethod
    def facts(posting: Posting | None) -> dict[str, Any]:
        """What the page shows of the posting, by the names of the fields."""
        return facts_of(posting)

    def first_values(self) -> dict[str, Any]:
        return {**super().first_values(), **self.facts(self.posting)}

    def chosen(self) -> dict[str, Any]:
        """The checked values, of the posting's facts only those that differ from it."""
        known = self.facts(self.posting)
        return {
            name: value
            for name, value in self.typed().items()
            if name not in known or value != getattr(self.posting, name)
        }
