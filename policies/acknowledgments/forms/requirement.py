from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.forms.naming import PeopleField
from accounts.models import Place, Posting
from district_portal.district import wording
from district_portal.district.current import today
from district_portal.ui.forms import DayField, NamedChoices
from district_portal.ui.meanwhile import MeanwhileForm
from policies.acknowledgments.audience import Audience, named
from policies.acknowledgments.models import Requirement
from policies.acknowledgments.models.requirement import before_due
from policies.acknowledgments.requiring import COLUMNS, RELATIONS, Terms

EVERYONE, SOME = "everyone", "some"
COUNT, DAY = "count", "day"
BOTH = "both"
ONE_A_LINE = _("A name, e-mail address or employee number, one a line.")
MOST_DAYS = 365
LISTED = ("kinds", "places", "positions", "policies")
"""The fields in which several are ticked, so that a browser sends each by itself."""


class DaysField(forms.CharField):
    """Numbers of days, with commas between them: "14, 7, 3, 1"."""

    def clean(self, value: object) -> list[int]:
        """The numbers, largest first. Raises ValidationError for anything else."""
        parts = str(super().clean(value)).replace(",", " ").split()
        if not all(part.isdecimal() and 1 <= int(part) <= MOST_DAYS for part in parts):
            raise ValidationError(_("Write numbers of days, such as 14, 7, 3, 1"))
        return sorted({int(part) for part in parts}, reverse=True)

    def prepare_value(self, value: object) -> object:
        """Numbers become text again."""
        return ", ".join(map(str, value)) if isinstance(value, list) else value


