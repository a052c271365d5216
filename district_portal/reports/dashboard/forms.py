from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from district_portal.district.current import school_year
from district_portal.reports.dashboard.asking import Asked, Tree
from district_portal.ui.forms import ALL_OF_THEM, PortalForm
from policies.acknowledgments.year_asked import year_before
from policies.models import Policy

YEARS = 4
"""School years before this one that can be chosen."""


class DashboardForm(PortalForm, forms.Form):
    """The filters of the dashboard; they live in the address."""

    place = forms.TypedChoiceField(
        label=_("Building or department"),
        required=False,
        coerce=int,
        empty_value=None,
        error_messages={"invalid_choice": _("Choose a building or department from the list")},
    )
    policy = forms.ChoiceField(
        label=_("Policy"),
        required=False,
        error_messages={"invalid_choice": _("Choose a policy from the list")},
    )
    year = forms.ChoiceField(
        label=_("School year"),
        required=False,
        error_messages={"invalid_choice": _("Choose a school year from the list")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.tree = Tree.read()
        self.policies = {policy.slug: policy for policy in Policy.objects.defer("names")}
        places = sorted(self.tree.names.items(), key=lambda one: one[1])
        years = [school_year()]
        for _before in range(YEARS):
            years.append(year_before(years[-1]))
        self._offer("place", [("", ALL_OF_THEM), *places])
        self._offer("policy", [("", ALL_OF_THEM), *((k, str(p)) for k, p in self.policies.items())])
        self._offer("year", [("", _("This one: %s") % years[0]), *((y, y) for y in years[1:])])

    def _offer(self, name: str, choices: list[tuple[Any, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 – narrows the type
        field.choices = choices

    def asked(self, scope: Q, *, by: Person) -> Asked | None:
        """What is asked, within what the person may see; None while a filter is wrong."""
        if self.is_bound and not self.is_valid():
            return None
        chosen = self.cleaned_data if self.is_bound else {}
        return Asked(
            person=by,
            scope=scope,
            tree=self.tree,
            place=chosen.get("place"),
            policy=self.policies.get(chosen.get("policy", "")),
            year=chosen.get("year", ""),
        )
