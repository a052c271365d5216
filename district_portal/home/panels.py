from __future__ import annotations

from django.utils.translation import gettext as _

from accounts.signed_in import SignedInRequest
from district_portal.permissions import can
from district_portal.ui import panels
from policies.acknowledgments import assigning


def my_tasks(request: SignedInRequest) -> panels.NavItem:
    """My tasks, with the number of policies to sign; requests and queue carry their own."""
    return panels.NavItem(
        label=_("My tasks"),
        url_name="home:today",
        count=assigning.open_for(request.user),
        order=10,
        visible=can(request.user, "tasks.view"),
    )


panels.register("navigation", my_tasks)