class RequirementForm(MeanwhileForm, forms.Form):
    """Whom a policy is required from, by when, how often, and how they are reminded.

    `said` is what `said_by` answers of the requirement that it changes, if it changes one.
    """

    messages = {
        "who": _("Choose who must sign"),
        "due": _("Choose by when it must be signed"),
        "due_days": _("Enter how many days people get, such as 14"),
        "cycle": _("Choose how often it must be signed"),
        "late_every": _("Enter how many days lie between reminders, such as 7"),
        "supervisor_after": format_lazy(
            _("Enter after how many days the {supervisor} is told, such as 7"),
            supervisor=wording.supervisor_lazy,
        ),
    }
    who = forms.ChoiceField(
        label=_("Who must sign?"),
        widget=forms.RadioSelect,
        initial=EVERYONE,
        choices=[
            (EVERYONE, _("Everyone on the roster")),
            (SOME, _("Only those with certain positions or places, or named people")),
        ],
    )
    kinds = forms.MultipleChoiceField(
        label=_("Kinds of people"),
        widget=forms.CheckboxSelectMultiple,
        choices=Posting.Kind.choices,
        required=False,
    )
    places = NamedChoices(
        Place.objects.all(),
        label=_("Buildings and departments"),
        help_text=_("With everything below them."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    positions = forms.MultipleChoiceField(
        label=_("Positions"), widget=forms.CheckboxSelectMultiple, required=False
    )
    people = PeopleField(label=_("Also these people"), help_text=ONE_A_LINE, required=False)
    excluded = PeopleField(label=_("Never these people"), help_text=ONE_A_LINE, required=False)
    due = forms.ChoiceField(
        label=_("By when?"),
        widget=forms.RadioSelect,
        initial=COUNT,
        choices=[
            (COUNT, _("A number of days after each person is asked")),
            (DAY, _("On a day; who is asked later still gets the number of days")),
        ],
    )
    due_days = forms.IntegerField(
        label=_("Days to sign"), min_value=1, max_value=MOST_DAYS, initial=14
    )
    due_on = DayField(
        label=_("Day"),
        help_text=_("Only if you chose a day. Each school year, if it is signed each year."),
        required=False,
    )
    cycle = forms.ChoiceField(
        label=_("How often?"),
        widget=forms.RadioSelect,
        initial=Requirement.Cycle.ONCE,
        choices=Requirement.Cycle.choices,
    )
    before_due = DaysField(
        label=_("Remind so many days before it is due"), required=False, initial=before_due
    )
    late_every = forms.IntegerField(
        label=_("When late, remind every so many days"), min_value=1, max_value=60, initial=7
    )
    supervisor_after = forms.IntegerField(
        label=format_lazy(
            _("Tell the {supervisor} so many days after it was due"),
            supervisor=wording.supervisor_lazy,
        ),
        min_value=1,
        max_value=60,
        initial=7,
    )

    hr_after = forms.IntegerField(
        label=format_lazy(
            _("Tell human resources so many days after the {supervisor}"),
            supervisor=wording.supervisor_lazy,
        ),
        help_text=_("Empty: human resources are not told."),
        required=False,
        min_value=1,
        max_value=60,
        initial=7,
    )

    def __init__(self, *args: Any, said: dict[str, Any] | None = None, **kwargs: Any) -> None:
        said = said or {}
        shown = {name: self._as_sent(name, value) for name, value in said.items()}
        super().__init__(*args, initial=said, shown=shown, **kwargs)
        chosen = [getattr(place, "pk", place) for place in self.initial.get("places") or []]
        open_ones = Place.objects.open() | Place.objects.filter(pk__in=chosen)
        self.fields["places"].queryset = open_ones  # type: ignore[attr-defined]
        positions = Posting.objects.current().order_by("position").values_list("position")
        self.fields["positions"].choices = [  # type: ignore[attr-defined]
            (position, position) for (position,) in positions.distinct()
        ]

    @classmethod
    def _as_sent(cls, name: str, value: Any) -> Any:
        """What a browser sends of a field that nobody touched."""
        if name in LISTED:
            return value
        text = cls.base_fields[name].prepare_value(value)
        return text.replace("\n", "\r\n") if isinstance(text, str) else text

    @property
    def chooses(self) -> bool:
        """Whether postings are chosen, so that the choices stand open."""
        return self["who"].value() == SOME or self.has_error("who", BOTH)

    @staticmethod
    def said_by(requirement: Requirement) -> dict[str, Any]:
        """The initial values of a form that changes `requirement`."""
        return {
            "who": EVERYONE if requirement.everyone else SOME,
            "due": DAY if requirement.due_on else COUNT,
            **{name: getattr(requirement, name) for name in COLUMNS if name != "everyone"},
            **{name: list(named(requirement, name)) for name in RELATIONS},
        }

    def clean(self) -> dict[str, Any]:
        """Check what fields say together: somebody is named, the day leaves time enough."""
        said: dict[str, Any] = super().clean() or {}
        chosen = any(said.get(name) for name in ("kinds", "places", "positions", "people"))
        if said.get("who") == SOME and not chosen and not self.has_error("people"):
            self.add_error("who", _("Choose a kind, a place or a position, or name somebody"))
        if said.get("who") == EVERYONE and any(
            said.get(name) for name in ("kinds", "places", "positions")
        ):
            words = _("You ticked kinds, buildings or positions. Choose only those, or untick them")
            self.add_error("who", ValidationError(words, code=BOTH))
        if said.get("due") == DAY and not self.has_error("due_on"):
            self._check_day(said)
        return said

    def terms(self) -> Terms:
        """What the valid form says, as requiring takes it."""
        said = self.cleaned_data
        everyone = said["who"] == EVERYONE
        return Terms(
            everyone=everyone,
            places=[] if everyone else list(said["places"]),
            positions=[] if everyone else said["positions"],
            kinds=[] if everyone else said["kinds"],
            people=said["people"],
            excluded=said["excluded"],
            cycle=said["cycle"],
            due_on=said["due_on"] if said["due"] == DAY else None,
            due_days=said["due_days"],
            before_due=said["before_due"],
            late_every=said["late_every"],
            supervisor_after=said["supervisor_after"],
            hr_after=said["hr_after"],
        )

    def audience(self) -> Audience:
        """Whom the valid form describes."""
        terms = self.terms()
        return Audience(
            everyone=terms["everyone"],
            positions=frozenset(terms["positions"]),
            kinds=frozenset(terms["kinds"]),
            places=frozenset(place.pk for place in terms["places"]),
            people=frozenset(person.pk for person in terms["people"]),
            excluded=frozenset(person.pk for person in terms["excluded"]),
        )

    def _check_day(self, said: dict[str, Any]) -> None:
        day, days = said.get("due_on"), said.get("due_days")
        if day is None:
            self.add_error("due_on", _("Enter the day by which it must be signed"))
        elif (
            days
            and said.get("cycle") == Requirement.Cycle.ONCE
            and "due_on" in self.changed_data
            and (day - today()).days < days
        ):
            words = ngettext(
                "That day is less than %(days)d day away. Choose a later day or fewer days.",
                "That day is less than %(days)d days away. Choose a later day or fewer days.",
                days,
            )
            self.add_error("due_on", words % {"days": days})
