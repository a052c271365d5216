"""A question about a request, or its answer."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from approvals.discussing import LONGEST
from district_portal.ui.forms import PortalForm


class RemarkForm(PortalForm, forms.Form):
    """What somebody asks or answers; the other side reads it word for word."""

    messages = {"text": _("Write what you want to ask or answer")}

    text = forms.CharField(
        label=_("Your answer"), widget=forms.Textarea(attrs={"rows": 3}), max_length=LONGEST
    )

    def __init__(self, *args: Any, asks: str = "", adds: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if adds:
            self.fields["text"].label = _("What those who decide should know")
        if asks:
            self.fields["text"].label = _("Ask %(name)s a question") % {"name": asks}
            self.fields["text"].help_text = _("The request stays with you until you decide.")
