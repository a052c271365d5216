"""What a promise says, and the clause on which it rests."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from approvals.attesting import cite
from approvals.models import Promise
from district_portal.ui.forms import PortalForm
from policies.models import Clause, Policy


class PolicyChoice(PortalForm, forms.Form):
    """Which policy's clauses are offered; it lives in the address, so no script is needed."""

    policy = forms.ModelChoiceField(
        Policy.objects.filter(versions__state="in_force"),
        to_field_name="slug",
        label=_("Policy"),
        required=False,
        empty_label=pgettext_lazy("policy", "None"),
    )


class PromiseForm(PortalForm, forms.Form):
    """The wording of a promise, and one clause of the policy that was chosen."""

    messages = {"wording": _("Say what is promised")}
    wording = forms.CharField(
        label=_("Wording"),
        help_text=_("In the first person, as in “I will …”. Requests already sent keep theirs."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=600,
    )
    clause = forms.ChoiceField(
        label=_("Clause that it rests on"), required=False, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, promise: Promise, policy: Policy | None, **kwargs: Any) -> None:
        initial = {"wording": promise.wording, "clause": promise.clause_key}
        super().__init__(*args, initial=initial, **kwargs)
        if policy is None:
            del self.fields["clause"]
            return
        clauses = Clause.objects.filter(version__policy=policy, version__state="in_force")
        field = self.fields["clause"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 – narrows the type
        field.required = True
        field.error_messages["required"] = _("Choose the clause")
        field.choices = [
            (clause.key, f"{cite(clause)}: {Truncator(clause.text).words(18)}")
            for clause in clauses.exclude(kind=Clause.Kind.HEADING).select_related("version")
        ]
