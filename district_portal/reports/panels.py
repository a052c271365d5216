from __future__ import annotations

from django.http import HttpRequest  # noqa: TID251 – a name for the type
from django.utils.translation import gettext as _

from district_portal.permissions import can
from district_portal.ui import panels


def acknowledgments(request: HttpRequest) -> panels.NavItem:
    """Who has signed, for those who see more than their own signatures."""
    return panels.NavItem(
        label=_("Acknowledgments"),
        url_name="reports:acknowledgments",
        order=60,
        area=panels.Area.REPORTS,
        visible=can(request.user, "reports.acknowledgments"),
    )


def dashboard(request: HttpRequest) -> panels.NavItem:
    """How the district stands, for the same."""
    return panels.NavItem(
        label=_("Dashboard"),
        url_name="reports:dashboard",
        order=61,
        area=panels.Area.REPORTS,
        visible=can(request.user, "reports.acknowledgments"),
    )


panels.register("navigation", acknowledgments)
panels.register("navigation", dashboard)
