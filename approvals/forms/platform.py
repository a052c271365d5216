"""Whether and where a platform may be asked for."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from accounts.models import Place
from approvals.models import Platform
from district_portal.ui.forms import PortalForm


class PlatformForm(PortalForm, forms.Form):
    """What the district says of a platform."""

    messages = {
        "standing": _("Choose whether it may be asked for"),
        "seen": _("Open the page again"),
    }

    seen = forms.CharField(widget=forms.HiddenInput, max_length=40)
    standing = forms.ChoiceField(
        label=_("May it be asked for?"),
        choices=Platform.Standing,
        widget=forms.RadioSelect,
    )
    barred_at = forms.ModelMultipleChoiceField(
        Place.objects.none(),
        label=_("Not allowed at"),
        help_text=_("Even if it is allowed elsewhere."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    why = forms.CharField(
        label=_("Why?"),
        help_text=_("Whoever asks for an account there reads it."),
        max_length=300,
        required=False,
    )
    minimum_age = forms.IntegerField(
        label=_("Minimum age of its users"), min_value=0, max_value=99, required=False
    )

    def __init__(self, *args: Any, platform: Platform, **kwargs: Any) -> None:
        initial = {
            "seen": platform.changed_at.isoformat(),
            "standing": platform.standing,
            "barred_at": list(platform.barred_at.values_list("pk", flat=True)),
            "why": platform.why,
            "minimum_age": platform.minimum_age,
        }
        super().__init__(*args, initial=initial, **kwargs)
        self.helper.mark_optional = False
        places = cast("forms.ModelMultipleChoiceField[Any]", self.fields["barred_at"])
        places.queryset = Place.objects.open().exclude(kind=Place.Kind.DISTRICT)

    def clean_seen(self) -> Any:
        try:
            seen = parse_datetime(self.cleaned_data["seen"])
        except ValueError:
            seen = None
        if seen is None or seen.tzinfo is None:
            raise forms.ValidationError(self.messages["seen"])
        return seen
