"""Who may see who has acknowledged what."""

from __future__ import annotations

from accounts.permissions import of_people_below
from district_portal.permissions import Role, declare, everything

declare(
    {
        "reports.acknowledgments": {
            Role.SUPERVISOR: of_people_below,
            Role.DISTRICT_ADMINISTRATOR: everything,
            Role.POLICY_ADMINISTRATOR: everything,
            Role.HR: everything,
            Role.AUDITOR: everything,
        },
    }
)
