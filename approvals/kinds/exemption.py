"""An exemption from a clause, a rule or what is said of a platform, or a modification of it.

Source: 529, clause 6 (who plans a use that is not allowed may ask the District Administrator and
the Technology Coordinator for a meeting on other ways, a modification or an exemption).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from crispy_forms.layout import HTML, Fieldset, Layout
from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from accounts.models import Place, Posting
from approvals import lasting
from approvals.kinds import asked_before
from approvals.kinds.base import Kind, long_text, yes_or_no
from approvals.kinds.in_the_way import PLATFORM, InTheWayForm
from district_portal.district.keeping_words import in_own_language
from district_portal.ui.forms import DayField


class ExemptionForm(InTheWayForm):
    """What is in the way, what is planned instead, for whom and how long."""

    messages = {
        **InTheWayForm.messages,
        "posting": _("Choose the job that this is for"),
        "place": _("Choose the school or department"),
        "plan": _("Say what you plan"),
        "learning": _("Say how it serves learning"),
        "group": _("Say for which class or group"),
        "students": _("Enter how many students take part"),
        "student_data": _("Say which data about students are involved, or write: none"),
        "alternatives": _("Say what else you considered"),
        "starts_on": _("Enter the first day"),
        "ends_on": _("Enter the last day"),
        "meeting": _("Choose whether you would like a meeting"),
    }
    short = {
        **InTheWayForm.short,
        "posting": _("Job"),
        "plan": _("Plan"),
        "learning": _("How it serves learning"),
        "group": _("Class or group"),
        "students": _("Students"),
        "under_13": _("Students under 13"),
        "student_data": _("Data about students"),
        "alternatives": _("Alternatives considered"),
        "starts_on": _("From"),
        "ends_on": _("Until"),
        "meeting": _("Wishes a meeting"),
        "meeting_times": _("Times that suit"),
    }

    posting = forms.ModelChoiceField(
        Posting.objects.none(),
        label=_("Which of your jobs is it for?"),
        widget=forms.RadioSelect,
        empty_label=None,
    )
    plan = long_text(_("What do you plan?"), rows=4)
    learning = long_text(_("How does it serve learning?"), rows=3)
    place = forms.ModelChoiceField(
        Place.objects.all(), label=_("School or department"), empty_label=_("Choose one")
    )
    group = forms.CharField(
        label=_("For which class or group?"),
        help_text=_("For example Grade 8 science, period 3."),
        max_length=120,
    )
    students = forms.IntegerField(
        label=_("How many students take part?"),
        min_value=0,
        max_value=9999,
        error_messages={"invalid": _("Enter a number, such as 24")},
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    under_13 = yes_or_no(
        _("Are any of them under 13?"),
        help_text=_("Needed where students take part."),
        required=False,
    )
    student_data = long_text(
        _("Which data about students are involved?"),
        rows=3,
        help_text=_("Names, pictures, work, accounts. Write “none” if there are none."),
    )
    alternatives = long_text(
        _("What else did you consider, and why is it not enough?"),
        rows=3,
        help_text=_("For example a tool that the district has."),
    )
    starts_on = DayField(
        label=_("From which day?"),
        error_messages={"invalid": _("Enter the first day as year, month and day")},
    )
    ends_on = DayField(
        label=_("Until which day?"),
        help_text=_("At the latest the end of the next school year; then it is asked for again."),
        error_messages={"invalid": _("Enter the last day as year, month and day")},
    )
    meeting = yes_or_no(
        _("Would you like to meet and talk about it?"),
        help_text=_("You may ask for a meeting with those who decide."),
    )
    meeting_times = long_text(
        _("Which times suit you?"), rows=2, help_text=_("Needed for a meeting."), required=False
    )

    def prepare(self) -> None:
        self.offer("place", Place.objects.open())
        if len(self.requester.postings_today) > 1:
            self.offer("posting", self.requester.postings.current().select_related("place"))
        else:
            del self.fields["posting"]
        if self.requester.posting:
            self.fields["place"].initial = self.requester.posting.place_id
        self.offer_clauses()
        show = HTML("{% include 'approvals/_show_clauses.html' %}")
        self.helper.mark_optional = False
        self.helper.layout = Layout(
            HTML("{% include 'approvals/_enter_continues.html' %}"),
            *self.shown("posting", "what"),
            Fieldset(
                _("Clause or rule"), "policy", show, *self.shown("clause", "asks", "proposed")
            ),
            Fieldset(_("Platform or tool"), "platform", "tool"),
            Fieldset(_("What you plan"), "plan", "learning", "alternatives"),
            Fieldset(_("For whom"), "place", "group", "students", "under_13", "student_data"),
            Fieldset(_("When"), "starts_on", "ends_on", "meeting", "meeting_times"),
        )

    def clean(self) -> None:
        self.keep_what_counts()
        lasting.clean_days(self)
        data = self.cleaned_data
        if data.get("students") and data.get("under_13") is None:
            self.add_error("under_13", _("Say whether any of them is under 13"))
        if data.get("meeting") and not data.get("meeting_times"):
            self.add_error("meeting_times", _("Say which times suit you"))

    @cached_property
    @in_own_language()
    def title(self) -> str:
        data = self.cleaned_data
        words = _("Exemption from %(subject)s")
        if data["what"] == PLATFORM:
            words = _("Use of %(subject)s")
        elif data["asks"] == "modification":
            words = _("Modification of %(subject)s")
        return words % {"subject": self.subject}


def afterwards(values: Mapping[str, Any]) -> str:
    """What comes after approval, in a few words."""
    return str(_("It holds from %(starts_on)s until %(ends_on)s") % lasting.days_in_words(values))


KIND = Kind(
    name="exemption",
    label=_("An exemption from a policy, or a modification"),
    description=_(
        "For a project in class that a clause, an administrative rule or the list of platforms "
        "does not allow."
    ),
    step_label=_("The project"),
    form=ExemptionForm,
    creates="exemption",
    doubts=asked_before.doubts,
    afterwards=afterwards,
    until_then=_("Until you have consent, the policy binds as it stands."),
)
