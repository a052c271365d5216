"""When and where to meet, why it is cancelled, and what came of it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from approvals.exemptions.models import Meeting
from district_portal.district.current import zone
from district_portal.ui.forms import DayField, PortalForm

LENGTHS = [(15, _("15 minutes")), (30, _("30 minutes")), (45, _("45 minutes")),
           (60, _("1 hour")), (90, _("1½ hours")), (120, _("2 hours"))]  # fmt: skip


class MeetingForm(PortalForm, forms.Form):
    """One date for the meeting, and a place or a link."""

    messages = {
        "day": _("Enter the day"),
        "time": _("Enter the time"),
        "minutes": _("Choose how long it takes"),
    }
    needed_sometimes = frozenset({"where", "link"})

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    day = DayField(
        label=_("Day"), error_messages={"invalid": _("Enter the day as year, month and day")}
    )
    time = forms.TimeField(
        label=_("Time"),
        input_formats=["%H:%M", "%I:%M %p"],
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"invalid": _("Enter the time, such as 15:30")},
    )
    minutes = forms.TypedChoiceField(label=_("How long?"), choices=LENGTHS, coerce=int, initial=30)
    where = forms.CharField(
        label=_("Where?"),
        help_text=_("A room, unless you meet by a link."),
        max_length=200,
        required=False,
    )
    link = forms.URLField(
        label=_("Link"),
        help_text=_("For a meeting on screen."),
        max_length=300,
        required=False,
        assume_scheme="https",
        error_messages={"invalid": _("Enter a whole link, such as https://…")},
    )
    note = forms.CharField(
        label=_("What should they bring or read?"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        required=False,
    )

    def __init__(self, *args: Any, meeting: Meeting | None, **kwargs: Any) -> None:
        super().__init__(*args, initial=_as_typed(meeting) if meeting else None, **kwargs)

    def facts(self) -> dict[str, Any]:
        """What was entered, as `calling.call` takes it."""
        data = dict(self.cleaned_data)
        moment = dt.datetime.combine(data.pop("day"), data.pop("time"), tzinfo=zone())
        return {**data, "starts_at": moment}


def _as_typed(meeting: Meeting) -> dict[str, Any]:
    begins = meeting.starts_at.astimezone(zone())
    length = meeting.ends_at - meeting.starts_at
    return {
        "seen": meeting.sequence,
        "day": begins.date(),
        "time": begins.time(),
        "minutes": int(length.total_seconds() // 60),
        "where": meeting.where,
        "link": meeting.link,
        "note": meeting.note,
    }


class CancelForm(PortalForm, forms.Form):
    """Why the meeting is cancelled."""

    messages = {"reason": _("Say why it is cancelled"), "seen": _("Open the page again")}

    seen = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Why?"),
        help_text=_("All who were invited read it."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
    )


class MinutesForm(PortalForm, forms.Form):
    """What was said and agreed."""

    messages = {"text": _("Write what was said and agreed")}

    text = forms.CharField(
        label=_("Minutes"),
        help_text=_("Who was there, other ways that were looked at, and what was agreed."),
        widget=forms.Textarea(attrs={"rows": 10}),
        max_length=10_000,
    )
