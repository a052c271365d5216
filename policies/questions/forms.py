"""What is asked, answered, handed on and published; and which questions a list shows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.text import Truncator
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from accounts.standing_in import Standing
from district_portal.ui.forms import ALL_OF_THEM, PortalForm
from policies.models import Clause
from policies.questions.asking import LONGEST
from policies.questions.models import Question
from policies.questions.permissions import involving
from policies.questions.reading import AskedAbout

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

TOO_LONG = _("Write at most %(limit_value)d characters")
ALL = "all"
WHOLE = "whole"
_SHOWN = 60


def words(
    label: StrOrPromise, *, rows: int = 4, help_text: StrOrPromise = "", required: bool = True
) -> forms.CharField:
    """A field for what somebody writes."""
    return forms.CharField(
        label=label,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
        max_length=LONGEST,
        required=required,
        error_messages={"max_length": TOO_LONG},
    )


class AskForm(PortalForm, forms.Form):
    """A question and what it is about: a clause, or the policy as a whole."""

    messages = {"text": _("Write what you want to know")}

    clause = forms.ChoiceField(label=_("What is it about?"), required=False)
    text = words(_("Your question"), help_text=_("No student’s name."))

    def __init__(self, *args: Any, clauses: Iterable[Clause], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by_key = {row.key: row for row in clauses if row.kind != Clause.Kind.HEADING}
        field = self.fields["clause"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 – narrows the type
        whole = ("", _now("The policy as a whole"))
        field.choices = [whole, *((key, _option(row)) for key, row in self.by_key.items())]
        field.error_messages["invalid_choice"] = _now("Choose a clause of this version")
        self.helper.mark_optional = False

    def clean_clause(self) -> Clause | None:
        """The clause itself."""
        return self.by_key.get(self.cleaned_data["clause"])


class PaperForm(PortalForm, forms.Form):
    """A few words with a request for a sheet to sign on paper."""

    text = words(_("Anything to say about it?"), rows=2, required=False)


class AnswerForm(PortalForm, forms.Form):
    """What whoever has a question in hand answers."""

    messages = {"text": _("Write your answer")}

    text = words(_("Your answer"))


class FurtherForm(PortalForm, forms.Form):
    """What whoever asked asks further."""

    messages = {"text": _("Write what you want to know")}

    text = words(_("What else do you want to know?"))


class HandOnForm(PortalForm, forms.Form):
    """To whom a question goes on, and why."""

    messages = {
        "to": _("Choose who should have it"),
        "note": _("Say in a few words why you hand it on"),
    }

    to = forms.ChoiceField(label=_("Who should have it?"), widget=forms.RadioSelect)
    note = words(_("Note"), rows=3, help_text=_("Whoever asked and whoever gets it read it."))

    def __init__(self, *args: Any, ways: Iterable[tuple[str, Standing]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["to"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 – narrows the type
        field.choices = [
            (way, f"{standing.person} ({Question.With(way).label})") for way, standing in ways
        ]
        field.error_messages["invalid_choice"] = _now("Choose who should have it")


class PublishForm(PortalForm, forms.Form):
    """What is read beside the clause."""

    messages = {
        "asked": _("Write the question in your own words"),
        "answer": _("Write the answer"),
    }

    asked = words(_("The question, in your own words"), rows=3)
    answer = words(_("The answer"))


class WithdrawForm(PortalForm, forms.Form):
    """Why what was published is taken back."""

    messages = {"reason": _("Say why you withdraw it")}

    reason = words(_("Why?"), rows=3)


class QuestionFilter(PortalForm, forms.Form):
    """Which questions to list: those that involve the person, unless all are asked for."""

    state = forms.ChoiceField(
        label=_("State"), choices=[("", ALL_OF_THEM), *Question.State.choices], required=False
    )
    which = forms.ChoiceField(
        label=_("Which questions"),
        choices=[
            ("", _("Asked by me, or for me to answer")),
            ("mine", _("Asked by me")),
            ("hand", _("For me to answer")),
            (ALL, _("All that I may see")),
        ],
        required=False,
    )

    def narrow(self, rows: QuerySet[Question], *, person: Person) -> QuerySet[Question]:
        """Those of `rows` that match; a filter that makes no sense is left out."""
        data = self.cleaned_data if self.is_valid() else {}
        which = {
            "": involving(person),
            "mine": Q(asker=person),
            "hand": Q(holder=person),
            ALL: Q(),
        }
        rows = rows.filter(which[data.get("which") or ""])
        return rows.filter(state=data["state"]) if data.get("state") else rows


class PolicyFilter(PortalForm, forms.Form):
    """Which questions about one policy to list."""

    state = forms.ChoiceField(
        label=_("State"), choices=[("", ALL_OF_THEM), *Question.State.choices], required=False
    )
    clause = forms.ChoiceField(label=_("About"), required=False)

    def __init__(self, *args: Any, about: Iterable[AskedAbout], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["clause"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 – narrows the type
        rows = [(row.key or WHOLE, row.about) for row in about]
        field.choices = [("", ALL_OF_THEM), *rows]

    def narrow(self, rows: QuerySet[Question]) -> QuerySet[Question]:
        """Those of `rows` that match; a filter that makes no sense is left out."""
        data = self.cleaned_data if self.is_valid() else {}
        if key := data.get("clause"):
            of_whole = Q(clause=None, kind=Question.Kind.QUESTION)
            rows = rows.filter(of_whole if key == WHOLE else Q(clause__key=key))
        return rows.filter(state=data["state"]) if data.get("state") else rows


def _option(clause: Clause) -> str:
    """What a clause is called, with its first words where that is a number."""
    text = Truncator(clause.text).chars(_SHOWN)
    return text if clause.called.startswith("“") else f"{clause.called} {text}"
