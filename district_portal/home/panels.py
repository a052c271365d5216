from __future__ import annotations

from django.utils.translation import gettext as _

from accounts.signed_in import SignedInRequest
from district_portal.permissions import can
from district_portal.ui import panels
from policies import waiting
from policies.acknowledgments import assigning


def my_tasks(request: SignedInRequest) -> panels.NavItem:
    """My tasks, with the number of policies to sign, to read, to review and to agree to.

    And of what waits in other parts without an entry of its own: requests, queue, registry and
    the like carry their own numbers.
    """
    to_sign = assigning.open_for(request.user).order_by().values("pk")
    elsewhere = (speak(request.user) for speak in panels.functions("waiting"))
    rows = [*waiting.rows(request.user), *elsewhere]
    others = [row.order_by().values("pk") for row in rows]
    return panels.NavItem(
        label=_("My tasks"),
        url_name="home:today",
        count=to_sign.union(*others, all=True),
        order=10,
        visible=can(request.user, "tasks.view"),
    )


panels.register("navigation", my_tasks)
