"""What HR enters about a person's postings: one form for each act, on any day."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts import adding, cancelling, correcting, moving, removing
from accounts.forms.acts import ActForm, ChangeForm, Facts, facts_of
from accounts.models import Person, Posting
from district_portal.ui.forms import DayField


class HireForm(Facts, ActForm):
    title, button = _("Hire"), _("Hire")
    since = DayField(label=_("First day"))
    until = DayField(
        label=_("Last day"), required=False, help_text=_("Only when it is known already.")
    )
    field_order = ["since", "until"]

    def carry_out(self, *, by: Person) -> Posting | None:
        return moving.hire(self.person, by=by, **self.chosen())


class AddForm(HireForm):
    title, button = _("Add a further posting"), _("Add posting")

    def carry_out(self, *, by: Person) -> Posting | None:
        return adding.add(self.person, by=by, **self.chosen())


class MoveForm(ChangeForm):
    title, button = _("Move or change"), _("Move")
    on = DayField(label=_("From"), help_text=_("A day to come is kept as a plan until it comes."))
    field_order = ["on"]

    def carry_out(self, *, by: Person) -> Posting | None:
        return moving.move(self.person, by=by, posting=self.posting, as_shown=True, **self.chosen())


class LeaveForm(ActForm):
    title, button = _("Go on leave"), _("Enter leave")
    on = DayField(label=_("First day of leave"))
    back_on = DayField(
        label=_("Back on"), required=False, help_text=_("Only when it is known already.")
    )

    def carry_out(self, *, by: Person) -> Posting | None:
        return moving.go_on_leave(self.person, by=by, **self.chosen())


class ReturnForm(ActForm):
    title, button = _("Return from leave"), _("Enter return")
    on = DayField(label=_("Back on"))

    def carry_out(self, *, by: Person) -> Posting | None:
        return moving.return_from_leave(self.person, by=by, **self.chosen())


class EndForm(ActForm):
    title, button, danger = _("End: the person leaves"), _("End"), True
    last_day = DayField(label=_("Last day"))
    at_once = forms.BooleanField(
        label=_("End the sign-in now, not after the last day"), required=False
    )

    def carry_out(self, *, by: Person) -> Posting | None:
        moving.leave(self.person, by=by, **self.chosen())
        return None


class EndPostingForm(ActForm):
    title, button, danger = _("End this further posting"), _("End posting"), True
    last_day = DayField(label=_("Last day"))

    def carry_out(self, *, by: Person) -> Posting | None:
        assert self.posting  # noqa: S101 – the address names one
        adding.end(self.posting, by=by, **self.chosen())
        return None


class PrimaryForm(ActForm):
    title, button = _("Make this the primary posting"), _("Make primary")
    on = DayField(label=_("From"))

    def carry_out(self, *, by: Person) -> Posting | None:
        assert self.posting  # noqa: S101 – the address names one
        return adding.make_primary(self.posting, by=by, **self.chosen())


class CorrectForm(ChangeForm):
    title, button = _("Correct this posting"), _("Correct")
    since = DayField(label=_("First day"))
    until = DayField(label=_("Last day"), required=False, help_text=_("Empty: it has no last day."))
    on_leave = forms.BooleanField(label=_("On leave"), required=False)
    reason = forms.CharField(
        label=_("What was wrong?"), max_length=300, help_text=_("Kept with the change.")
    )
    field_order = ["since", "until", "place", "position", "supervisor", "kind", "on_leave"]

    @staticmethod
    def facts(posting: Posting | None) -> dict[str, Any]:
        assert posting  # noqa: S101 – the address names one
        days: dict[str, dt.date | None] = {"since": posting.since, "until": posting.until}
        return {**days, **facts_of(posting), "on_leave": posting.on_leave}

    def carry_out(self, *, by: Person) -> Posting | None:
        assert self.posting  # noqa: S101 – the address names one
        return correcting.correct(self.posting, by=by, as_shown=True, **self.chosen())


class RemoveForm(ActForm):
    title, button, danger = _("Remove: entered by mistake"), _("Remove posting"), True
    reason = forms.CharField(
        label=_("What was wrong?"), max_length=300, help_text=_("Kept with the removal.")
    )

    def carry_out(self, *, by: Person) -> Posting | None:
        assert self.posting  # noqa: S101 – the address names one
        removing.remove(self.posting, by=by, **self.chosen())
        return None


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
    "remove": RemoveForm,
    "cancel": CancelForm,
    "stay": StayForm,
}
