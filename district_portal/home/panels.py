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
    """My tasks, with the number of policies to sign, to read, to review and to agree to.

    And of what waits in other parts without an entry of its own: requests, queue, registry and
    the like carry their own numbers.
    """
    return panels.NavItem(
        label=_("My tasks"),
        url_name="home:today",
        count=_waiting,
        order=10,
        visible=can(request.user, "tasks.view"),
    )


def _waiting(person: Person) -> QuerySet[Any, Any]:
    to_sign = assigning.open_for(person).order_by().values("pk")
    elsewhere = (speak(person) for speak in panels.functions("waiting"))
    rows = [*waiting.rows(person), *elsewhere]
    return to_sign.union(*(row.order_by().values("pk") for row in rows), all=True)


panels.register("navigation", my_tasks)
