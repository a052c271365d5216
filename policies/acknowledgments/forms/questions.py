from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from district_portal.ui.meanwhile import MeanwhileForm
from policies import naming
from policies.acknowledgments.models import CheckQuestion
from policies.acknowledgments.models.question import FEWEST_ANSWERS, MOST_ANSWERS
from policies.acknowledgments.quizzing.writing import Content
from policies.models import Clause, Version

ANSWERS: Final = [f"answer_{number}" for number in range(1, MOST_ANSWERS + 1)]
LONGEST_CHOICE: Final = 90
"""Characters of a clause in the list of clauses."""


class QuestionForm(MeanwhileForm, forms.Form):
    """What a check question asks, its answers, the right one, and the clause that says so."""

    messages = {
        "text": gettext_lazy("Write the question"),
        "answer_1": gettext_lazy("Write a first answer"),
        "answer_2": gettext_lazy("Write a second answer"),
        "right": gettext_lazy("Choose which answer is right"),
        "clause": gettext_lazy("Choose the clause that says it"),
    }
    changed_there = gettext_lazy("Somebody changed this question while your page was open.")

    text = forms.CharField(
        label=gettext_lazy("Question"),
        max_length=300,
        help_text=gettext_lazy("Ask what somebody must do or must not do, in plain words."),
    )
    right = forms.ChoiceField(label=gettext_lazy("Right answer"), widget=forms.RadioSelect)
    clause = forms.ChoiceField(
        label=gettext_lazy("Clause that says it"),
        help_text=gettext_lazy("Whoever answers wrong sees this clause."),
    )

    field_order = ("text", *ANSWERS, "right", "clause")

    def __init__(
        self, *args: Any, version: Version, like: CheckQuestion | None = None, **kwargs: Any
    ) -> None:
        """`like` is the question that the fields begin with; `shown` that which is changed."""
        self.clauses = _named(version)
        super().__init__(*args, initial=_said_by(like, self.clauses), **kwargs)
        for number, name in enumerate(ANSWERS, start=1):
            self.fields[name] = forms.CharField(
                label=_("Answer %(number)d") % {"number": number},
                max_length=200,
                required=number <= FEWEST_ANSWERS,
            )
        self._give_messages()
        rights: Any = self.fields["right"]
        rights.choices = [
            (str(place), _("Answer %(number)d") % {"number": place + 1})
            for place in range(MOST_ANSWERS)
        ]
        clauses: Any = self.fields["clause"]
        clauses.choices = [("", _("Choose a clause")), *map(_choice, self.clauses.values())]
        self.order_fields(self.field_order)

    def clean(self) -> dict[str, Any]:
        """Raises ValidationError where somebody else changed a field meanwhile."""
        cleaned = super().clean()
        seen: set[str] = set()
        for name in ANSWERS:
            answer = " ".join(cleaned.get(name, "").split())
            if answer.casefold() in seen:
                self.add_error(name, _("This answer stands there already: write another one"))
            if answer:
                seen.add(answer.casefold())
        right = cleaned.get("right")
        if (
            right
            and not cleaned.get(ANSWERS[int(right)])
            and ANSWERS[int(right)] not in self.errors
        ):
            self.add_error("right", _("Choose an answer that you have written"))
        return cleaned

    def content(self) -> Content:
        """What the valid form says, as the rules take it."""
        told = self.cleaned_data
        written = [name for name in ANSWERS if told[name]]
        return Content(
            text=told["text"],
            answers=[told[name] for name in written],
            right=written.index(ANSWERS[int(told["right"])]),
            clause=self.clauses[told["clause"]],
        )


def shown(question: CheckQuestion) -> dict[str, Any]:
    """What stands of `question`, by the names of the fields."""
    answers = dict.fromkeys(ANSWERS, "")
    answers |= dict(zip(ANSWERS, question.answers, strict=False))
    return {
        "text": question.text,
        **answers,
        "right": str(question.right),
        "clause": question.clause.key,
    }


def _said_by(question: CheckQuestion | None, clauses: dict[str, Clause]) -> dict[str, Any]:
    if question is None:
        return {}
    said = shown(question)
    return said if said["clause"] in clauses else {**said, "clause": ""}


def _named(version: Version) -> dict[str, Clause]:
    """The clauses of `version` that say something, by key, in order, each named."""
    clauses: Sequence[Clause] = list(version.clauses.all())
    naming.name(clauses)
    return {
        clause.key: clause
        for clause in clauses
        if clause.kind != Clause.Kind.HEADING and clause.text.strip()
    }


def _choice(clause: Clause) -> tuple[str, str]:
    words = (
        clause.text if len(clause.text) <= LONGEST_CHOICE else f"{clause.text[:LONGEST_CHOICE]}…"
    )
    if clause.called.startswith("“"):
        return clause.key, words
    return clause.key, f"{clause.called} {words}"
