from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.db.models import Q
from django.http import QueryDict  # noqa: TID251 – a name for the type
from django.utils.translation import gettext_lazy as _

from accounts.models import Person, Place, Posting
from district_portal.district import wording
from district_portal.district.current import today
from district_portal.permissions import scope_of
from district_portal.reports.completion import ALL, STATUSES, Question
from district_portal.ui.forms import DayField, PortalForm
from policies.models import Policy


class QuestionForm(PortalForm, forms.Form):
    """The filters of a report; they live in the address."""

    policy = forms.ModelChoiceField(
        Policy.objects.all(),
        to_field_name="slug",
        label=_("Policy"),
        required=False,
        empty_label=_("All"),
    )
    version = forms.IntegerField(
        label=_("Version"), required=False, min_value=1, help_text=_("Empty: the newest")
    )
    status = forms.ChoiceField(label=_("Status"), required=False, choices=STATUSES, initial=ALL)
    place = forms.ModelChoiceField(
        Place.objects.all(),
        label=_("Building or department"),
        required=False,
        empty_label=_("All"),
    )
    position = forms.ChoiceField(label=_("Position"), required=False)
    supervisor = forms.ModelChoiceField(
        Person.objects.none(),
        label=wording.supervisor_title_lazy,
        required=False,
        empty_label=_("All"),
    )
    kind = forms.ChoiceField(
        label=_("Kind"), required=False, choices=[("", _("All")), *Posting.Kind.choices]
    )
    as_of = DayField(label=_("As of the end of"), required=False)
    with_left = forms.BooleanField(label=_("With people who left"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        positions = Posting.objects.order_by("position").values_list("position", flat=True)
        position = self.fields["position"]
        assert isinstance(position, forms.ChoiceField)  # noqa: S101 – narrows the type
        position.choices = [("", _("All")), *((p, p) for p in positions.distinct())]
        supervisor = self.fields["supervisor"]
        assert isinstance(supervisor, forms.ModelChoiceField)  # noqa: S101 – narrows the type
        supervisor.queryset = Person.objects.filter(
            pk__in=Posting.objects.exclude(supervisor=None).values("supervisor")
        )

    def clean_as_of(self) -> dt.date:
        """Today unless given. Raises ValidationError for a day that has not come."""
        day: dt.date = self.cleaned_data["as_of"] or today()
        if day > today():
            raise forms.ValidationError(_("Choose today or an earlier day"))
        return day

    def question(self, scope: Q) -> Question:
        """What is asked, within what the person may see; without filters while they are wrong."""
        if not self.is_valid():
            return Question(as_of=today(), scope=scope)
        asked = {**self.cleaned_data, "status": self.cleaned_data["status"] or ALL}
        return Question(**asked, scope=scope)


def asked(query: QueryDict, *, by: Person) -> tuple[QuestionForm, Question | None]:
    """What the filters in `query` ask, of those whom `by` may see; None for whoever sees nobody."""
    form = QuestionForm(query or None)
    scope = scope_of(by, "reports.acknowledgments")
    return form, None if scope is None else form.question(scope)
