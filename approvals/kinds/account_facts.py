"""What the approval of an account rests on: what it is, what it is for, and whom it reaches.

Asked when an account is asked for, and when it is to change (401.15, professional use; 529,
clause 8).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.models import Place
from approvals import catalogue, platforms, similar
from approvals.answers import Said
from approvals.kinds.base import DetailsForm, long_text, one_of, yes_or_no
from approvals.models import Platform, Request
from district_portal.district import wording

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
COMMENTS = [
    ("closed", _("Closed: nobody can comment")),
    ("open", _("Open to everyone")),
]


class AccountFactsForm(DetailsForm):
    """The questions on which approval rests."""

    messages = {
        "platform": _("Choose a platform"),
        "name": _("Enter the name of the account"),
        "handle": _("Enter its handle or link"),
        "represents": _("Choose whom the account speaks for"),
        "purpose": _("Say what the account is for"),
        "audience": _("Choose who will follow it"),
        "comments": _("Choose whether comments are open"),
        "writes_to_students": _("Choose yes if you will write to students with it"),
        "shows_students": _("Choose yes if students will be seen or heard"),
    }
    short = {
        "name": _("Name"),
        "handle": _("Account"),
        "represents": _("Speaks for"),
        "purpose": _("Purpose"),
        "audience": _("Who follows"),
        "comment_rules": _("Who reads comments"),
        "writes_to_students": _("Writes to students"),
        "shows_students": _("Shows students"),
        "under_13": _("Students under 13"),
    }

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

    own_key = ""
    """The address, in its one spelling, that the account has already."""

    @property
    def where(self) -> Place | None:
        """The school or department that it is for."""
        return self.cleaned_data.get("place")

    def is_looked_at(self, platform: Platform) -> bool:
        """Whether it is to be asked if the district allows `platform`."""
        return True

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
        key = self.profile.key
        if key != self.own_key and (taken := similar.taken(key)):
            raise ValidationError(taken.words)
        return self.profile.handle

    def clean(self) -> None:
        data = self.cleaned_data
        if data.get("comments") == "open" and not data.get("comment_rules"):
            self.add_error("comment_rules", _("Say who reads the comments, and by what rules"))
        platform = data.get("platform")
        if platform and self.is_looked_at(platform):
            barred = catalogue.why_barred(platform, place=self.where, requester=self.requester)
            if barred:
                self.add_error("platform", barred)
        students = data.get("writes_to_students") or data.get("shows_students")
        if students and data.get("under_13") is None:
            self.add_error("under_13", _("Say whether any of these students is under 13"))

    def values(self) -> dict[str, Any]:
        address = {"address": self.profile.address, "address_key": self.profile.key}
        return {**super().values(), **address}

    def words(self) -> list[Said]:
        """With the account as handle and full address."""
        rows = super().words()
        for row in rows:
            if row["name"] == "handle":
                row["text"] = called(self.cleaned_data["platform"], *self.profile)
        return rows


def called(platform: Platform, handle: str, address: str) -> str:
    """An account in words: its handle, where the platform has such, and its full address."""
    return f"@{handle} · {address}" if platform.paths else address


def doubts(values: Mapping[str, Any], request: Request, *, is_new: bool = True) -> list[str]:
    """What to look at: who else has the address, unless it `is_new` no longer, and the platform."""
    said = []
    if is_new:
        said += [use.words for use in similar.uses(values["address_key"], apart_from=request)]
    platform = Platform.objects.get(pk=values["platform"])
    if look := catalogue.why_to_look(platform):
        said.append(look)
    if values.get("under_13"):
        words = _("%(platform)s is for people of %(age)s and older. Some students are under 13.")
        if platform.minimum_age:
            said.append(words % {"platform": platform, "age": platform.minimum_age})
    return said
