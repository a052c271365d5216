"""What those who deal with a concern enter: an act, who else is needed, an outcome, a reason."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from approvals.concerns.models import Act
from district_portal.district.current import zone
from district_portal.ui.forms import DayField, PortalForm

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

What = Act.What
MOST = 4000


@dataclass(frozen=True)
class ActWords:
    """How an act is offered: the link, what it is for, and what its words are asked by."""

    title: StrPromise
    lead: StrPromise
    asks: StrPromise


WORDS = {
    What.TALKED: ActWords(
        _("I talked with somebody"),
        _("With whom, and what was said. Only those who deal with this concern read it."),
        _("With whom, and what was said"),
    ),
    What.SECURED: ActWords(
        _("Something was secured"),
        _("Access cut off, a post taken down, evidence kept: what, and by whom."),
        _("What was secured, and how"),
    ),
    What.PARENTS: ActWords(
        _("The parents were informed"),
        _("By whom, and in which way. Name no student here."),
        _("By whom, and how"),
    ),
    What.TITLE_IX: ActWords(
        _("It went to the Title IX coordinator"),
        _("They do not see this concern here by that: add them as well where they should."),
        _("What was referred, and how"),
    ),
    What.POLICE: ActWords(
        _("It went to the police or the county"),
        _("Whoever is in danger now calls 911 first. Record to whom it was reported."),
        _("To whom, and under which number"),
    ),
    What.NOTED: ActWords(
        _("Add a note"),
        _("For those who deal with this concern. Nobody can change it later."),
        _("Note"),
    ),
}


class OnceForm(PortalForm, forms.Form):
    """A form that counts once, however often it is sent."""

    once = forms.UUIDField(required=False, widget=forms.HiddenInput, initial=uuid.uuid4)

    def clean_once(self) -> uuid.UUID:
        """The number of this form; a new one where a program sent none."""
        return self.cleaned_data["once"] or uuid.uuid4()


class ActForm(OnceForm):
    """One act: its words, and when it was done, where that was earlier."""

    messages = {"text": _("Say what was done")}

    text = forms.CharField(widget=forms.Textarea(attrs={"rows": 5}), max_length=MOST)
    day = DayField(
        label=_("Day, if it was done before now"),
        help_text=_(
            "With its time below, as well as you know it: what the law asks for counts by the hour."
        ),
        required=False,
        error_messages={"invalid": _("Enter the day as year, month and day")},
    )
    time = forms.TimeField(
        label=_("Time on that day"),
        input_formats=["%H:%M", "%I:%M %p"],
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        required=False,
        error_messages={"invalid": _("Enter the time, such as 15:30")},
    )

    def __init__(self, *args: Any, what: Act.What, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label = WORDS[what].asks
        if what == What.NOTED:
            del self.fields["day"], self.fields["time"]

    def clean(self) -> dict[str, Any]:
        """Raises ValidationError beside a day without a time, and the other way round."""
        data: dict[str, Any] = super().clean() or {}
        day, time = data.get("day"), data.get("time")
        if day and not time and "time" not in self.errors:
            self.add_error("time", _("Enter the time too, as well as you know it"))
        if time and not day and "day" not in self.errors:
            self.add_error("day", _("Enter the day too"))
        return data

    def facts(self) -> dict[str, Any]:
        """What was entered, as `handling.record` takes it."""
        data = dict(self.cleaned_data)
        day, time = data.pop("day", None), data.pop("time", None)
        done = dt.datetime.combine(day, time, tzinfo=zone()) if day and time else None
        return {**data, "done_at": done}


class NoteForm(ActForm):
    """A note."""

    messages = {"text": _("Write the note")}


class ReasonForm(OnceForm):
    """Why something is done."""

    messages = {"reason": _("Say why")}

    reason = forms.CharField(
        label=_("Why?"),
        help_text=_("Those who deal with this concern read it."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=MOST,
    )


class OutcomeForm(OnceForm):
    """What came of a concern; `seen` is what was added to it so far (see `closing.last_added`)."""

    messages = {"outcome": _("Say what came of it")}

    outcome = forms.CharField(
        label=_("What came of it?"),
        help_text=_("Whoever reported it sees that it is closed and when, not what you write."),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=MOST,
    )
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def clean_seen(self) -> int:
        """What the page knew of; nothing where a program sent none."""
        return self.cleaned_data["seen"] or 0

    def show_anew(self, seen: int) -> None:
        """Let the form know of what was added since, now that it was told."""
        typed = {name: self.data.get(name) for name in self.data}
        self.data = {**typed, "seen": seen}
