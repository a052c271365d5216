"""Who has a page of tasks: everyone who may sign in."""

from django.utils.translation import gettext_lazy as _

from district_portal.permissions import Role, declare, everything

declare({"tasks.view": {Role.EMPLOYEE: everything}}, words={"tasks.view": _("See their own tasks")})
