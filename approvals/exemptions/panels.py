"""What exemptions say beside the clauses of a policy, on a request's page and on My tasks."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Person
from accounts.naming import called
from accounts.signed_in import SignedInRequest
from approvals.exemptions import reading
from approvals.exemptions.models import Exemption, Meeting, Outcome
from approvals.exemptions.standing import in_force, standing
from approvals.models import Request
from district_portal.district.current import today
from district_portal.permissions import can, visible
from district_portal.ui import panels
from district_portal.ui.tasks import Tasks, Wish

SHOWN = 5
"""Exemptions that are named beside one clause."""


@dataclass(frozen=True)
class Beside:
    """An exemption as it stands beside its clause."""

    pk: int
    holder_id: int
    holder: str
    what: str
    wording: str
    ends_on: dt.date

    @property
    def label(self) -> str:
        """Exemption, or modification."""
        return str(Outcome.What(self.what).label)


def in_force_here(request: SignedInRequest) -> dict[str, ArraySubquery]:
    """Exemptions in force from a policy, with the query that fetches it."""
    mine = visible(Exemption.objects.all(), request.user, "exemptions.view")
    rows = in_force(today()).filter(exemption__policy=OuterRef("pk"), exemption__in=mine)
    facts = JSONObject(
        key="exemption__clause__key",
        pk="exemption",
        holder_id="exemption__holder",
        holder=called("exemption__holder"),
        what="what",
        wording="wording",
        ends_on="ends_on",
    )
    in_order = rows.order_by("exemption__holder__sort_name", "pk")
    return {"exemptions_here": ArraySubquery(in_order.values(row=facts))}


def beside_clauses(request: SignedInRequest, policy: Any) -> dict[str, panels.Panel]:
    """Exemptions in force beside their clauses, for those whom they concern."""
    found: dict[str, list[Beside]] = defaultdict(list)
    for row in policy.exemptions_here:
        key = row.pop("key") or panels.WHOLE_TEXT
        found[key].append(Beside(**{**row, "ends_on": dt.date.fromisoformat(row["ends_on"])}))
    return {
        key: (
            "exemptions/panels/beside.html",
            {"exemptions": rows[:SHOWN], "more": len(rows) - SHOWN, "slug": policy.slug},
        )
        for key, rows in found.items()
    }


def of_request(request: SignedInRequest, asked: Request) -> panels.Panel | None:
    """What came of a request for an exemption."""
    if asked.kind != "exemption":
        return None
    mine = visible(Exemption.objects.filter(request=asked), request.user, "exemptions.view")
    outcome = standing().filter(exemption__in=mine).first()
    context = {
        "meeting": Meeting.objects.filter(request=asked).first(),
        "calls": asked.state != Request.State.WITHDRAWN
        and asked.requester_id != request.user.pk
        and can(request.user, "exemptions.call", asked),
        "times": _times_that_suit(asked),
        "outcome": outcome,
        "state": reading.state_in_words(outcome.state_on(today())) if outcome else None,
    }
    return "exemptions/panels/request.html", context


def _times_that_suit(asked: Request) -> str:
    times = asked.submissions.order_by("-number").values_list("answers__meeting_times", flat=True)
    return times.first() or ""


def tasks(request: SignedInRequest, person: Person) -> Tasks:
    """The way to ask for an exemption."""
    where = f"{reverse('approvals:new')}#exemption"
    wish = Wish(label=_("Ask for an exemption from a policy"), url=where)
    return Tasks(wishes=[wish])


panels.bring("clauses", in_force_here)
panels.register("clauses", beside_clauses)
panels.register("asked", of_request, order=10)
panels.register("tasks", tasks, order=25)
