"""Everybody may see and take along what the portal keeps about themselves."""

from django.utils.translation import gettext_lazy as _

from accounts.permissions import me
from district_portal.permissions import Role, declare

declare(
    {"privacy.own": {Role.EMPLOYEE: me}},
    words={"privacy.own": _("Take along what the portal keeps about oneself")},
)
