"""An exemption rests on its request; a meeting about one leaves with it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from approvals.records import REQUEST
from district_portal.records.kinds import Part, leaves_with, rests_on

leaves_with(
    REQUEST,
    Part("exemptions.Minutes", "meeting__request"),
    Part("exemptions.Meeting_people", "meeting__request"),
    Part("exemptions.Meeting", "request"),
    also_deleted={"exemptions.Meeting_people"},
)
rests_on(REQUEST, _("an exemption"), Part("exemptions.Exemption", "request"))
