"""Who may see who has acknowledged what."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from accounts.permissions import of_people_below
from district_portal.permissions import Role, declare, everything, of_people_at

declare(
    {
        "reports.acknowledgments": {
            Role.SUPERVISOR: of_people_below,
            Role.DISTRICT_ADMINISTRATOR: everything,
            Role.POLICY_ADMINISTRATOR: everything,
            Role.HR: everything,
            Role.AUDITOR: everything,
        },
    },
    words={"reports.acknowledgments": _("See and export who has signed and who has not")},
    within={"reports.acknowledgments": of_people_at},
)
