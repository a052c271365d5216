from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest  # noqa: TID251 – a name for the type

from district_portal.permissions import can
from district_portal.ui import panels

if TYPE_CHECKING:
    from accounts.models import Person


def tokens(request: HttpRequest, person: Person) -> panels.Panel | None:
    """At the foot of each page the way to the tokens, for those who make or oversee them."""
    return ("api/panels/tokens.html", {}) if can(person, "api.tokens") else None


panels.register("footer", tokens)
