from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from district_portal.ui.forms import PortalForm
from policies.acknowledgments.models import Bundle

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from policies.models import Version


class VersionForm(PortalForm, forms.Form):
    """Which version of a policy a bundle is about; all of them unless one is chosen."""

    version = forms.TypedChoiceField(
        label=_("Version"),
        required=False,
        coerce=int,
        empty_value=None,
        error_messages={"invalid_choice": _("Choose one of these versions")},
    )

    def __init__(self, *args: Any, versions: QuerySet[Version], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["version"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 – narrows the type
        rows = versions.order_by("-number").values_list("number", "title", "effective_on")
        named = _("Version %(number)d, in force from %(day)s")
        field.choices = [
            ("", _("All versions")),
            *((number, named % {"number": number, "day": day}) for number, _title, day in rows),
        ]


class FingerprintForm(PortalForm, forms.Form):
    """A fingerprint that somebody read out of a bundle."""

    messages: ClassVar[dict[str, Any]] = {"manifest": _("Enter the fingerprint of the bundle")}

    manifest = forms.RegexField(
        r"^\s*[0-9A-Fa-f]{64}\s*$",
        label=_("Fingerprint of a bundle"),
        help_text=_("The 64 digits in manifest.sha256, as verify.py tells them too."),
        error_messages={
            "invalid": _("A fingerprint has 64 digits, from 0 to 9 and a to f"),
        },
    )

    def found(self) -> Bundle | None:
        """The bundle of this portal that has it, or None."""
        told = self.cleaned_data["manifest"].strip().lower()
        return Bundle.objects.select_related("made_by").filter(manifest_sha256=told).first()
