from __future__ import annotations

import datetime as dt
from functools import cached_property, partial
from typing import Any, Final

from django import forms
from django.db.models import CharField, Q, QuerySet, Value
from django.db.models.functions import Cast
from django.http import QueryDict  # noqa: TID251 – a name for the type
from django.utils.translation import gettext_lazy as _

from accounts.models import Person, Place, Posting
from accounts.naming import called
from district_portal.district import wording
from district_portal.district.current import school_year, school_year_bounds, today
from district_portal.permissions import scope_of
from district_portal.reports.asking import ALL, CLOSED, LATE, SIGNED, STATUSES, Question
from district_portal.reports.columns import COLUMNS, SHOWN
from district_portal.reports.models import SavedView
from district_portal.ui.forms import ALL_OF_THEM, DayField, PortalForm
from policies.acknowledgments.models import Closing, Packet
from policies.models import Policy

LISTED: Final = ("packet", "position", "place", "supervisor")
"""The filters that are chosen from what there is; their lists are looked for together."""
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
        empty_label=ALL_OF_THEM,
    )
    packet = forms.ChoiceField(label=_("Packet"), required=False)
    version = forms.IntegerField(
        label=_("Version"), required=False, min_value=1, help_text=_("Empty: the newest")
    )
    status = forms.ChoiceField(label=_("Status"), required=False, choices=STATUSES, initial=ALL)
    days_late = forms.IntegerField(
        label=_("Days late, at least"), required=False, min_value=1, max_value=9999
    )
    place = forms.ChoiceField(label=_("Building or department"), required=False)
    position = forms.ChoiceField(label=_("Position"), required=False)
    supervisor = forms.ChoiceField(label=wording.supervisor_title_lazy, required=False)
    kind = forms.ChoiceField(
        label=_("Kind"), required=False, choices=[("", ALL_OF_THEM), *Posting.Kind.choices]
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
        self.reader = reader
        for name in LISTED:
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 – narrows the type
            field.choices = partial(self._choices, name)
        year = self.fields["school_year"]
        assert isinstance(year, forms.ChoiceField)  # noqa: S101 – narrows the type
        year.choices = [("", ALL_OF_THEM), *((name, name) for name in _school_years())]

    @property
    def saved(self) -> list[tuple[str, str]]:
        """The views that the reader saved: each as what it asks, and its name."""
        return self._found["saved"]

    def _choices(self, name: str) -> list[tuple[str, Any]]:
        return [("", ALL_OF_THEM), *self._found[name]]

    @cached_property
    def _found(self) -> dict[str, list[tuple[str, str]]]:
        return _chosen_from(self.reader)

    def clean_as_of(self) -> dt.date:
        """Today unless given. Raises ValidationError for a day that has not come."""
        day: dt.date = self.cleaned_data["as_of"] or today()
        if day > today():
            raise forms.ValidationError(_("Choose today or an earlier day"))
        return day

    def clean_packet(self) -> Packet | None:
        """The packet of that id and name."""
        chosen = self.cleaned_data["packet"]
        names = dict(self._found["packet"])
        return Packet(pk=int(chosen), name=names[chosen]) if chosen else None

    def clean_place(self) -> Place | None:
        """The building or department of that id."""
        chosen = self.cleaned_data["place"]
        return Place.objects.filter(pk=chosen).first() if chosen else None

    def clean_supervisor(self) -> Person | None:
        """The person of that id."""
        chosen = self.cleaned_data["supervisor"]
        return Person.objects.filter(pk=chosen).first() if chosen else None

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

    def question(self, scope: Q, closings: Q | None) -> Question | None:
        """What is asked, within what the person may see; None while a filter is wrong.

        Never the question without that filter: whoever reminds or exports would reach everybody.
        """
        if not self.is_bound:
            return Question(as_of=today(), scope=scope, closings=closings)
        if not self.is_valid():
            return None
        given = {name: value for name, value in self.cleaned_data.items() if name != "columns"}
        given["status"] = given["status"] or ALL
        given["days_late"] = given["days_late"] or 1
        return Question(**given, scope=scope, closings=closings)


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


def _chosen_from(reader: Person | None) -> dict[str, list[tuple[str, str]]]:
    """What can be chosen in each of LISTED, as id and name, and saved views: found by one look."""
    above = Person.objects.filter(
        pk__in=Posting.objects.exclude(supervisor=None).values("supervisor")
    )
    sources: dict[str, tuple[QuerySet[Any], str, Any]] = {
        "packet": (Packet.objects.all(), "pk", "name"),
        "position": (Posting.objects.distinct(), "position", "position"),
        "place": (Place.objects.all(), "pk", "name"),
        "supervisor": (above, "pk", called()),
        "saved": (SavedView.objects.filter(person=reader), "query", "name"),
    }
    if reader is None:
        del sources["saved"]
    first, *others = [_listed(name, *source) for name, source in sources.items()]
    found: dict[str, list[tuple[str, str]]] = {name: [] for name in (*LISTED, "saved")}
    for name, _sorted_by, key, words in sorted(first.union(*others, all=True)):
        found[name].append((key, words))
    return found


def _listed(name: str, rows: QuerySet[Any], key: str, words: Any) -> QuerySet[Any, Any]:
    """`rows` as texts: `name`, what they are sorted by, their `key`, and how they are called."""
    text = CharField()
    by = "sort_name" if name == "supervisor" else words
    casts = [Cast(column, text) for column in (by, key, words)]
    return rows.order_by().values_list(Value(name, text), *casts)


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
    closings = scope_of(by, "acknowledgments.closing", Closing)
    return form, None if scope is None else form.question(scope, closings)


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
