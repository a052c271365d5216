"""Who looks after the portal itself."""

from django.utils.translation import gettext_lazy as _

from district_portal.permissions import Role, declare, everything

declare(
    {
        "operations.view": {
            Role.DISTRICT_ADMINISTRATOR: everything,
            Role.TECHNOLOGY_COORDINATOR: everything,
        },
        "operations.keep_key": {Role.TECHNOLOGY_COORDINATOR: everything},
    },
    words={
        "operations.view": _("See whether the portal is well"),
        "operations.keep_key": _("Say that a copy of the key of concerns lies elsewhere"),
    },
)
