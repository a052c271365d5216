"""What the trail says in the navigation, and at the foot of each object's page."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Person
from accounts.signed_in import SignedInRequest
from district_portal.permissions import can
from district_portal.trail import objects
from district_portal.trail.acts import sees_all
from district_portal.ui import panels


def trail(request: SignedInRequest) -> panels.NavItem:
    """The way to the search."""
    return panels.NavItem(
        label=_("Audit trail"),
        url_name="trail:search",
        order=65,
        area=panels.Area.REPORTS,
        visible=can(request.user, "audit.search"),
    )


def history(request: SignedInRequest, person: Person) -> panels.Panel | None:
    """The way to what was done on the object that the page shows, for those who may see it."""
    shown = person.reached
    if shown is None or shown.label not in objects.KINDS or not can(person, "audit.search"):
        return None
    if shown.label not in objects.STAFF and not sees_all(person):
        return None
    thing = objects.Thing(shown.label, str(shown.pk))
    return "trail/panels/history.html", {"address": f"{reverse('trail:search')}?on={thing}"}


panels.register("navigation", trail)
panels.register("footer", history)
