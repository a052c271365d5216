from __future__ import annotations

from django.http import HttpRequest  # noqa: TID251 – a name for the type
from django.utils.translation import gettext as _

from district_portal.permissions import can
from district_portal.ui import panels
from policies.acknowledgments import assigning


def my_tasks(request: HttpRequest) -> panels.NavItem:
    """My tasks, with the number of policies to sign; requests and queue carry their own."""
    assert request.user.is_authenticated  # noqa: S101 – narrows the type
    return panels.NavItem(
        label=_("My tasks"),
        url_name="home:today",
        count=assigning.open_for(request.user).count(),
        order=10,
        visible=can(request.user, "tasks.view"),
    )


panels.register("navigation", my_tasks)
