from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from district_portal.district import contrasting
from district_portal.setup import picturing
from district_portal.ui.forms import PortalForm

PORTAL_COLOR = "#1d4e79"
"""The token `brand`: a district that keeps it has no color of its own."""


class LogoForm(PortalForm, forms.Form):
    messages = {"logo": _("Choose a picture")}

    logo = forms.FileField(
        label=_("Picture"),
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp"}),
        help_text=_(
            "PNG, JPEG or WebP, up to 2 MB. It is shown 36 pixels high; a wide one on a "
            "transparent ground looks best."
        ),
    )

    def clean_logo(self) -> picturing.Picture:
        """The picture as it is kept."""
        file = self.cleaned_data["logo"]
        try:
            return picturing.read(file.read(picturing.MOST_BYTES + 1))
        except picturing.PictureError as refused:
            raise forms.ValidationError(str(refused)) from refused


class ColorForm(PortalForm, forms.Form):
    messages = {"accent": _("Choose a color")}

    accent = forms.CharField(
        label=_("Color"),
        max_length=7,
        widget=forms.TextInput(attrs={"type": "color"}),
        help_text=_("The ground of the header. White letters stand on it."),
    )

    def __init__(self, *args: Any, accent: str, **kwargs: Any) -> None:
        super().__init__(*args, initial={"accent": accent or PORTAL_COLOR}, **kwargs)

    def clean_accent(self) -> str:
        """#rrggbb, or nothing for the portal's own color; one that can't be read is replaced."""
        color = str(self.cleaned_data["accent"]).strip().lower()
        if not re.fullmatch(r"#[0-9a-f]{6}", color):
            raise forms.ValidationError(_now("Enter a color such as #1d4e79."))
        if color == PORTAL_COLOR:
            return ""
        if contrasting.passes(color):
            return color
        near = contrasting.near(color)
        sent: Any = self.data
        self.data = filled = sent.copy()
        filled[self.add_prefix("accent")] = near
        raise forms.ValidationError(
            _now(
                "White letters can’t be read on %(color)s: the contrast is %(ratio).1f, and 4.5 is "
                "needed. The nearest color that can is %(near)s. It is filled in: save once more "
                "to use it."
            )
            % {"color": color, "ratio": contrasting.contrast(color, "#ffffff"), "near": near}
        )
