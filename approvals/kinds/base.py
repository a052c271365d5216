"""What every kind of request is made of."""

from __future__ import annotations

import datetime as dt
from abc import abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.db.models import Model
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.forms import roster_field
from accounts.models import Person
from approvals.answers import BETWEEN, Answers, Said
from approvals.models import Request
from district_portal.district.current import today
from district_portal.district.keeping_words import in_own_language
from district_portal.ui.dates import date_in_words
from district_portal.ui.forms import PortalForm

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


NOTHING_LIVE = gettext_lazy("Nothing may go live before you have consent.")


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One kind of request: its form, its words, and the name of what approval creates.

    `doubts` answers what the requester and each approver should look at; `afterwards` says what
    comes after approval. Both read the answers' values. `until_then` is what holds before, and
    `if_there` the same where it exists already.
    `begun_at` names the list, by `whose` narrowed to one's own, out of which one begins it, for
    what is asked about something that is there.
    """

    name: str
    label: StrOrPromise
    description: StrOrPromise
    step_label: StrOrPromise
    form: type[DetailsForm]
    creates: str
    doubts: Callable[[Mapping[str, Any], Request], list[str]]
    afterwards: Callable[[Mapping[str, Any]], str]
    until_then: StrOrPromise = NOTHING_LIVE
    if_there: StrOrPromise = ""
    begun_at: str = ""


class DetailsForm(PortalForm, forms.Form):
    """The first step of a request. Each kind adds its fields, a title and what it is about.

    `short` holds the labels under which answers are shown, where the question itself is long.
    `typed` is the draft as it was typed: with `check=True` the form is bound to it, else it only
    shows it. `at` (aware) is when it is checked, now unless given.
    """

    short: ClassVar[Mapping[str, StrOrPromise]] = {}

    def __init__(
        self,
        *,
        requester: Person,
        request: Request,
        typed: Mapping[str, list[str]] | None = None,
        check: bool = False,
        at: dt.datetime | None = None,
    ) -> None:
        self.requester, self.request, self.today = requester, request, today(at)
        data = MultiValueDict(dict(typed or {})) if check else None
        super().__init__(data)
        fields = self.fields.items()
        named = [name for name, field in fields if isinstance(field, roster_field.RosterField)]
        roster_field.offer(self, *named)
        self.prepare()
        if not check:
            self.initial.update(self._typed(typed or {}))

    def prepare(self) -> None:
        """Fit the fields to the requester."""

    @property
    @abstractmethod
    def title(self) -> str:
        """What the request is called in lists, out of checked answers."""

    @property
    @abstractmethod
    def about(self) -> str:
        """What it is about in one spelling, out of checked answers."""

    @in_own_language()
    def answers(self, *, creates: str) -> Answers:
        """The checked answers for the rules."""
        return Answers(
            values=self.values(),
            words=self.words(),
            title=self.title,
            about=self.about,
            posting=self.cleaned_data.get("posting") or self.requester.posting,
            place=self.cleaned_data["place"],
            creates=creates,
        )

    def values(self) -> dict[str, Any]:
        """Plain values by field name."""
        return {
            name: _plain(value)
            for name, value in self.cleaned_data.items()
            if not name.endswith("_pick")
        }

    def words(self) -> list[Said]:
        """Every answer that was given, as the requester sees it."""
        said = [self._said(name) for name in self.fields if not name.endswith("_pick")]
        return [row for row in said if row["text"]]

    def _said(self, name: str) -> Said:
        value = self.cleaned_data.get(name)
        row = Said(name=name, label=self.label_of(name), text=self.in_words(name, value))
        if isinstance(value, dt.date):
            row["day"] = value.isoformat()
        field = self.fields[name]
        if isinstance(field, forms.BooleanField | forms.ChoiceField) and not isinstance(
            field, forms.ModelChoiceField
        ):
            row["chosen"] = True
        return row

    def label_of(self, name: str) -> str:
        """Under which label the answer of that name is shown."""
        return str(self.short.get(name, self.fields[name].label))

    def in_words(self, name: str, value: Any) -> str:
        """A checked answer to the question of that name, as text."""
        if isinstance(value, bool):
            return _("Yes") if value else _("No")
        if isinstance(value, dt.date):
            return date_in_words(value)
        if isinstance(value, Model | None):
            return "" if value is None else str(value)
        choices = dict(getattr(self.fields[name], "choices", ()) or ())
        if isinstance(value, list):
            return BETWEEN.join(str(choices.get(item, item)) for item in value)
        return str(choices.get(value, value))

    def shown(self, *names: str) -> list[str]:
        """Of `names`, the fields that this requester is asked, with the choices added to them."""
        wanted = [part for name in names for part in (name, f"{name}_pick")]
        return [name for name in wanted if name in self.fields]

    def _typed(self, typed: Mapping[str, list[str]]) -> dict[str, Any]:
        several = (forms.MultipleChoiceField,)
        return {
            name: typed[name] if isinstance(field, several) else typed[name][0]
            for name, field in self.fields.items()
            if typed.get(name)
        }


def one_of(
    label: StrOrPromise, choices: Sequence[tuple[str, StrOrPromise]], **kwargs: Any
) -> forms.ChoiceField:
    """A question with a few answers, all of them in sight."""
    return forms.ChoiceField(label=label, choices=choices, widget=forms.RadioSelect, **kwargs)


def long_text(
    label: StrOrPromise, *, rows: int, longest: int = 2000, **kwargs: Any
) -> forms.CharField:
    """A question answered in sentences, of at most `longest` characters."""
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, widget=widget, max_length=longest, **kwargs)


def yes_or_no(label: StrOrPromise, **kwargs: Any) -> forms.TypedChoiceField:
    """A question that is answered by yes or no and has no answer before it is asked."""
    return forms.TypedChoiceField(
        label=label,
        choices=[("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No"))],
        coerce=lambda value: value == "yes",
        empty_value=None,
        widget=forms.RadioSelect,
        **kwargs,
    )


def _plain(value: Any) -> Any:
    if isinstance(value, Model):
        return value.pk
    if isinstance(value, dt.date):
        return value.isoformat()
    return value
