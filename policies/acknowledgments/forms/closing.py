from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.forms.acts import Entered
from accounts.forms.roster_field import RosterField, offer
from accounts.models import Person
from district_portal.district.current import today
from district_portal.ui.forms import ALL_OF_THEM, DayField, PortalForm
from policies.acknowledgments import closing
from policies.acknowledgments.models import Assignment, Closing
from policies.models import Policy

LONGEST = 2000


def _text(label: Any, help_text: Any, *, required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=required,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


def _why() -> forms.CharField:
    help_text = _("The person can read it. Leave out what is nobody’s business, such as health.")
    return _text(_("Why"), help_text)


class ClosingForm(Entered, PortalForm, forms.Form):
    """One way in which `assignment` ends unsigned, recorded by `by`."""

    why: ClassVar[Closing.Why]
    title: ClassVar[Promise | str]
    lead: ClassVar[Promise | str]
    button: ClassVar[Promise | str]
    do_not_call_in_templates = True

    def __init__(self, *args: Any, assignment: Assignment, by: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.assignment, self.by = assignment, by

    def carry_out(self) -> Closing:
        """Write the record. Raises NothingOpenError when there is nothing left to close."""
        raise NotImplementedError


class RefusalForm(ClosingForm):
    """They were asked, and said no, before a witness."""

    why = Closing.Why.REFUSED
    title = _("Record a refusal")
    lead = _("They were asked to sign and said no. A third person was there and says so.")
    button = _("Record this refusal")
    messages = {
        "refused_on": _("Say on which day"),
        "witness": _("Say who was there"),
        "statement": _("Write down what the witness says"),
    }
    refused_on = DayField(label=_("Refused on"))
    witness = RosterField(
        label=_("Witness"),
        help_text=_("Name or e-mail address of somebody on the roster: not you, nor the person."),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    statement = _text(
        _("The witness’s statement"),
        _("What they saw and heard, in their words. The person can read it."),
    )
    reason = _text(
        _("The person’s own reason"), _("In their words, if they gave one."), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["refused_on"].initial = today()
        offer(self, "witness")

    def clean_refused_on(self) -> dt.date:
        """Raises ValidationError for a day to come, or one before they were asked."""
        day: dt.date = self.cleaned_data["refused_on"]
        if not closing.may_be_refused_on(self.assignment, day):
            early = day < self.assignment.assigned_on
            raise forms.ValidationError(
                _("They were not asked yet on that day. Choose a later one")
                if early
                else _("Choose today or an earlier day")
            )
        return day

    def clean_witness(self) -> Person:
        """Raises ValidationError for whoever can't witness it."""
        witness: Person = self.cleaned_data["witness"]
        if not closing.may_witness(witness, assignment=self.assignment, by=self.by):
            raise forms.ValidationError(
                _("Name a third person: neither yourself nor the one who refuses")
            )
        return witness

    def carry_out(self) -> Closing:
        return closing.refuse(self.assignment, by=self.by, **self.chosen())


class UnableForm(ClosingForm):
    """They can't sign, whatever they want."""

    why = Closing.Why.UNABLE
    title = _("Record that they are not able to sign")
    lead = _("They can’t sign this version, and waiting doesn’t help.")
    button = _("Record this")
    messages = {"reason": _("Say why they are not able to")}
    reason = _why()

    def carry_out(self) -> Closing:
        return closing.note_unable(self.assignment, by=self.by, **self.chosen())


class ExemptionForm(ClosingForm):
    """They need not sign, for good or until a day."""

    why = Closing.Why.EXEMPTED
    title = _("Exempt them from signing")
    lead = _("They need not sign this version. A new version asks them like everybody else.")
    button = _("Exempt them")
    messages = {"reason": _("Say why they need not sign")}
    reason = _why()
    until = DayField(
        label=_("Last day"),
        required=False,
        help_text=_("From the day after they are asked again. Empty: for as long as the version."),
    )

    def clean_until(self) -> dt.date | None:
        """Raises ValidationError for a last day that is over."""
        day: dt.date | None = self.cleaned_data["until"]
        if day and day < today():
            raise forms.ValidationError(_("Choose today or a later day"))
        return day

    def carry_out(self) -> Closing:
        return closing.exempt(self.assignment, by=self.by, **self.chosen())


FORMS: dict[str, type[ClosingForm]] = {
    str(form.why): form for form in (RefusalForm, UnableForm, ExemptionForm)
}


class ReopeningForm(PortalForm, forms.Form):
    """Why somebody is asked again."""

    messages = {"reason": _("Say why they are asked again")}
    reason = _text(_("Why"), _("The person can read it."))


class ClosingsFilter(PortalForm, forms.Form):
    """Which closings the list shows."""

    SHOWN = [
        ("", _("All")),
        ("stands", pgettext_lazy("record", "Stands")),
        ("over", _("Asked again or signed")),
    ]

    policy = forms.ModelChoiceField(
        Policy.objects.filter(versions__closings__isnull=False).distinct(),
        to_field_name="slug",
        label=_("Policy"),
        required=False,
        empty_label=ALL_OF_THEM,
    )
    why = forms.ChoiceField(
        label=_("How"), required=False, choices=[("", ALL_OF_THEM), *Closing.Why.choices]
    )
    shown = forms.ChoiceField(label=_("Show"), required=False, choices=SHOWN)
