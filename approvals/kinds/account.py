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
from approvals import catalogue, platforms, similar
from approvals.answers import Said
from approvals.kinds import mailboxes
from approvals.kinds.base import (
    DetailsForm,
    Kind,
    long_text,
    one_of,
    yes_or_no,
)
from approvals.models import Platform, Request
from district_portal.district import wording
from district_portal.ui.forms import DayField

REPRESENTS = [
    ("district", _("The whole district")),
    ("school", _("A school or department")),
    ("class", _("Only a class, team or club")),
]
AUDIENCES = [
    ("parents", _("Parents and guardians")),
    ("students", _("Students")),
    ("staff", _("Staff")),
    ("community", _("The community")),
]
FREQUENCIES = [
    ("daily", _("Every day")),
    ("weekly", _("Every week")),
    ("monthly", _("Every month")),
    ("events", _("Only when there is an event")),
]
COMMENTS = [
    ("closed", _("Closed: nobody can comment")),
    ("open", _("Open to everyone")),
]


class AccountForm(DetailsForm):
    """What districts ask about an account; never a password, nothing of a private account."""

    messages = {
        "posting": _("Choose the job that this is for"),
        "platform": _("Choose a platform"),
        "name": _("Enter the name of the account"),
        "handle": _("Enter its handle or link"),
        "represents": _("Choose whom the account speaks for"),
        "place": _("Choose the school or department"),
        "purpose": _("Say what the account is for"),
        "audience": _("Choose who will follow it"),
        "sample": _("Give an example of a post"),
        "frequency": _("Choose how often you will post"),
        "launch_on": _("Enter a start date"),
        "district_address": _("Enter the district e-mail address"),
        "manager": _("Name a second manager"),
        "recovery_owner": _("Name who can get the account back"),
        "comments": _("Choose whether comments are open"),
        "writes_to_students": _("Choose yes if you will write to students with it"),
        "shows_students": _("Choose yes if students will be seen or heard"),
    }

    short = {
        "posting": _("Job"),
        "name": _("Name"),
        "handle": _("Account"),
        "represents": _("Speaks for"),
        "purpose": _("Purpose"),
        "audience": _("Who follows"),
        "sample": _("Example of a post"),
        "frequency": _("How often"),
        "launch_on": _("Start"),
        "district_address": _("Bound to"),
        "recovery_owner": _("Can get it back"),
        "comment_rules": _("Who reads comments"),
        "writes_to_students": _("Writes to students"),
        "shows_students": _("Shows students"),
        "under_13": _("Students under 13"),
    }

    posting = forms.ModelChoiceField(
        Posting.objects.none(),
        label=_("Which of your jobs is it for?"),
        help_text=format_lazy(
            _("The {supervisor} of that job is asked first."), supervisor=wording.supervisor_lazy
        ),
        widget=forms.RadioSelect,
        empty_label=None,
    )
    platform = forms.ModelChoiceField(
        catalogue.offered(),
        label=_("Platform"),
        help_text=_("One request for each account."),
        empty_label=_("Choose one"),
    )
    name = forms.CharField(
        label=_("Account name"),
        help_text=_("As people will see it, for example Northside Band."),
        max_length=120,
    )
    handle = forms.CharField(
        label=_("Handle or link"),
        help_text=_("The one it has or will have, such as @NorthsideBand or its link."),
        max_length=300,
    )
    represents = one_of(
        _("Whom does it speak for?"),
        REPRESENTS,
        help_text=format_lazy(
            _(
                "What speaks for the district or a school also needs the consent of the "
                "{administrator}."
            ),
            administrator=wording.administrator_lazy,
        ),
    )
    place = forms.ModelChoiceField(
        Place.objects.all(),
        label=_("School or department"),
        empty_label=_("Choose one"),
    )
    purpose = long_text(
        _("What is it for?"),
        rows=4,
        help_text=_("Parents will read this in the notice sent home."),
    )
    audience = forms.MultipleChoiceField(
        label=_("Who will follow it?"),
        help_text=_("Choose all that apply."),
        choices=AUDIENCES,
        widget=forms.CheckboxSelectMultiple,
    )
    sample = long_text(_("An example of a post"), rows=3)
    frequency = one_of(_("How often will you post?"), FREQUENCIES)
    launch_on = DayField(
        label=_("When should it start?"),
        help_text=_("Nothing may go live before you have consent."),
        error_messages={"invalid": _("Enter the start date as year, month and day")},
    )
    district_address = forms.EmailField(
        label=_("District e-mail address that it is bound to"),
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
    comments = one_of(_("Comments"), COMMENTS)
    comment_rules = long_text(
        _("Who reads the comments, and by what rules?"),
        rows=3,
        help_text=_("Needed where comments are open."),
        required=False,
    )
    writes_to_students = yes_or_no(
        _("Will it be used to write to students?"),
        help_text=_("If so, their parents are told first."),
    )
    shows_students = yes_or_no(_("Will students be seen or heard in it?"))
    under_13 = yes_or_no(
        _("Are any of these students under 13?"),
        help_text=_("Needed where students are written to or shown."),
        required=False,
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

    def clean_handle(self) -> str:
        platform = self.cleaned_data.get("platform")
        if platform is None:
            return self.cleaned_data["handle"]
        if not platform.paths and (
            own := platforms.at(self.cleaned_data["handle"], Platform.objects.all())
        ):
            words = _("This leads to %(platform)s. Choose it as the platform.")
            raise ValidationError(words % {"platform": own})
        try:
            self.profile = platforms.normalise(platform, self.cleaned_data["handle"])
        except platforms.UnreadableAddressError as error:
            raise ValidationError(str(error)) from error
        if taken := similar.taken(self.profile.key):
            raise ValidationError(taken.words)
        return self.profile.handle

    def clean_launch_on(self) -> Any:
        if self.cleaned_data["launch_on"] < self.today:
            raise ValidationError(_("Enter a start date that is not in the past"))
        return self.cleaned_data["launch_on"]

    def clean(self) -> None:
        data = self.cleaned_data
        if data.get("comments") == "open" and not data.get("comment_rules"):
            self.add_error("comment_rules", _("Say who reads the comments, and by what rules"))
        for name in ("manager", "recovery_owner"):
            if data.get(name) == self.requester:
                self.add_error(name, _("Name somebody else, not yourself"))
        platform = data.get("platform")
        if platform and (
            barred := catalogue.why_barred(
                platform, place=data.get("place"), requester=self.requester
            )
        ):
            self.add_error("platform", barred)
        students = data.get("writes_to_students") or data.get("shows_students")
        if students and data.get("under_13") is None:
            self.add_error("under_13", _("Say whether any of these students is under 13"))

    @cached_property
    def title(self) -> str:
        data = self.cleaned_data
        return _("%(what)s for %(name)s") % {"what": data["platform"].noun, "name": data["name"]}

    @property
    def about(self) -> str:
        return self.profile.key

    def values(self) -> dict[str, Any]:
        address = {"address": self.profile.address, "address_key": self.profile.key}
        return {**super().values(), **address}

    def words(self) -> list[Said]:
        """With the account as handle and full address."""
        rows = super().words()
        for row in rows:
            if row["name"] == "handle":
                row["text"] = self.profile.address
                if self.cleaned_data["platform"].paths:
                    row["text"] = f"@{self.profile.handle} · {self.profile.address}"
        return rows


def doubts(values: Mapping[str, Any], request: Request) -> list[str]:
    """What requester and approvers should look at before they go on."""
    said = [use.words for use in similar.uses(values["address_key"], apart_from=request)]
    platform = Platform.objects.get(pk=values["platform"])
    if look := catalogue.why_to_look(platform):
        said.append(look)
    if values.get("under_13"):
        words = _("%(platform)s is for people of %(age)s and older. Some students are under 13.")
        if platform.minimum_age:
            said.append(words % {"platform": platform, "age": platform.minimum_age})
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
)
