"""Report an account, narrow the list of cases, and take a step in one."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from approvals.impostors import capturing
from approvals.impostors.models import Act, Impostor
from approvals.models import Platform
from district_portal.district.current import today
from district_portal.ui.forms import DayField, NamedFilter, PortalForm

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

What = Act.What


class CapturesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class CapturesField(forms.FileField):
    """Some pictures or PDFs; `clean` answers them looked at, as `capturing.Captured`."""

    widget = CapturesInput(attrs={"accept": capturing.ACCEPTED})

    def clean(self, data: Any, initial: Any = None) -> list[capturing.Captured]:
        """Raises ValidationError for what can't be kept."""
        files = data if isinstance(data, list | tuple) else [data] if data else []
        if self.required and not files:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        try:
            known = [super(CapturesField, self).clean(file, initial) for file in files]
            return capturing.read_all(known)
        except capturing.CaptureError as refused:
            raise forms.ValidationError(str(refused)) from refused


class ReportForm(PortalForm, forms.Form):
    """What anyone tells of an account that claims to be the district.

    `website` is shown to nobody: only a program fills it in. `once` numbers the form.
    """

    messages = {
        "address": _("Paste its link, or type its handle"),
        "saw": _("Say what you saw"),
    }

    address = forms.CharField(
        label=_("Link, web address or handle"),
        help_text=_("Copy it from the page that you saw, such as instagram.com/… or @…"),
        max_length=300,
    )
    platform = forms.ModelChoiceField(
        Platform.objects.exclude(paths=""),
        label=_("Where did you see it?"),
        help_text=_("Only for a handle: a link says it by itself."),
        empty_label=_("The link says it"),
        required=False,
    )
    saw = forms.CharField(
        label=_("What did you see?"),
        help_text=_(
            "What it says it is, what it posts or asks for, and when. Name no student, and leave "
            "out passwords."
        ),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=4000,
    )
    captures = CapturesField(
        label=_("Pictures of it"),
        help_text=_("Up to 3 files, PNG, JPEG or PDF, of up to 5 MB each."),
        required=False,
        max_length=255,
        allow_empty_file=True,
    )
    website = forms.CharField(
        label=_("Leave this empty"),
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )
    once = forms.UUIDField(required=False, widget=forms.HiddenInput, initial=uuid.uuid4)

    def clean_once(self) -> uuid.UUID:
        """The number of this form; a new one where a program sent none."""
        return self.cleaned_data["once"] or uuid.uuid4()


class CaseFilter(PortalForm, forms.Form):
    """Which cases to list."""

    words = forms.CharField(label=_("Address or report number"), max_length=100, required=False)
    state = forms.ChoiceField(
        label=_("State"), choices=[("", _("Any")), *Impostor.State.choices], required=False
    )
    platform = NamedFilter(Platform.objects.all(), label=_("Platform"))
    warning = forms.ChoiceField(
        label=_("Public warning"),
        choices=[("", _("Any")), ("on", pgettext_lazy("public warning", "On")), ("off", _("Off"))],
        required=False,
    )

    def narrow(self, cases: QuerySet[Impostor]) -> QuerySet[Impostor]:
        """Those of `cases` that match; a filter that makes no sense is left out."""
        data = self.cleaned_data if self.is_valid() else {}
        for name in ("state", "platform"):
            if value := data.get(name):
                cases = cases.filter(**{name: value})
        if warning := data.get("warning"):
            cases = cases.filter(warns=warning == "on")
        if words := data.get("words"):
            numbered = Act.objects.filter(impostor=OuterRef("pk"), number__icontains=words)
            address = words.strip().removeprefix("https://").removeprefix("www.").removeprefix("@")
            cases = cases.filter(Q(address_key__icontains=address) | Exists(numbered))
        return cases


@dataclass(frozen=True)
class StepWords:
    """How a step is offered: the link, the lead of its page, the button, and what is asked."""

    title: StrPromise
    lead: StrPromise
    button: StrPromise
    asks: StrPromise


