"""A social media account, blog or site for school business, representing the district or not.

Source: 401.15, professional use (supervisor's prior approval); 529, clause 8 (the District
Administrator's consent before an account represents the district or a school).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.forms.roster_field import RosterField
from accounts.models import Place, Posting
from approvals.kinds import account_facts, mailboxes
from approvals.kinds.account_facts import AccountFactsForm
from approvals.kinds.base import Kind, long_text, one_of
from approvals.models import Request
from district_portal.district import wording
from district_portal.district.keeping_words import in_own_language
from district_portal.ui.forms import DayField

FREQUENCIES = [
    ("daily", _("Every day")),
    ("weekly", _("Every week")),
    ("monthly", _("Every month")),
    ("events", _("Only when there is an event")),
]


class AccountForm(AccountFactsForm):
    """What districts ask about an account; never a password, nothing of a private account."""

    messages = {
        **AccountFactsForm.messages,
        "posting": _("Choose the job that this is for"),
        "place": _("Choose the school or department"),
        "sample": _("Give an example of a post"),
        "frequency": _("Choose how often you will post"),
        "launch_on": _("Enter a start date"),
        "district_address": _("Enter the district e-mail address"),
        "manager": _("Name a second manager"),
        "recovery_owner": _("Name who can get the account back"),
    }

    short = {
        **AccountFactsForm.short,
        "posting": _("Job"),
        "sample": _("Example of a post"),
        "frequency": _("How often"),
        "launch_on": _("Start"),
        "district_address": _("District e-mail address"),
        "recovery_owner": _("Who can get it back"),
    }

    field_order = (
        "posting",
        "platform",
        "name",
        "handle",
        "represents",
        "place",
        "purpose",
        "audience",
        "sample",
        "frequency",
        "launch_on",
        "district_address",
        "manager",
        "recovery_owner",
    )

    posting = forms.ModelChoiceField(
        Posting.objects.none(),
        label=_("Which of your jobs is it for?"),
        help_text=format_lazy(
            _("The {supervisor} of that job is asked first."), supervisor=wording.supervisor_lazy
        ),
        widget=forms.RadioSelect,
        empty_label=None,
    )
    place = forms.ModelChoiceField(
        Place.objects.all(),
        label=_("School or department"),
        empty_label=_("Choose one"),
    )
    sample = long_text(_("An example of a post"), rows=3)
    frequency = one_of(_("How often will you post?"), FREQUENCIES)
    launch_on = DayField(
        label=_("When should it start?"),
        help_text=_("Nothing may go live before you have consent."),
        error_messages={"invalid": _("Enter the start date as year, month and day")},
    )
    district_address = forms.EmailField(
        label=_("District e-mail address of the account"),
        help_text=_(
            "Best a shared mailbox, such as band@…: it stays when people go. Never a private one."
        ),
        error_messages={"invalid": _("Enter an e-mail address, such as band@district")},
        max_length=254,
        validators=[mailboxes.refuse_private],
    )
    manager = RosterField(
        label=_("Second manager"),
        help_text=_("Another member of staff who can sign in to it: name or e-mail."),
        max_length=200,
    )
    recovery_owner = RosterField(
        label=_("Who can get the account back?"),
        help_text=_("Keeps the recovery codes. Not you: name or e-mail."),
        max_length=200,
    )

    def prepare(self) -> None:
        place = self.fields["place"]
        assert isinstance(place, forms.ModelChoiceField)  # noqa: S101 – narrows the type
        place.queryset = Place.objects.open()
        if len(self.requester.postings_today) > 1:
            choice = self.fields["posting"]
            assert isinstance(choice, forms.ModelChoiceField)  # noqa: S101 – narrows the type
            choice.queryset = self.requester.postings.current().select_related("place")
        else:
            del self.fields["posting"]
        if self.request.is_there_already:
            del self.fields["launch_on"]
        if self.requester.posting:
            self.fields["place"].initial = self.requester.posting.place_id
        sections = {
            _("Where, and for whom"): "posting platform name handle represents place",
            _("What it is for"): "purpose audience sample frequency launch_on",
            _("Who looks after it"): "district_address manager recovery_owner comments "
            "comment_rules",
            _("Students"): "writes_to_students shows_students under_13",
        }
        self.helper.mark_optional = False
        self.helper.layout = Layout(
            *(Fieldset(legend, *self.shown(*names.split())) for legend, names in sections.items())
        )

    def clean_launch_on(self) -> Any:
        if self.cleaned_data["launch_on"] < self.today:
            raise ValidationError(_("Enter a start date that is not in the past"))
        return self.cleaned_data["launch_on"]

    def clean(self) -> None:
        super().clean()
        for name in ("manager", "recovery_owner"):
            if self.cleaned_data.get(name) == self.requester:
                self.add_error(name, _("Name somebody else, not yourself"))

    @cached_property
    @in_own_language()
    def title(self) -> str:
        data = self.cleaned_data
        return _("%(what)s for %(name)s") % {"what": data["platform"].noun, "name": data["name"]}

    @property
    def about(self) -> str:
        return self.profile.key


def doubts(values: Mapping[str, Any], request: Request) -> list[str]:
    """What requester and approvers should look at before they go on."""
    said = account_facts.doubts(values, request)
    return said + mailboxes.doubts(values["district_address"], requester=request.requester)


def afterwards(values: Mapping[str, Any]) -> str:
    """What comes after approval, in a few words."""
    if values["writes_to_students"]:
        return str(_("Parents are told, then the account is active"))
    return str(_("The account is active"))


KIND = Kind(
    name="account",
    label=_("An account, page, blog or site"),
    description=_(
        "For a class, a team, a school or the district, on a social network or anywhere online."
    ),
    step_label=_("The account"),
    form=AccountForm,
    creates="account",
    doubts=doubts,
    afterwards=afterwards,
    if_there=_(
        "The account exists, but it is not confirmed: post nothing new there for the district or a "
        "school until you have consent."
    ),
)
