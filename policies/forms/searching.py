from __future__ import annotations

from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from district_portal.ui.forms import PortalForm
from policies.models import Policy


class SearchForm(PortalForm, forms.Form):
    """What to look for, and where: among the policies that somebody may read."""

    q = forms.CharField(
        label=_("Search"),
        required=False,
        max_length=200,
        strip=False,
        widget=forms.TextInput(
            attrs={"type": "search", "autocomplete": "off", "spellcheck": "false"}
        ),
        help_text=_("A code, a title, words, or a “phrase”; -word leaves out."),
    )
    series = forms.ChoiceField(label=_("Series"), required=False)
    kind = forms.ChoiceField(
        label=_("Kind"), required=False, choices=[("", _("All kinds")), *Policy.Kind.choices]
    )
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[
            ("", _("In force or rescinded")),
            (Policy.State.IN_FORCE, Policy.State.IN_FORCE.label),
            (Policy.State.RESCINDED, Policy.State.RESCINDED.label),
        ],
    )
    former_too = forms.BooleanField(label=_("Former versions too"), required=False)

    within = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)

    def __init__(self, *args: Any, policies: QuerySet[Policy], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = policies.exclude(series="").order_by("series").values_list("series", flat=True)
        series = cast("forms.ChoiceField", self.fields["series"])
        series.choices = [("", _("All series")), *((each, each) for each in named.distinct())]
        self.policies = policies
        self.helper.mark_optional = False

    @property
    def filters(self) -> list[forms.BoundField]:
        """The fields that narrow a search down."""
        return [self[name] for name in ("series", "kind", "state", "former_too")]

    @property
    def text(self) -> str:
        """What to look for; nothing where it can't be looked for."""
        return self.cleaned_data.get("q", "")

    @property
    def chosen(self) -> QuerySet[Policy]:
        """The policies that the filters leave; one that makes no sense leaves all."""
        cleaned = self.cleaned_data
        filters = {name: cleaned[name] for name in ("series", "kind", "state") if cleaned.get(name)}
        if within := cleaned.get("within"):
            filters["slug"] = within
        return self.policies.filter(**filters)

    @property
    def former(self) -> bool:
        """Whether superseded versions count; rescinded policies have no others."""
        is_rescinded = self.cleaned_data.get("state") == Policy.State.RESCINDED
        return is_rescinded or self.cleaned_data.get("former_too", False)

    @property
    def is_filtered(self) -> bool:
        """Whether not all policies are searched."""
        return any(self.cleaned_data.get(name) for name in ("series", "kind", "state", "within"))

    @property
    def is_narrowed(self) -> bool:
        """Whether a field below the words says anything."""
        return any(self.cleaned_data.get(field.name) for field in self.filters)
