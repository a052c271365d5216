"""Tell a concern; all but what happened may stay empty, and that too until it is sent."""

from __future__ import annotations

import uuid
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.roster_field import RosterField, offer
from accounts.models import Person, Place
from approvals.concerns import filing, wording
from approvals.concerns.forms.files import FilesField
from approvals.concerns.models import Concern
from approvals.concerns.reporting import Told
from approvals.concerns.routing import Case
from district_portal.ui.forms import PortalForm

LONGEST = 10_000
TOLD = ("what", "when", "where", "links", "student")


class SubjectField(RosterField):
    """Whom a concern is about: also somebody who has left."""

    default_error_messages = {
        **RosterField.default_error_messages,
        "unknown": _(
            "Nobody on the roster has this name or e-mail address. Check the spelling; or leave it "
            "empty, and write below who it was."
        ),
    }
    left = True
    by_work = True


class ReportForm(PortalForm, forms.Form):
    """What somebody tells of a concern.

    `once` numbers the form; `shown` says whom the page named before it was sent (see
    `reading.Expected.seal`), `seen` which draft it showed (see `reporting.mark`).
    """

    messages = {"what": _("Say what happened")}

    place = forms.ModelChoiceField(
        Place.objects.none(),
        label=_("Where at work does it belong?"),
        help_text=_("The school or department that it is about."),
        empty_label=_("To no particular place"),
        required=False,
    )
    about = SubjectField(
        label=_("Is it about somebody who works or volunteers here?"),
        help_text=_(
            "Their name or e-mail address. They do not receive it, and do not see it. Leave it "
            "empty for students and people from elsewhere."
        ),
        max_length=200,
        required=False,
    )
    what = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 6, "autocomplete": "off"}),
        max_length=LONGEST,
    )
    when = forms.CharField(
        label=_("When?"),
        help_text=_("As well as you know: today at noon, since September."),
        max_length=300,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    where = forms.CharField(
        label=_("Where did it happen?"),
        help_text=_("An app, an account, a room."),
        max_length=300,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    links = forms.CharField(
        label=_("Links"),
        help_text=_("One a line. Only what you have come across: do not look for more."),
        widget=forms.Textarea(attrs={"rows": 2, "autocomplete": "off"}),
        max_length=2000,
        required=False,
    )
    student = forms.CharField(
        label=_("Name of a student"),
        help_text=_(
            "Only if it can’t be understood without it, and nowhere else on this page. It is kept "
            "apart, seen only by those who deal with the concern, and removed earlier."
        ),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    pictures = FilesField(
        label=_("Pictures or files"),
        help_text=_(
            "Pictures or PDFs, up to 20 MB each. Never take or keep pictures of unclothed "
            "children: leave them where they are and tell the police."
        ),
        required=False,
        max_length=255,
        allow_empty_file=True,
    )
    once = forms.UUIDField(required=False, widget=forms.HiddenInput, initial=uuid.uuid4)
    shown = forms.CharField(required=False, widget=forms.HiddenInput)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        kind: Concern.Kind,
        reporter: Person,
        subject: Person | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.kind, self.reporter, self.subject = kind, reporter, subject
        if subject:
            self.initial["about"] = subject.email or str(subject)
        self.fields["what"].label = wording.WORDS[kind].what
        place: Any = self.fields["place"]
        place.queryset = Place.objects.open()
        self.fields["what"].required = not self.is_bound or "send" in self.data
        offer(self, "about")

    def clean_once(self) -> uuid.UUID:
        """The number of this form; a new one where a program sent none."""
        return self.cleaned_data["once"] or uuid.uuid4()

    @property
    def told(self) -> Told:
        """What is told. Only after `is_valid()`."""
        return cast("Told", {name: self.cleaned_data[name] for name in TOLD})

    @property
    def kept_files(self) -> list[filing.Filed]:
        """The files which can be kept. Only after `is_valid()`."""
        return list(cast("FilesField", self.fields["pictures"]).kept)

    @property
    def can_be_saved(self) -> bool:
        """Whether all is well but some files: then the words are kept all the same."""
        return self.is_bound and not self.errors.keys() - {"pictures"}

    @property
    def case(self) -> Case | None:
        """What decides who receives it; None while nobody knows whom it is about."""
        place, about = self.initial.get("place"), self.subject
        if self.is_bound:
            if {"place", "about"} & self.errors.keys():
                return None
            place, about = self.cleaned_data["place"], self.cleaned_data["about"]
        posting = self.reporter.posting
        return Case(reporter=self.reporter, posting=posting, place=place, about=about)
