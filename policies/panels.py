from __future__ import annotations

from django.http import HttpRequest  # noqa: TID251 – a name for the type
from django.utils.translation import gettext as _

from district_portal.permissions import can
from district_portal.ui import panels


def policies(request: HttpRequest) -> panels.NavItem:
    """The way to all policies."""
    return panels.NavItem(
        label=_("Policies"),
        url_name="policies:list",
        order=20,
        visible=can(request.user, "policies.read"),  # type: ignore[arg-type]
    )


panels.register("navigation", policies)
