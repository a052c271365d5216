"""A tie to students outside school that makes contact with them usual: disclosed, and noted.

Source: 529, clause 13. No student's name is asked for.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Any, Final

from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Place, Posting
from approvals import lasting, similar
from approvals.kinds.base import DetailsForm, Kind, long_text, one_of
from approvals.models import Request
from approvals.ties import MARK, ConsentBy, ConsentHow, Tie
from district_portal.district import wording
from district_portal.district.keeping_words import in_own_language
from district_portal.ui.forms import DayField

SCHOOL_YEARS_AT_MOST: Final = 2
"""The school year of the day on which it is disclosed and the coming one: groups, classes and
what a parent consented to are looked at again after that."""
CONSENT = {
    "consent_by": _("Choose who consented"),
    "consent_on": _("Enter the day of the consent"),
    "consent_how": _("Choose how they consented"),
    "consent_scope": _("Say to what they consented"),
}
"""The parts of a parent's consent, and what to say where one is missing."""


class RelationshipForm(DetailsForm):
    """Which tie, to how many students, through which channels, how long, and who consented."""

    messages = {
        "posting": _("Choose the job in which you know them, or your first one"),
        "place": _("Choose the school or department"),
        "tie": _("Choose what ties you to them"),
        "students": _("Enter how many students it is about"),
        "who": _("Say who is meant, without a name"),
        "channels": _("Say which channels you use"),
        "purpose": _("Say what the contact is for"),
        "starts_on": _("Enter the first day"),
        "ends_on": _("Enter the last day"),
    }
    short = {
        "posting": _("Job"),
        "tie": _("Tie"),
        "other": _("Which tie"),
        "students": _("Students"),
        "who": _("Who is meant"),
        "channels": _("Channels"),
        "purpose": _("What for"),
        "starts_on": _("From"),
        "ends_on": _("Until"),
        "consent_by": _("Consent by"),
        "consent_on": _("Consent on"),
        "consent_how": _("Consented"),
        "consent_scope": _("Consented to"),
    }

    posting = forms.ModelChoiceField(
        Posting.objects.none(),
        label=_("In which of your jobs do you meet them at school?"),
        help_text=format_lazy(
            _("The {supervisor} of that job takes note."), supervisor=wording.supervisor_lazy
        ),
        widget=forms.RadioSelect,
        empty_label=None,
    )
    place = forms.ModelChoiceField(
        Place.objects.all(), label=_("School or department"), empty_label=_("Choose one")
    )
    tie = one_of(_("What ties you to them?"), Tie.choices)
    other = forms.CharField(
        label=_("Which tie?"),
        help_text=_("Needed for another tie."),
        max_length=120,
        required=False,
    )
    students = forms.IntegerField(
        label=_("How many students is it about?"),
        min_value=1,
        max_value=999,
        error_messages={"invalid": _("Enter a number, such as 2")},
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    who = forms.CharField(
        label=_("Who is meant?"),
        help_text=_("No names. For example: my niece, grade 7; the scouts of my troop."),
        max_length=200,
    )
    channels = forms.CharField(
        label=_("Which channels do you use?"),
        help_text=_("For example text messages, and a group of the team on a network."),
        max_length=300,
    )
    purpose = long_text(
        _("What is the contact for?"), rows=3, help_text=_("No names of students here either.")
    )
    starts_on = DayField(
        label=_("From which day?"),
        error_messages={"invalid": _("Enter the first day as year, month and day")},
    )
    ends_on = DayField(
        label=_("Until which day?"),
        help_text=_("At the latest the end of the coming school year; then it is disclosed anew."),
        error_messages={"invalid": _("Enter the last day as year, month and day")},
    )
    consent_by = one_of(
        _("Who consented?"),
        ConsentBy.choices,
        help_text=_("With several students, one for each of them. No name."),
        required=False,
    )
    consent_on = DayField(
        label=_("On which day?"),
        help_text=_("The last of them, where several consented."),
        error_messages={"invalid": _("Enter the day as year, month and day")},
        required=False,
    )
    consent_how = one_of(_("How?"), ConsentHow.choices, required=False)
    consent_scope = long_text(
        _("To what did they consent?"),
        rows=3,
        help_text=_("Channels, purpose, hours: as far as it goes."),
        required=False,
    )

    def prepare(self) -> None:
        """Ask for the job of those with several, for a place only of those with none."""
        jobs = self.fields["posting"]
        assert isinstance(jobs, forms.ModelChoiceField)  # noqa: S101 – narrows the type
        jobs.queryset = self.requester.postings.current().select_related("place")
        if len(self.requester.postings_today) <= 1:
            del self.fields["posting"]
        if self.requester.posting:
            del self.fields["place"]
        legend = _("Consent of a parent or guardian (not needed in a family)")
        self.helper.mark_optional = False
        self.helper.layout = Layout(
            *self.shown("posting", "place"),
            Fieldset(
                _("Who it is about, and how you know them"), "tie", "other", "students", "who"
            ),
            Fieldset(_("The contact"), "channels", "purpose", "starts_on", "ends_on"),
            Fieldset(legend, *CONSENT),
        )

    def clean_consent_on(self) -> Any:
        day = self.cleaned_data["consent_on"]
        if day and day > self.today:
            raise ValidationError(_("Enter a day that is not in the future"))
        return day

    def clean(self) -> None:
        data = self.cleaned_data
        if posting := data.get("posting") or self.requester.posting:
            data["place"] = posting.place
        if data.get("tie") != Tie.OTHER:
            data["other"] = ""
        elif not data.get("other") and "other" not in self.errors:
            self.add_error("other", _("Say which tie it is"))
        latest = lasting.latest_end(self.today, school_years=SCHOOL_YEARS_AT_MOST)
        lasting.clean_days(self, latest=latest)
        self._clean_consent()

    def _clean_consent(self) -> None:
        """Without a family's tie it is needed; half a consent in a family is left out."""
        data = self.cleaned_data
        missing = [name for name in CONSENT if not data.get(name) and name not in self.errors]
        if data.get("tie") and data["tie"] != Tie.FAMILY:
            for name in missing:
                self.add_error(name, CONSENT[name])
        elif missing:
            data.update(dict.fromkeys(CONSENT, ""), consent_on=None)

    @cached_property
    @in_own_language()
    def title(self) -> str:
        data = self.cleaned_data
        return gettext("Tie to students outside school: %(tie)s") % {
            "tie": data["other"] or Tie(data["tie"]).label
        }

    @property
    def about(self) -> str:
        data = self.cleaned_data
        return f"{MARK}{self.requester.pk}:{data['tie']}:{data['other'].casefold()}"


def doubts(values: Mapping[str, Any], request: Request) -> list[str]:
    """What to look at: what is noted or asked for already, a spoken consent, perhaps a name."""
    about = f"{MARK}{request.requester_id}:{values['tie']}:{values['other'].casefold()}"
    asked = Request.objects.filter(
        kind="relationship",
        about=about,
        state__in=[Request.State.OPEN, Request.State.RETURNED],
    ).exclude(pk=request.pk)
    words = gettext("The same tie is disclosed already: request %(number)s.")
    said = [words % {"number": other.number} for other in asked.order_by("-sent_at")[:3]]
    said += [use.words for use in similar.known_elsewhere(about)]
    if values["consent_how"] == ConsentHow.ORALLY:
        said.append(gettext("The consent was given orally. In writing it is easier to show."))
    if any(looks_like_a_name(values[name]) for name in ("who", "purpose", "consent_scope")):
        said.append(gettext("Two words with capitals stand side by side. No student is named."))
    return said


def looks_like_a_name(text: str) -> bool:
    """Whether two words that begin with a capital and go on small stand side by side."""
    words = [word.istitle() and len(word) > 1 for word in text.split()]
    return any(one and other for one, other in pairwise(words))


def afterwards(values: Mapping[str, Any]) -> str:
    """What comes after approval, in a few words."""
    return str(
        _("It is noted from %(starts_on)s until %(ends_on)s") % lasting.days_in_words(values)
    )


KIND = Kind(
    name="relationship",
    label=_("A tie to students outside school"),
    description=format_lazy(
        _(
            "For family, neighbors, a youth group, a congregation or a club: you disclose it, and "
            "your {supervisor} takes note. No student is named."
        ),
        supervisor=wording.supervisor_lazy,
    ),
    step_label=_("The tie"),
    form=RelationshipForm,
    creates="relationship",
    doubts=doubts,
    afterwards=afterwards,
    until_then=_("Until it is noted, the policy binds as it stands."),
)
