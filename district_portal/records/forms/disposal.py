"""What may go: which records to list, and why they are proposed, refused or withdrawn."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from district_portal.records.kinds import Kind, kinds, named
from district_portal.records.models import Run
from district_portal.ui.forms import ALL_OF_THEM, PortalForm


class DueFilter(PortalForm, forms.Form):
    """Records of which kind to list; the `usual` one unless another is asked for."""

    messages = {"kind": _("Choose a kind of record")}

    kind = forms.ChoiceField(label=_("Kind of record"))

    def __init__(self, data: Mapping[str, Any], *, usual: Callable[[], Kind]) -> None:
        super().__init__({"kind": data.get("kind") or usual().name})
        choice = self.fields["kind"]
        assert isinstance(choice, forms.ChoiceField)  # noqa: S101 – narrows the type
        choice.choices = [(kind.name, str(kind.many).capitalize()) for kind in kinds()]
        self.usual = usual

    @property
    def chosen(self) -> Kind:
        """The kind that is asked for, the usual one unless that makes sense."""
        return named(self.cleaned_data["kind"]) if self.is_valid() else self.usual()


class RunFilter(PortalForm, forms.Form):
    """Which runs to list."""

    state = forms.ChoiceField(
        label=_("State"), choices=[("", ALL_OF_THEM), *Run.State.choices], required=False
    )


class GoneFilter(PortalForm, forms.Form):
    """Which tombstones to list."""

    words = forms.CharField(
        label=_("Record, number of the disposal, or fingerprint"), max_length=64, required=False
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
