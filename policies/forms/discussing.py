"""Remarks on a draft, and the questions to those who are asked to read it."""

from __future__ import annotations

import datetime as dt
from typing import Any, cast

from crispy_forms.helper import FormHelper
from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from district_portal.district.current import today
from district_portal.ui.forms import DayField, PortalForm
from policies.drafts import reviewing
from policies.models import Opinion


class CommentForm(PortalForm, forms.Form):
    """A remark or an answer."""

    messages = {"text": _("Write what you want to say")}

    text = forms.CharField(
        label=_("Your comment"), max_length=5000, widget=forms.Textarea(attrs={"rows": 4})
    )
    node = forms.IntegerField(
        required=False,
        widget=forms.HiddenInput,
        validators=[MinValueValidator(1), MaxValueValidator(2**31 - 1)],
    )


class ReplyForm(CommentForm):
    """An answer; its field has a name of its own below each remark."""

    text = forms.CharField(
        label=_("Your answer"), max_length=5000, widget=forms.Textarea(attrs={"rows": 2})
    )
    node = None  # type: ignore[assignment]


class FindReadersForm(PortalForm, forms.Form):
    """Looks for people by name."""

    words = forms.CharField(label=_("Find people by name"), required=False, max_length=80)


class AskForm(PortalForm, forms.Form):
    """Whom to ask to read a draft, what, and by when; `words` are a part of their names."""

    messages = {"readers": _("Choose whom you ask")}

    readers = forms.ModelMultipleChoiceField(
        label=_("Who should read the draft"),
        queryset=Person.objects.none(),
        widget=forms.CheckboxSelectMultiple,
    )
    question = forms.CharField(
        label=_("What they should look at"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    due_on = DayField(label=_("Answer by"), required=False)

    def __init__(self, *args: Any, words: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = reviewing.found(words)
        readers = cast("forms.ModelMultipleChoiceField[Person]", self.fields["readers"])
        readers.queryset = people
        shown = list(people[: reviewing.MOST_FOUND]) if words else []
        readers.choices = [(person.pk, str(person)) for person in shown]

    def clean_due_on(self) -> dt.date | None:
        day: dt.date | None = self.cleaned_data["due_on"]
        if day and day < today():
            raise forms.ValidationError(_("Choose a day that is still to come"))
        return day


class AnswerForm(PortalForm, forms.Form):
    """What a reader thinks of a draft."""

    messages = {
        "answer": _("Choose what you think of it"),
        "revision": _("Open the draft again"),
    }

    answer = forms.ChoiceField(
        label=_("What do you think of it?"),
        choices=Opinion.Answer.choices,
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label=_("What should be changed, or a word to those who asked"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    revision = forms.IntegerField(
        widget=forms.HiddenInput, validators=[MinValueValidator(1), MaxValueValidator(2**31 - 1)]
    )

    @cached_property
    def helper(self) -> FormHelper:
        helper = super().helper
        helper.mark_optional = False
        return helper

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        asks = cleaned.get("answer") == Opinion.Answer.CHANGES
        if asks and not cleaned.get("note", "").strip():
            self.add_error("note", _("Say what should be changed"))
        return cleaned


class DraftsFilter(PortalForm, forms.Form):
    """Which drafts the list shows."""

    words = forms.CharField(label=_("Code, title or file"), required=False, max_length=200)
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[
            ("", _("All drafts")),
            ("comments", _("With open comments")),
            ("reviews", _("Waiting for an answer")),
            ("proposed", _("Proposed for publication")),
            ("mine", _("Of policies that I own")),
        ],
    )
