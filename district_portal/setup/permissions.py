"""Who settles what holds for the whole district."""

from django.utils.translation import gettext_lazy as _

from district_portal.permissions import Role, declare, everything

declare(
    {
        "district.settle": {
            Role.DISTRICT_ADMINISTRATOR: everything,
            Role.TECHNOLOGY_COORDINATOR: everything,
        },
    },
    words={"district.settle": _("Settle what holds for the whole district")},
)
