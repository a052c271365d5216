"""What HR enters about a person's postings: one form for each act, on any day."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts import adding, cancelling, correcting, moving
from accounts.forms import roster_field
from accounts.forms.roster_field import RosterField
from accounts.models import Person, Place, Posting
from district_portal.district.current import today
from district_portal.ui.dates import date_in_words
from district_portal.ui.forms import PortalForm

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

    def chosen(self) -> dict[str, Any]:
        """The checked values, without what only helped to choose."""
        return {k: v for k, v in self.cleaned_data.items() if not k.endswith("_pick")}

    def entered(self) -> list[tuple[Any, Any]]:
        """Label and value of each field that holds something, in words."""
        shown = []
        for name, value in self.chosen().items():
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
        label=_("Supervisor"),
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


class HireForm(Facts, ActForm):
    title, button = _("Hire"), _("Hire")
    since = forms.DateField(label=_("First day"))
    until = forms.DateField(
        label=_("Last day"), required=False, help_text=_("Only when it is known already.")
    )
    field_order = ["since", "until"]

    def carry_out(self, *, by: Person) -> Posting | None:
        return moving.hire(self.person, by=by, **self.chosen())


class AddForm(HireForm):
    title, button = _("Add a further posting"), _("Add posting")

    def carry_out(self, *, by: Person) -> Posting | None:
        return adding.add(self.person, by=by, **self.chosen())


class MoveForm(Facts, ActForm):
    title, button = _("Move or change"), _("Move")
    on = forms.DateField(
        label=_("From"), help_text=_("A day to come is kept as a plan until it comes.")
    )
    field_order = ["on"]

    def first_values(self) -> dict[str, Any]:
        return {**super().first_values(), **facts_of(self.posting)}

    def carry_out(self, *, by: Person) -> Posting | None:
        return moving.move(self.person, by=by, posting=self.posting, **self.chosen())


class LeaveForm(ActForm):
    title, button = _("Go on leave"), _("Enter leave")
    on = forms.DateField(label=_("First day of leave"))
    back_on = forms.DateField(
        label=_("Back on"), required=False, help_text=_("Only when it is known already.")
    )

    def carry_out(self, *, by: Person) -> Posting | None:
        return moving.go_on_leave(self.person, by=by, **self.chosen())


class ReturnForm(ActForm):
    title, button = _("Return from leave"), _("Enter return")
    on = forms.DateField(label=_("Back on"))

    def carry_out(self, *, by: Person) -> Posting | None:
        return moving.return_from_leave(self.person, by=by, **self.chosen())


class EndForm(ActForm):
    title, button, danger = _("End: the person leaves"), _("End"), True
    last_day = forms.DateField(label=_("Last day"))
    at_once = forms.BooleanField(
        label=_("End the sign-in now, not after the last day"), required=False
    )

    def carry_out(self, *, by: Person) -> Posting | None:
        moving.leave(self.person, by=by, **self.chosen())
        return None


class EndPostingForm(ActForm):
    title, button, danger = _("End this further posting"), _("End posting"), True
    last_day = forms.DateField(label=_("Last day"))

    def carry_out(self, *, by: Person) -> Posting | None:
        assert self.posting  # noqa: S101 – the address names one
        adding.end(self.posting, by=by, **self.chosen())
        return None


class PrimaryForm(ActForm):
    title, button = _("Make this the primary posting"), _("Make primary")
    on = forms.DateField(label=_("From"))

    def carry_out(self, *, by: Person) -> Posting | None:
        assert self.posting  # noqa: S101 – the address names one
        return adding.make_primary(self.posting, by=by, **self.chosen())


class CorrectForm(Facts, ActForm):
    title, button = _("Correct this posting"), _("Correct")
    since = forms.DateField(label=_("First day"))
    until = forms.DateField(
        label=_("Last day"), required=False, help_text=_("Empty: it has no last day.")
    )
    on_leave = forms.BooleanField(label=_("On leave"), required=False)
    reason = forms.CharField(
        label=_("What was wrong?"), max_length=300, help_text=_("Kept with the change.")
    )
    field_order = ["since", "until", "place", "position", "supervisor", "kind", "on_leave"]

    def first_values(self) -> dict[str, Any]:
        posting = self.posting
        assert posting  # noqa: S101 – the address names one
        days: dict[str, dt.date | None] = {"since": posting.since, "until": posting.until}
        return {**days, **facts_of(posting), "on_leave": posting.on_leave}

    def carry_out(self, *, by: Person) -> Posting | None:
        assert self.posting  # noqa: S101 – the address names one
        return correcting.correct(self.posting, by=by, **self.chosen())


class CancelForm(ActForm):
    title, button, danger = _("Cancel this plan"), _("Cancel the plan"), True

    def carry_out(self, *, by: Person) -> Posting | None:
        assert self.posting  # noqa: S101 – the address names one
        cancelling.cancel(self.posting, by=by)
        return None


class StayForm(ActForm):
    title, button = _("Take back the last day"), _("Take back the last day")

    def carry_out(self, *, by: Person) -> Posting | None:
        assert self.posting  # noqa: S101 – the address names one
        cancelling.cancel_end(self.posting, by=by)
        return self.posting


ON_PERSON: dict[str, type[ActForm]] = {
    "hire": HireForm,
    "move": MoveForm,
    "leave": LeaveForm,
    "return": ReturnForm,
    "end": EndForm,
    "add": AddForm,
}
ON_POSTING: dict[str, type[ActForm]] = {
    "change": MoveForm,
    "finish": EndPostingForm,
    "primary": PrimaryForm,
    "correct": CorrectForm,
    "cancel": CancelForm,
    "stay": StayForm,
}
