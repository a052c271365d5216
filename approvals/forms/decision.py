"""What an approver decides."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from approvals.models import Decision, Request, Step
from district_portal.ui.forms import PortalForm


class DecisionForm(PortalForm, forms.Form):
    """Outcome and reason for one step; `goes_to` says what approval leads to."""

    messages = {"outcome": _("Choose what you decide"), "step": _("Open the request again")}

    step = forms.ModelChoiceField(Step.objects.none(), widget=forms.HiddenInput)
    outcome = forms.ChoiceField(label=_("Decision"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Reason, comment or conditions"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=4000,
        required=False,
    )

    def __init__(self, *args: Any, request: Request, goes_to: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.mark_optional = False
        first_name = request.requester.called
        self.fields["step"].queryset = Step.objects.filter(  # type: ignore[attr-defined]
            submission__request=request
        )
        self.fields["outcome"].choices = [  # type: ignore[attr-defined]
            (
                Decision.Outcome.APPROVED,
                _("Approve. %(then)s") % {"then": goes_to} if goes_to else _("Approve"),
            ),
            (Decision.Outcome.RETURNED, _("Return to %(name)s for changes") % {"name": first_name}),
            (Decision.Outcome.DENIED, _("Deny")),
        ]
        self.fields["reason"].help_text = _(
            "Needed to return or deny. %(name)s will read it word for word."
        ) % {"name": first_name}

    def clean(self) -> None:
        data = self.cleaned_data
        missing = {
            Decision.Outcome.RETURNED: _("Say what has to change"),
            Decision.Outcome.DENIED: _("Say why you deny it"),
        }.get(data.get("outcome", ""))
        if missing and not data.get("reason", "").strip():
            self.add_error("reason", missing)
