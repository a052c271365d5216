"""To speak for the Board, the district or a school: who, on what, where, from when until when.

Source: 529, clause 8 (nobody represents the Board or the district unless their supervisor has
expressly assigned it); what was assigned, to whom and for which days is what a court asks for
(Lindke v. Freed, 2024).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from accounts.models import Place, Posting
from approvals import lasting, similar
from approvals.kinds.base import DetailsForm, Kind, long_text, one_of
from approvals.models import Request
from district_portal.district.keeping_words import in_own_language
from district_portal.ui.forms import DayField

MARK = "speaking:"
"""What a request to speak is about begins with it, so that it is never taken for an address."""
REPRESENTS = [
    ("board", _("The School Board")),
    ("district", _("The whole district")),
    ("school", _("A school or department")),
]
WHERE = [
    ("accounts", _("On accounts of the district or a school")),
    ("press", _("To newspapers, radio and television")),
    ("meetings", _("At public meetings and events")),
    ("other", _("Elsewhere, as said with the matters")),
]


class RepresentationForm(DetailsForm):
    """For whom somebody will speak, and how far it goes."""

    messages = {
        "posting": _("Choose the job that this is for"),
        "represents": _("Choose for whom you will speak"),
        "place": _("Choose the school or department"),
        "scope": _("Say on which matters you will speak"),
        "where": _("Choose where you will speak"),
        "reason": _("Say why it is needed"),
        "starts_on": _("Enter the first day"),
        "ends_on": _("Enter the last day"),
    }
    short = {
        "posting": _("Job"),
        "represents": _("Speaks for"),
        "place": _("School or department"),
        "scope": _("On which matters"),
        "where": _("Where"),
        "reason": _("Why"),
        "starts_on": _("From"),
        "ends_on": _("Until"),
    }

    posting = forms.ModelChoiceField(
        Posting.objects.none(),
        label=_("Which of your jobs is it for?"),
        widget=forms.RadioSelect,
        empty_label=None,
    )
    represents = one_of(_("For whom will you speak?"), REPRESENTS)
    place = forms.ModelChoiceField(
        Place.objects.all(), label=_("School or department"), empty_label=_("Choose one")
    )
    scope = long_text(
        _("On which matters?"),
        rows=3,
        help_text=_("As exactly as you can. Everybody on staff can read it."),
        longest=1000,
    )
    where = forms.MultipleChoiceField(
        label=_("Where will you speak?"),
        help_text=_("Choose all that apply."),
        choices=WHERE,
        widget=forms.CheckboxSelectMultiple,
    )
    reason = long_text(_("Why is it needed?"), rows=2)
    starts_on = DayField(
        label=_("From which day?"),
        error_messages={"invalid": _("Enter the first day as year, month and day")},
    )
    ends_on = DayField(
        label=_("Until which day?"),
        help_text=_("At the latest the end of the next school year; then it is asked for again."),
        error_messages={"invalid": _("Enter the last day as year, month and day")},
    )

    def prepare(self) -> None:
        fields = cast("dict[str, forms.ModelChoiceField[Any]]", self.fields)
        fields["place"].queryset = Place.objects.open()
        if self.requester.posting:
            fields["place"].initial = self.requester.posting.place_id
        if len(self.requester.postings_today) > 1:
            jobs = self.requester.postings.current().select_related("place")
            fields["posting"].queryset = jobs
        else:
            del self.fields["posting"]
        self.helper.mark_optional = False
        self.helper.layout = Layout(
            *self.shown("posting"),
            Fieldset(_("For whom, and on what"), "represents", "place", "scope", "where"),
            Fieldset(_("Why, and how long"), "reason", "starts_on", "ends_on"),
        )

    def clean(self) -> None:
        lasting.clean_days(self)

    @cached_property
    @in_own_language()
    def title(self) -> str:
        data = self.cleaned_data
        whom = dict(REPRESENTS)[data["represents"]]
        if data["represents"] == "school":
            return _("Speaking for %(place)s") % {"place": data["place"]}
        return _("Speaking for: %(whom)s") % {"whom": whom}

    @property
    def about(self) -> str:
        data = self.cleaned_data
        place = data["place"].pk if data["represents"] == "school" else ""
        return f"{MARK}{self.requester.pk}:{data['represents']}:{place}"

    def values(self) -> dict[str, Any]:
        return {**super().values(), "about": self.about}


def doubts(values: Mapping[str, Any], request: Request) -> list[str]:
    """What to look at: the same person asks for the same, or speaks already."""
    return [use.words for use in similar.uses(values["about"], apart_from=request)]


def afterwards(values: Mapping[str, Any]) -> str:
    """What comes after approval, in a few words."""
    words = _("It stands in the list of spokespersons, %(starts_on)s to %(ends_on)s")
    return str(words % lasting.days_in_words(values))


KIND = Kind(
    name="representation",
    label=_("Speaking for the Board, the district or a school"),
    description=_("Before you speak in its name anywhere, online or not."),
    step_label=_("What you will speak for"),
    form=RepresentationForm,
    creates="spokesperson",
    doubts=doubts,
    afterwards=afterwards,
    until_then=_("Until it is assigned to you, speak for yourself alone."),
)
