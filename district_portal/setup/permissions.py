"""Who settles what holds for the whole district."""

from district_portal.permissions import Role, declare, everything

declare(
    {
        "district.settle": {
            Role.DISTRICT_ADMINISTRATOR: everything,
            Role.TECHNOLOGY_COORDINATOR: everything,
        },
    }
)