STEP_WORDS = {
    What.TOLD_PLATFORM: StepWords(
        _("We reported it to the platform"),
        _("Report it there first; the platform’s own page for impersonation gives a number."),
        _("Record the report"),
        _("Note"),
    ),
    What.REMOVED: StepWords(
        _("It is gone"),
        _("The platform removed it, or its owner did. This closes the case and takes down a public "
          "warning."),
        _("Close: removed"),
        _("How do you know?"),
    ),
    What.REFUSED: StepWords(
        _("The platform refused"),
        _("The platform leaves it there. A public warning stays as it is."),
        _("Close: refused by the platform"),
        _("What did the platform say?"),
    ),
    What.NOT_IMPOSTOR: StepWords(
        _("It is no impostor"),
        _("For example a fan page that says so. This closes the case and takes down a public "
          "warning."),
        _("Close: not an impostor"),
        _("What is it, and how do you know?"),
    ),
    What.REOPENED: StepWords(
        _("Open the case again"),
        _("It becomes new, and stands among your tasks again."),
        _("Open it again"),
        _("Why?"),
    ),
    What.WARNED: StepWords(
        _("Warn everyone"),
        _("Who checks this address reads at once that it is not ours, and it stands in the list of "
          "warnings. Only the address is shown, no report and no picture."),
        _("Put up the warning"),
        _("Why?"),
    ),
    What.UNWARNED: StepWords(
        _("Take down the public warning"),
        _("Whoever checks this address is no longer told that it is not ours."),
        _("Take it down"),
        _("Why?"),
    ),
    What.NOTED: StepWords(
        _("Add a note"),
        _("For those who deal with this case. Nobody can change it later."),
        _("Add note"),
        _("Note"),
    ),
}  # fmt: skip
_TOLD_HOST = StepWords(
    _("We reported it to its host or registrar"),
    _("Report it there first: its host or registrar has a page or an address for abuse."),
    _("Record the report"),
    _("Note"),
)


def step_words(what: Act.What, impostor: Impostor) -> StepWords:
    """How `what` is offered in this case: a website has no platform that it could be told."""
    is_website = not impostor.platform.paths
    return _TOLD_HOST if is_website and what == What.TOLD_PLATFORM else STEP_WORDS[what]


class StepForm(PortalForm, forms.Form):
    """One step of a case; `seen` is the last act that the page showed."""

    messages = {
        "day": _("Enter the day on which you reported it"),
        "text": _("Say why, or what you found"),
    }
    day = DayField(
        label=_("Reported on"),
        error_messages={"invalid": _("Enter the day as year, month and day")},
    )
    number = forms.CharField(
        label=_("Number of the report"),
        help_text=_("It often stands in the mail that confirms the report."),
        max_length=100,
        required=False,
    )
    text = forms.CharField(widget=forms.Textarea(attrs={"rows": 4}), max_length=4000)
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, what: Act.What, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label = STEP_WORDS[what].asks
        if what == What.TOLD_PLATFORM:
            self.fields["text"].required = False
            self.initial.setdefault("day", today())
        else:
            del self.fields["day"], self.fields["number"]

    def clean_day(self) -> Any:
        """Raises ValidationError for a day to come."""
        if self.cleaned_data["day"] > today():
            raise forms.ValidationError(_("Enter a day that is not in the future"))
        return self.cleaned_data["day"]


class AddCapturesForm(PortalForm, forms.Form):
    """More pictures for a case."""

    messages = {"captures": _("Choose at least one file")}
    captures = CapturesField(
        label=_("Pictures of it"),
        help_text=_("Up to 3 files at once, PNG, JPEG or PDF, of up to 5 MB each."),
        max_length=255,
        allow_empty_file=True,
    )
    text = forms.CharField(
        label=_("What do they show?"),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=1000,
        required=False,
    )


class TakeAwayForm(PortalForm, forms.Form):
    """Why a capture is emptied."""

    messages = {"reason": _("Say why it is taken away")}
    reason = forms.CharField(
        label=_("Why?"), widget=forms.Textarea(attrs={"rows": 2}), max_length=500
    )
