"""Who keeps the district's records: the schedule, holds, and what is said of each of them."""

from django.utils.translation import gettext_lazy as _

from district_portal.permissions import Role, declare, everything

declare(
    {
        "records.view": {
            Role.DISTRICT_ADMINISTRATOR: everything,
            Role.TECHNOLOGY_COORDINATOR: everything,
            Role.AUDITOR: everything,
        },
        "records.schedule": {Role.DISTRICT_ADMINISTRATOR: everything},
        "records.rule": {Role.DISTRICT_ADMINISTRATOR: everything},
        "records.archive": {
            Role.DISTRICT_ADMINISTRATOR: everything,
            Role.TECHNOLOGY_COORDINATOR: everything,
        },
        "records.see_holds": {
            Role.DISTRICT_ADMINISTRATOR: everything,
            Role.AUDITOR: everything,
        },
        "records.hold": {Role.DISTRICT_ADMINISTRATOR: everything},
        "records.propose": {Role.DISTRICT_ADMINISTRATOR: everything},
        "records.confirm": {Role.TECHNOLOGY_COORDINATOR: everything},
        "records.stop": {
            Role.DISTRICT_ADMINISTRATOR: everything,
            Role.TECHNOLOGY_COORDINATOR: everything,
        },
    },
    words={
        "records.view": _("See how records are kept"),
        "records.schedule": _("Draft the retention schedule and say that it is adopted"),
        "records.rule": _("Say of a record whether it is public, and of which class"),
        "records.archive": _("Note that a record is archived"),
        "records.see_holds": _("See legal holds"),
        "records.hold": _("Place and lift a legal hold"),
        "records.propose": _("Propose that records are disposed of"),
        "records.confirm": _("Confirm or refuse a disposal that somebody else proposed"),
        "records.stop": _("Stop a disposal that is confirmed, until it is carried out"),
    },
)
