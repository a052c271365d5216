from __future__ import annotations

from django.http import HttpRequest  # noqa: TID251 – a name for the type
from django.utils.translation import gettext as _

from district_portal.permissions import can
from district_portal.ui import panels


def people(request: HttpRequest) -> panels.NavItem:
    """The list of people, for those who see more than themselves."""
    return panels.NavItem(
        label=_("People"),
        url_name="people:list",
        order=70,
        visible=can(request.user, "people.list"),
    )


panels.register("navigation", people)
