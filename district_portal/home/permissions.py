"""Who has a page of tasks: everyone who may sign in."""

from district_portal.permissions import Role, declare, everything

declare({"tasks.view": {Role.EMPLOYEE: everything}})
