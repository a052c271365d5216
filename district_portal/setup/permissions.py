"""Who settles what holds for the whole district."""

from django.utils.translation import gettext_lazy as _

from district_portal.permissions import Role, declare, everything

declare(
    {
        "district.settle": {
            Role.DISTRICT_ADMINISTRATOR: everything,
            Role.TECHNOLOGY_COORDINATOR: everything,
        },
        "district.guard": {Role.DISTRICT_ADMINISTRATOR: everything},
    },
    words={
        "district.guard": _("Settle who needs a second factor, and how many one sheet may end"),
        "district.settle": _("Settle what holds for the whole district"),
    },
)
