from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from accounts.signed_in import SignedInRequest
from district_portal.permissions import can
from district_portal.ui import panels
from policies import waiting
from policies.acknowledgments import assigning

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from accounts.models import Person


def my_tasks(request: SignedInRequest) -> panels.NavItem:
    """My tasks, with how many things stand there under "To do".

    Policies to sign, to read, to review and to agree to, what waits in other parts, and what
    entries such as the queue and the registry count besides, each for itself.
    """
    return panels.NavItem(
        label=_("My tasks"),
        url_name="home:today",
        count=_waiting,
        besides=len(request.user.standing.asked),
        sums_up=True,
        order=10,
        visible=can(request.user, "tasks.view"),
    )


def _waiting(person: Person) -> QuerySet[Any, Any]:
    to_sign = assigning.open_for(person).order_by().values("pk")
    elsewhere = (speak(person) for speak in panels.functions("waiting"))
    rows = [*waiting.rows(person), *elsewhere]
    return to_sign.union(*(row.order_by().values("pk") for row in rows), all=True)


panels.register("navigation", my_tasks)
