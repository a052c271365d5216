"""Who may look into the outbox, and send again what got stuck."""

from django.utils.translation import gettext_lazy as _

from district_portal.permissions import Role, declare, everything, of_people_at

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
    },
    words={
        "mail.view": _("See which mails went out"),
        "mail.resend": _("Send a mail again, or leave it unsent"),
    },
    within={"mail.view": of_people_at, "mail.resend": of_people_at},
)
