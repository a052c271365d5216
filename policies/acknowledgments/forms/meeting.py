"""Forms of signing meetings, for those who prepare them and those who witness."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.forms.naming import PeopleField
from accounts.models import Place
from district_portal.ui.forms import NamedFilter, PortalForm
from policies.acknowledgments.kiosk import preparing
from policies.models import Policy

DAY = "day"
HOURS = (1, 2, 4, 8, 12, 24)
LONGEST = 2000


class MeetingForm(PortalForm, forms.Form):
    """What a meeting is called, who is expected, and until when the codes are good."""

    messages = {
        "name": _("Name the meeting, such as “Bus drivers, August”"),
        "until": _("Choose when the codes end"),
    }
    name = forms.CharField(label=_("Name"), max_length=120, help_text=_("It stands on every slip."))
    place = NamedFilter(
        Place.objects.all(),
        label=_("Building or department"),
        help_text=_("With everything below it."),
    )
    policy = forms.ModelChoiceField(
        Policy.objects.filter(requirements__ended_at=None, requirements__isnull=False)
        .order_by("sort_code", "pk")
        .distinct(),
        to_field_name="slug",
        label=_("Who must sign"),
        help_text=_("At the device they see everything that they have to sign."),
        required=False,
        empty_label=_("Anything"),
    )
    people = PeopleField(
        label=_("Only these people"),
        help_text=_("A name, e-mail address or employee number, one a line."),
        required=False,
    )
    until = forms.ChoiceField(
        label=_("The codes end"),
        choices=lambda: [
            (DAY, _("At the end of today")),
            *((str(n), ngettext("In %(n)d hour", "In %(n)d hours", n) % {"n": n}) for n in HOURS),
        ],
    )

    def whom(self) -> dict[str, Any]:
        """What preparing.expected takes, of the valid form."""
        said = self.cleaned_data
        return {"place": said["place"], "policy": said["policy"], "people": said["people"] or ()}

    def end(self) -> dt.datetime:
        """When the codes of the valid form end."""
        until = self.cleaned_data["until"]
        if until == DAY:
            return preparing.end_of_day()
        return timezone.now() + dt.timedelta(hours=int(until))


def _reason(label: Any, help_text: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class AbsentForm(PortalForm, forms.Form):
    """Why somebody can't have signed."""

    messages = {"reason": _("Say why you know that they were not there")}
    reason = _reason(_("How do you know?"), _("The person, and human resources, can read it."))


class ResetForm(PortalForm, forms.Form):
    """Why a PIN is reset."""

    messages = {"reason": _("Say why the PIN is reset")}
    reason = _reason(_("Why"), _("Such as: forgot it, and came in person."))
