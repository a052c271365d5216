"""The steps of a route, and a case to try them on."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict  # noqa: TID251 – what is posted, before it is checked
from django.utils.translation import gettext_lazy as _

from accounts.forms import roster_field
from accounts.models import Person, Place
from approvals import conditions
from approvals.deciders import Asker
from approvals.kinds.base import Kind
from approvals.models import Approver, Condition, RouteStep
from approvals.rerouting import MOST_STEPS
from district_portal.ui.forms import PortalForm

ONE, ALL = "one", "all"


class StepForm(PortalForm, forms.Form):
    """Whom one step asks, and when."""

    messages = {"approvers": _("Choose who decides this step, or remove it")}

    approvers = forms.MultipleChoiceField(
        label=_("Who decides"), widget=forms.CheckboxSelectMultiple
    )
    how = forms.ChoiceField(
        label=_("If you chose several"),
        choices=[(ONE, _("One of them suffices")), (ALL, _("All of them must approve"))],
        initial=ONE,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose whether one suffices or all must approve")},
    )
    condition = forms.ChoiceField(label=_("When"), initial=Condition.ALWAYS, required=False)
    place = forms.ModelChoiceField(
        Place.objects.all(),
        label=_("Only for"),
        help_text=_("A school or department, with all below it."),
        empty_label=_("Every place"),
        required=False,
    )
    source = forms.CharField(
        label=_("Clause or rule behind it"),
        help_text=_("The one who decides reads it."),
        max_length=120,
        required=False,
    )

    def __init__(self, *args: Any, kind: Kind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.mark_optional = False
        fields = cast("dict[str, forms.ChoiceField]", self.fields)
        fields["approvers"].choices = [(approver, approver.word) for approver in Approver]
        self.fitting = conditions.fitting(kind.form.base_fields)
        now = self["condition"].value()
        strange = [one for one in Condition if one == now and one not in self.fitting]
        fields["condition"].choices = [(one, one.label) for one in (*self.fitting, *strange)]

    def clean_condition(self) -> str:
        """What holds for no request of the kind would leave its step out for ever."""
        condition: str = self.cleaned_data["condition"]
        if condition and condition not in self.fitting:
            raise ValidationError(_("It can’t hold for a request of this kind. Choose another."))
        return condition

    def as_step(self) -> RouteStep:
        """The step, not saved. Only after `is_valid()`."""
        data = self.cleaned_data
        return RouteStep(
            approvers=data["approvers"],
            all_must=data["how"] == ALL and len(data["approvers"]) > 1,
            condition=data["condition"] or Condition.ALWAYS,
            place=data["place"],
            source=data["source"],
        )


StepsForm = forms.formset_factory(
    StepForm, extra=0, max_num=MOST_STEPS, absolute_max=MOST_STEPS, validate_max=True
)


class PaceForm(PortalForm, forms.Form):
    """How long a step may wait."""

    escalate_after = forms.IntegerField(
        label=_("School days until the next level is asked as well"),
        help_text=_("Leave it empty to ask nobody else, however long it takes."),
        min_value=1,
        max_value=60,
        required=False,
    )


class CaseForm(PortalForm, forms.Form):
    """Somebody who would ask, and what holds for what they would ask for."""

    messages = {"person": _("Name somebody who would ask")}

    person = roster_field.RosterField(
        label=_("Who asks"), help_text=_("Name or e-mail address."), max_length=200
    )
    place = forms.ModelChoiceField(
        Place.objects.none(),
        label=_("For which school or department"),
        empty_label=_("Their own"),
        required=False,
    )
    holding = forms.MultipleChoiceField(
        label=_("Suppose a case"), widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, *args: Any, kind: Kind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.mark_optional = False
        roster_field.offer(self, "person")
        cast("forms.ModelChoiceField[Place]", self.fields["place"]).queryset = Place.objects.open()
        choices = [
            (condition, condition.label)
            for condition in conditions.fitting(kind.form.base_fields)
            if condition != Condition.ALWAYS
        ]
        if choices:
            cast("forms.ChoiceField", self.fields["holding"]).choices = choices
        else:
            del self.fields["holding"]

    @property
    def asker(self) -> Asker:
        """For whom the steps are tried. Only after `is_valid()`."""
        person: Person = self.cleaned_data["person"]
        own = person.posting.place if person.posting else None
        return Asker(
            requester=person, posting=person.posting, place=self.cleaned_data["place"] or own
        )

    @property
    def conditions(self) -> set[str]:
        """What holds for the case. Only after `is_valid()`."""
        return {Condition.ALWAYS.value, *self.cleaned_data.get("holding", [])}


def as_typed(steps: Iterable[RouteStep]) -> list[dict[str, Any]]:
    """What the forms of these steps begin with."""
    return [
        {
            "approvers": step.approvers,
            "how": ALL if step.all_must else ONE,
            "condition": step.condition,
            "place": step.place_id,
            "source": step.source,
        }
        for step in steps
    ]


def rearranged(posted: QueryDict) -> list[dict[str, Any]]:
    """What was typed, after the button that was pressed: a step more, one less, or one moved.

    The button's value is `add`, or `remove`, `up` or `down` with the number of a step from 0.
    """
    count = min(_number(posted.get("form-TOTAL_FORMS", "")) or 0, MOST_STEPS)
    rows = [_typed(posted, number) for number in range(count)]
    act, _dash, which = posted.get("do", "").partition("-")
    at = _number(which)
    if at is not None and at >= len(rows):
        at = None
    if act == "add" and len(rows) < MOST_STEPS:
        rows.append({})
    elif act == "remove" and at is not None:
        del rows[at]
    elif act in ("up", "down") and at is not None:
        to = at - 1 if act == "up" else at + 1
        if 0 <= to < len(rows):
            rows[at], rows[to] = rows[to], rows[at]
    return rows


def _number(text: str) -> int | None:
    """A number of one or two digits; None for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= len("99") else None


def _typed(posted: QueryDict, number: int) -> dict[str, Any]:
    prefix = f"form-{number}-"
    names = ("how", "condition", "place", "source")
    typed = {name: posted.get(prefix + name, "") for name in names}
    return {**typed, "approvers": posted.getlist(f"{prefix}approvers")}
