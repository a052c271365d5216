"""Who may look into the outbox, and send again what got stuck."""

from district_portal.permissions import Role, declare, everything

declare(
    {
        "mail.view": {
            Role.DISTRICT_ADMINISTRATOR: everything,
            Role.TECHNOLOGY_COORDINATOR: everything,
            Role.HR: everything,
        },
        "mail.resend": {
            Role.DISTRICT_ADMINISTRATOR: everything,
            Role.TECHNOLOGY_COORDINATOR: everything,
            Role.HR: everything,
        },
    }
)
