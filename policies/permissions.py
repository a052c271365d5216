"""Who may read, import and publish policy text."""

from district_portal.permissions import Role, declare, everything

declare(
    {
        "policies.read": {Role.EMPLOYEE: everything},
        "policies.edit": {
            Role.POLICY_ADMINISTRATOR: everything,
            Role.DISTRICT_ADMINISTRATOR: everything,
        },
        "policies.publish": {
            Role.POLICY_ADMINISTRATOR: everything,
            Role.DISTRICT_ADMINISTRATOR: everything,
        },
    }
)
