"""What spokespersons say on a request's page and on My tasks."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Person
from accounts.signed_in import SignedInRequest
from approvals.models import Request
from approvals.speaking.models import Spokesperson
from district_portal.ui import panels
from district_portal.ui.tasks import Tasks, Wish


def of_request(request: SignedInRequest, asked: Request) -> panels.Panel | None:
    """What came of a request to speak."""
    if asked.kind != "representation":
        return None
    found = Spokesperson.objects.filter(request=asked).first()
    return ("speaking/panels/request.html", {"spokesperson": found}) if found else None


def tasks(request: SignedInRequest, person: Person) -> Tasks:
    """The way to the list of those who may speak."""
    wish = Wish(label=_("See who may speak for the district"), url=reverse("speaking:list"))
    return Tasks(wishes=[wish])


panels.register("asked", of_request, order=20)
panels.register("tasks", tasks, order=26)
