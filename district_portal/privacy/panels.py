"""What is said on the page of somebody who left: that how to reach them is kept no longer."""

from __future__ import annotations

from typing import Any

from django.db.models import OuterRef, Subquery
from django.db.models.functions import JSONObject
from django.utils.dateparse import parse_datetime

from accounts.models import Person
from accounts.signed_in import SignedInRequest
from district_portal.permissions import can
from district_portal.privacy.records import LEAVER
from district_portal.records.models import Tombstone
from district_portal.ui import panels


def last_emptied(_request: SignedInRequest) -> dict[str, Any]:
    """When a disposal last took away what the person needed here, and which it was."""
    stones = Tombstone.objects.filter(kind=LEAVER, record=OuterRef("pk")).order_by("-pk")
    told = JSONObject(at="disposed_at", run="item__run")
    return {"last_emptied": Subquery(stones.values(told=told)[:1])}


def of_person(request: SignedInRequest, person: Person) -> panels.Panel | None:
    """That it was removed, while nothing has come in its place."""
    told = getattr(person, "last_emptied", None)
    if not told or person.is_active:
        return None
    run = told["run"] if can(request.user, "records.view") else None
    return "privacy/panels/emptied.html", {"at": parse_datetime(told["at"]), "run": run}


panels.bring("person", last_emptied)
panels.register("person", of_person, order=5)
