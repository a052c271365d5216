from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.roster.comparing import FIGURES
from accounts.roster.looking import ORDER
from accounts.roster.models import Change, Run
from district_portal.ui.forms import PortalForm


class ChangesFilter(PortalForm, forms.Form):
    """Which lines of a run are shown; each kind says how many there are."""

    show = forms.ChoiceField(label=_("Show"), required=False)
    who = forms.CharField(label=_("Name or number"), required=False, max_length=160)

    def __init__(self, run: Run, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["show"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - as declared above
        counts = {kind: getattr(run, FIGURES[Change.Kind(kind)]) for kind in ORDER}
        field.choices = [
            ("", _("Everything")),
            *(
                (kind, f"{Change.Kind(kind).label} ({count})")
                for kind, count in counts.items()
                if count
            ),
        ]

    def asked(self) -> dict[str, str]:
        """What to look for; nonsense in the address is left out."""
        self.is_valid()
        return {
            "kind": self.cleaned_data.get("show", ""),
            "words": self.cleaned_data.get("who", ""),
        }
