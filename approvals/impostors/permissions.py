"""Who deals with accounts that claim to be the district."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from district_portal.permissions import Role, declare, everything

HANDLERS = (Role.DISTRICT_ADMINISTRATOR, Role.TECHNOLOGY_COORDINATOR)

declare(
    {"impostors.handle": dict.fromkeys(HANDLERS, everything)},
    words={"impostors.handle": _("Deal with accounts that claim to be the district")},
)
