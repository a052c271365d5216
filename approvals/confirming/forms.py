"""Whether an approval still holds, and which ones to list."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from approvals.confirming.models import Recheck
from district_portal.ui.forms import PortalForm

HOLDS, NOT = "yes", "no"


class AnswerForm(PortalForm, forms.Form):
    """What owner or approver says after a look at the revised clauses."""

    messages = {"holds": _("Choose whether it still holds")}

    holds = forms.ChoiceField(label=_("Does it still hold?"), widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("Reason or remark"),
        help_text=_("Needed where it does not hold. Both of you, and those who oversee, read it."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        required=False,
    )

    def __init__(self, *args: Any, is_owner: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.mark_optional = False
        yes = (
            _("Yes, and I promise to keep the clause as it reads now")
            if is_owner
            else _("Yes, I would approve it under the clause as it reads now")
        )
        no = _("No, it must not go on like this")
        self.fields["holds"].choices = [(HOLDS, yes), (NOT, no)]  # type: ignore[attr-defined]

    def clean(self) -> None:
        data = self.cleaned_data
        if data.get("holds") == NOT and not data.get("words", "").strip():
            self.add_error("words", _("Say why it does not hold"))


class RecheckFilter(PortalForm, forms.Form):
    """Which questions to list."""

    state = forms.ChoiceField(
        label=_("State"),
        choices=[("", _("Waiting")), ("all", _("All")), *Recheck.Why.choices],
        required=False,
    )

    def narrow(self, rows: QuerySet[Recheck]) -> QuerySet[Recheck]:
        """Those of `rows` that match; a filter that makes no sense is left out."""
        state = self.cleaned_data.get("state", "") if self.is_valid() else ""
        if state == "all":
            return rows
        return rows.filter(why_ended=state)
