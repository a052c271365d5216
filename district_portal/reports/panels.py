from __future__ import annotations

from django.http import HttpRequest  # noqa: TID251 – a name for the type
from django.utils.translation import gettext as _

from district_portal.permissions import can
from district_portal.ui import panels


def reports(request: HttpRequest) -> panels.NavItem:
    """Reports, for those who see more than their own signatures."""
    return panels.NavItem(
        label=_("Reports"),
        url_name="reports:acknowledgments",
        order=60,
        visible=can(request.user, "reports.acknowledgments"),
    )


panels.register("navigation", reports)
