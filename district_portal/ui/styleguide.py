"""Invented data for the style guide."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from district_portal.ui import panels
from district_portal.ui.forms import DayField, PortalForm

SENT = _("Request 2026-118 sent. Dana Ortiz decides next.")
COLORS = [
    *("ink", "ink-2", "paper", "wash", "line", "edge", "brand", "link", "focus"),
    *("ok", "ok-wash", "warn", "warn-wash", "bad", "bad-wash", "info", "info-wash"),
    *("ins-wash", "del-wash"),
]
PEOPLE: list[dict[str, Any]] = [
    {"name": "Abbott, Renee", "place": "Lakeside School", "kind": "bad", "status": "Late", "n": 14},
    {"name": "Berg, Lou", "place": "Transportation", "kind": "bad", "status": "Late", "n": 3},
    {"name": "Castellanos, Inés", "place": "North School", "kind": "plain", "status": "On leave"},
    {"name": "Dahl, Morgan", "place": "High School", "kind": "warn", "status": "Due Friday"},
    {"name": "Echo, Sam", "place": "High School", "kind": "warn", "status": "Due Friday"},
]
HUNKS = [
    ("=", "Tell your principal "),
    ("-", "within a week"),
    ("+", "on the same day"),
    ("=", " when you believe that private information has been shown to someone"),
    ("+", ", even by mistake"),
    ("=", "."),
]


class PeopleFilter(PortalForm, forms.Form):
    policy = forms.ChoiceField(
        label=_("Policy"), choices=[("529", "529, version 3"), ("401", "401.15")], required=False
    )
    place = forms.ChoiceField(
        label=_("Building"), choices=[("", _("All buildings")), ("n", "North")], required=False
    )
    status = forms.ChoiceField(
        label=_("Status"), choices=[("open", _("Not signed")), ("all", _("All"))], required=False
    )
    as_of = DayField(label=_("As of"), required=False)


class ExampleForm(PortalForm, forms.Form):
    messages = {
        "platform": _("Choose a platform"),
        "purpose": _("Say what the account is for"),
        "young": _("Choose yes if any student is under 13"),
        "start": _("Enter a start date"),
        "promise": _("Confirm that you will give only district contact details"),
    }
    platform = forms.ChoiceField(
        label=_("Platform"),
        help_text=_("One request for each account."),
        choices=[("", _("Choose one")), ("i", "Instagram"), ("y", "YouTube")],
    )
    handle = forms.CharField(
        label=_("Account name"),
        help_text=_("As people will see it, for example @NorthsideBand."),
        required=False,
    )
    purpose = forms.CharField(
        label=_("What is it for?"),
        help_text=_("Parents will read this in the notice sent home."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    audience = forms.MultipleChoiceField(
        label=_("Who will follow it?"),
        help_text=_("Choose all that apply."),
        widget=forms.CheckboxSelectMultiple,
        choices=[
            ("students", _("Students")),
            ("parents", _("Parents and guardians")),
            ("community", _("The community")),
        ],
        initial=["parents"],
        required=False,
    )
    young = forms.ChoiceField(
        label=_("Are any of the students under 13?"),
        help_text=_("If so, the District Administrator decides as well."),
        widget=forms.RadioSelect,
        choices=[("yes", _("Yes")), ("no", _("No"))],
    )
    start = DayField(label=_("When should it start?"))
    sample = forms.FileField(
        label=_("A sample of what you will post"), required=False, help_text=_("Up to 25 MB.")
    )
    owner = forms.CharField(label=_("Owner"), initial="Lou Berg", disabled=True, required=False)
    promise = forms.BooleanField(
        label=_(
            "I will give only my district e-mail address or telephone number to students and "
            "parents (401.15, clause 11)."
        )
    )


def examples() -> dict[str, Any]:
    """What the style guide's templates show."""
    today = timezone.localdate()
    now = timezone.now()
    empty = ExampleForm({})
    empty.is_valid()
    items = [
        panels.NavItem(label=_("My tasks"), url_name="ui:styleguide", count=2),
        panels.NavItem(label=_("Policies"), url_name="ui:styleguide_task"),
        panels.NavItem(label=_("Requests"), url_name="ui:styleguide_form"),
    ]
    return {
        "colors": COLORS,
        "hunks": HUNKS,
        "today": today,
        "late": today - dt.timedelta(days=3),
        "soon": today + dt.timedelta(days=3),
        "later": today + dt.timedelta(days=40),
        "now": now,
        "minutes_ago": now - dt.timedelta(minutes=5),
        "days_ago": now - dt.timedelta(days=2),
        "wrong_form": empty,
        "items": items,
        "current_item": items[1],
    }
