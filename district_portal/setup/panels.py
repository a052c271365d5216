from __future__ import annotations

from django.http import HttpRequest  # noqa: TID251 – a name for the type
from django.utils.translation import gettext as _

from district_portal.permissions import can
from district_portal.ui import panels


def setup(request: HttpRequest) -> panels.NavItem:
    """The settings of the district, for those who settle them."""
    return panels.NavItem(
        label=_("Set-up"),
        url_name="setup:overview",
        order=90,
        area=panels.Area.DISTRICT,
        visible=can(request.user, "district.settle"),
        also=("operations:health", "concerns:packs"),
    )


def mail_texts(request: HttpRequest) -> panels.NavItem:
    """What mails say, for those who change that but settle nothing else."""
    return panels.NavItem(
        label=_("Mail texts"),
        url_name="setup:mail_texts",
        order=92,
        area=panels.Area.DISTRICT,
        visible=can(request.user, "mail.reword") and not can(request.user, "district.settle"),
    )


panels.register("navigation", setup)
panels.register("navigation", mail_texts)
