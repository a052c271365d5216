from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _

from district_portal.ui.forms import PortalForm
from policies.acknowledgments.quizzing import passing
from policies.acknowledgments.quizzing.answering import Given
from policies.acknowledgments.quizzing.passing import Asked
from policies.models import Clause

LIVE = "shown"
"""The field that keeps, hidden, which questions the page showed."""


class Row(NamedTuple):
    """A question as the page shows it: with its field, unless it is passed."""

    number: int
    asked: Asked
    clause: Clause
    field: BoundField | None
    read: BoundField | None


class CheckForm(PortalForm, forms.Form):
    """The check questions of a version that are still open, after what was sent was recorded.

    So whatever still stands in a field is a wrong answer. `rows` are as `passing.asked` answers
    them, their clauses named.
    """

    def __init__(self, *args: Any, rows: Sequence[Asked], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked = rows
        for number, row in enumerate(rows, start=1):
            if not row.is_passed:
                self._add(number, row)

    @property
    def is_open(self) -> bool:
        """Whether there is a question left to answer."""
        return any(not row.is_passed for row in self.asked)

    @property
    def wording(self) -> str:
        """What the page shows, as a short mark."""
        return passing.wording(self.asked)

    @property
    def rows(self) -> list[Row]:
        """All questions in order."""
        return [
            Row(
                number,
                row,
                row.question.clause,
                self[_name("q", row)] if _name("q", row) in self.fields else None,
                self[_name("r", row)] if _name("r", row) in self.fields else None,
            )
            for number, row in enumerate(self.asked, start=1)
        ]

    def clean(self) -> dict[str, Any]:
        """Raises ValidationError where the questions are others than the page showed."""
        cleaned = super().clean() or self.cleaned_data
        for row in self.asked:
            if cleaned.get(_name("q", row)) and row.is_wrong:
                words = _("That is not what %(clause)s says. Read it below, and choose again.")
                clause = in_words(row.question.clause)
                self.add_error(_name("q", row), words % {"clause": clause})
        if self.data.get(LIVE, self.wording) != self.wording:
            words = _(
                "The questions were changed while your page was open. What you answered to those "
                "that stayed still counts."
            )
            raise forms.ValidationError(words)
        return cleaned

    def _add(self, number: int, row: Asked) -> None:
        choices = [(str(place), answer) for place, answer in enumerate(row.question.answers)]
        name, words = _name("q", row), _("Choose an answer to question %(number)d")
        self.fields[name] = forms.ChoiceField(
            label=row.question.text,
            choices=choices,
            widget=forms.RadioSelect,
            error_messages={
                "required": words % {"number": number},
                "invalid_choice": words % {"number": number},
            },
        )
        if row.may_read:
            label = _("I have read %(clause)s, and go on")
            self.fields[_name("r", row)] = forms.BooleanField(
                label=label % {"clause": in_words(row.question.clause)}, required=False
            )


def given(data: Mapping[str, Any], rows: Sequence[Asked]) -> dict[int, Given]:
    """What was sent to each of `rows`, by the question's id; what was left empty is not there."""
    found: dict[int, Given] = {}
    for row in rows:
        seen = str(data.get(_name("m", row), ""))
        chosen = str(data.get(_name("q", row), ""))
        if row.may_read and data.get(_name("r", row)):
            found[row.question.pk] = Given(None, seen)
        elif chosen.isdecimal() and chosen.isascii() and len(chosen) < len("10"):
            found[row.question.pk] = Given(int(chosen), seen)
    return found


def in_words(clause: Clause) -> str:
    """What a clause is called within a sentence."""
    return _("clause %(clause)s") % {"clause": clause.called}


def _name(letter: str, row: Asked) -> str:
    return f"{letter}{row.question.pk}"
