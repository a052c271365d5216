from __future__ import annotations

import datetime as dt
from typing import Any, Final

from django import forms
from django.db.models import CharField, Q, Value
from django.db.models.functions import Cast
from django.http import QueryDict  # noqa: TID251 – a name for the type
from django.utils.translation import gettext_lazy as _

from accounts.models import Person, Place, Posting
from district_portal.district import wording
from district_portal.district.current import school_year, school_year_bounds, today
from district_portal.permissions import scope_of
from district_portal.reports.asking import ALL, CLOSED, LATE, SIGNED, STATUSES, Question
from district_portal.reports.columns import COLUMNS, SHOWN
from district_portal.reports.models import SavedView
from district_portal.ui.forms import DayField, PortalForm
from policies.acknowledgments.models import Packet
from policies.models import Policy

YEARS: Final = 8
"""So many school years can be chosen."""


class QuestionForm(PortalForm, forms.Form):
    """The filters of a report and the columns that were chosen; they live in the address."""

    words = forms.CharField(
        label=_("Name, address or number"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    policy = forms.ModelChoiceField(
        Policy.objects.all(),
        to_field_name="slug",
        label=_("Policy"),
        required=False,
        empty_label=_("All"),
    )
    packet = forms.ChoiceField(label=_("Packet"), required=False)
    version = forms.IntegerField(
        label=_("Version"), required=False, min_value=1, help_text=_("Empty: the newest")
    )
    status = forms.ChoiceField(label=_("Status"), required=False, choices=STATUSES, initial=ALL)
    days_late = forms.IntegerField(
        label=_("Days late, at least"), required=False, min_value=1, max_value=9999
    )
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
    school_year = forms.ChoiceField(label=_("School year"), required=False)
    as_of = DayField(label=_("As of the end of"), required=False)
    with_left = forms.BooleanField(label=_("With people who left"), required=False)
    columns = forms.MultipleChoiceField(
        label=_("Columns"),
        choices=[(column.key, column.heading) for column in COLUMNS],
        required=False,
        widget=forms.MultipleHiddenInput,
        error_messages={"invalid_choice": _("The report has no column of that name")},
    )

    def __init__(self, *args: Any, reader: Person | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        packets, positions, saved = _chosen_from(reader)
        self.saved = saved
        """The views that `reader` saved: each as what it asks, and its name."""
        for name, choices in (("packet", packets), ("position", positions)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 – narrows the type
            field.choices = [("", _("All")), *choices]
        year = self.fields["school_year"]
        assert isinstance(year, forms.ChoiceField)  # noqa: S101 – narrows the type
        year.choices = [("", _("All")), *((name, name) for name in _school_years())]
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

    def clean_packet(self) -> Packet | None:
        """The packet of that id and name."""
        chosen = self.cleaned_data["packet"]
        names = dict(self.fields["packet"].choices)  # type: ignore[attr-defined]
        return Packet(pk=int(chosen), name=names[chosen]) if chosen else None

    def clean(self) -> dict[str, Any]:
        """What is so many days late is late."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if given.get("days_late"):
            if given.get("status") in {SIGNED, CLOSED}:
                self.add_error("days_late", _("Only what is not signed can be late"))
            else:
                given["status"] = LATE
        return given

    @property
    def chosen(self) -> list[str]:
        """The keys of the columns that were chosen; none unless the filters are right."""
        return self.cleaned_data.get("columns", []) if self.is_valid() else []

    def question(self, scope: Q) -> Question | None:
        """What is asked, within what the person may see; None while a filter is wrong.

        Never the question without that filter: whoever reminds or exports would reach everybody.
        """
        if not self.is_bound:
            return Question(as_of=today(), scope=scope)
        if not self.is_valid():
            return None
        given = {name: value for name, value in self.cleaned_data.items() if name != "columns"}
        given["status"] = given["status"] or ALL
        given["days_late"] = given["days_late"] or 1
        return Question(**given, scope=scope)


class ColumnsForm(PortalForm, forms.Form):
    """Which columns the report shows; what was filtered stays in the address beside them."""

    columns = forms.MultipleChoiceField(
        label=_("Columns"),
        choices=[(column.key, column.heading) for column in COLUMNS],
        required=False,
        initial=SHOWN,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.mark_optional = False


def _chosen_from(reader: Person | None) -> list[list[tuple[str, str]]]:
    """Packets and positions, each as id and name, and saved views: found by one look."""
    kind, text = Value(0), CharField()
    packets = Packet.objects.order_by().values_list(kind, Cast("pk", text), Cast("name", text))
    positions = Posting.objects.order_by().values_list(
        Value(1), Cast("position", text), Cast("position", text)
    )
    mine = SavedView.objects.order_by().filter(person=reader)
    saved = mine.values_list(Value(2), Cast("query", text), Cast("name", text))
    found = packets.union(positions, saved) if reader else packets.union(positions)
    rows = sorted(found, key=lambda row: row[2])
    return [[(row[1], row[2]) for row in rows if row[0] == number] for number in (0, 1, 2)]


def _school_years() -> list[str]:
    """The school year of today and those before it, the newest first."""
    start, _last = school_year_bounds()
    return [school_year(start.replace(year=start.year - back)) for back in range(YEARS)]


def asked(query: QueryDict, *, by: Person) -> tuple[QuestionForm, Question | None]:
    """What the filters in `query` ask, of those whom `by` may see.

    None while one of them is wrong, as the form then says, and for whoever may see nobody.
    """
    form = QuestionForm(query or None, reader=by)
    scope = scope_of(by, "reports.acknowledgments")
    return form, None if scope is None else form.question(scope)


class NameForm(PortalForm, forms.Form):
    """The name of a saved view."""

    messages = {"name": _("Give the view a name")}
    name = forms.CharField(label=_("Name of the view"), max_length=80)


def told(query: str) -> str:
    """What of `query`, as it stands in an address, a report is asked: all else is left out."""
    given, kept = QueryDict(query), QueryDict(mutable=True)
    for name in (*QuestionForm.base_fields, "sort"):
        if values := [value for value in given.getlist(name) if value]:
            kept.setlist(name, values)
    return kept.urlencode()
