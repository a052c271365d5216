from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _gettext
from django.utils.translation import gettext_lazy as _

from district_portal.ui.dates import date_in_words
from district_portal.ui.forms import PortalForm
from policies.models import Version


class CompareForm(PortalForm, forms.Form):
    """Which two versions to compare, in either order."""

    messages = {
        "old": _("Choose the version to compare with"),
        "new": _("Choose the version to compare"),
    }
    old = forms.TypedChoiceField(label=_("Earlier version"), coerce=int)
    new = forms.TypedChoiceField(label=_("Later version"), coerce=int)

    def __init__(self, *args: Any, versions: Sequence[Version], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(version.number, _named(version)) for version in versions]
        for name in ("old", "new"):
            field = self.fields[name]
            assert isinstance(field, forms.TypedChoiceField)  # noqa: S101 – declared above
            field.choices = choices


def _named(version: Version) -> str:
    return _gettext("%(number)s, from %(day)s") % {
        "number": version.number,
        "day": date_in_words(version.effective_on),
    }


@dataclass(frozen=True)
class Look:
    """How a redline is shown: `noise` is None where it is as the texts are."""

    is_side: bool = False
    is_all: bool = False
    noise: bool | None = None

    @property
    def redline(self) -> dict[str, Any]:
        """What `redlining.redline` needs to know of it."""
        return {"noise": self.noise, "folds": not self.is_all}


class LookForm(forms.Form):
    """How the address wants the redline to be shown."""

    view = forms.ChoiceField(choices=[("side", "side")], required=False)
    all = forms.BooleanField(required=False)
    noise = forms.ChoiceField(choices=[("show", "show"), ("hide", "hide")], required=False)

    @property
    def look(self) -> Look:
        """What the address asks for; what it misspells is as if it weren't there."""
        self.full_clean()
        told = self.cleaned_data
        return Look(
            is_side=told.get("view") == "side",
            is_all=bool(told.get("all")),
            noise={"show": True, "hide": False}.get(told.get("noise") or ""),
        )
