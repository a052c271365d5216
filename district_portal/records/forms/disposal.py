"""What may go: which records to list, and why they are proposed, refused or withdrawn."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from district_portal.records.kinds import Kind, kinds
from district_portal.records.models import Run
from district_portal.ui.forms import PortalForm


class DueFilter(PortalForm, forms.Form):
    """Records of which kind to list."""

    kind = forms.ChoiceField(label=_("Kind of record"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["kind"]
        assert isinstance(choice, forms.ChoiceField)  # noqa: S101 – narrows the type
        first, *others = [(kind.name, str(kind.many).capitalize()) for kind in kinds()]
        choice.choices = [("", first[1]), *others]

    @property
    def chosen(self) -> Kind:
        """The kind that is asked for, the first one unless that makes sense."""
        wanted = self.cleaned_data.get("kind") if self.is_valid() else ""
        rows = kinds()
        return next((kind for kind in rows if kind.name == wanted), rows[0])


class RunFilter(PortalForm, forms.Form):
    """Which runs to list."""

    state = forms.ChoiceField(
        label=_("State"), choices=[("", _("All")), *Run.State.choices], required=False
    )


class GoneFilter(PortalForm, forms.Form):
    """Which tombstones to list."""

    words = forms.CharField(
        label=_("Record, number of the disposal, or digest"), max_length=64, required=False
    )


class ProposeForm(PortalForm, forms.Form):
    """Why the records that are ticked should go."""

    messages = {"reason": _("Say why")}

    reason = forms.CharField(
        label=_("Why should they go?"),
        help_text=_("It is kept word for word."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
    )


class AnswerForm(PortalForm, forms.Form):
    """Why a run is refused or withdrawn."""

    messages = {"reason": _("Say why")}

    reason = forms.CharField(
        label=_("Why?"),
        help_text=_("It is kept word for word."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
    )
