"""Small words about requests for templates."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Literal

from django import template
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.holding import ActsFor
from accounts.models import Person
from approvals import attesting, following
from approvals.answers import BETWEEN, Said
from approvals.models import Approver, Decision, Request
from approvals.routing import Expected
from district_portal.district import wording
from district_portal.district.keeping_words import as_read
from district_portal.ui.dates import date_in_words
from district_portal.ui.tags.status import state_badge
from policies.models import Clause

register = template.Library()

_KINDS = {
    Request.State.OPEN: "warn",
    Request.State.RETURNED: "warn",
    Request.State.APPROVED: "ok",
    Request.State.DENIED: "bad",
}


@register.filter
def acts_for(person: Person, whom: int | None) -> ActsFor | None:
    """`{{ user|acts_for:seat.stands_in_for_id }}`: the delegation by which one decides today."""
    return next((row for row in person.standing.decides_for if row.person_id == whom), None)


@register.filter
def cite(clause: Clause) -> str:
    """`{{ clause|cite }}`: "417.2, clause 7", its number on the line of its word."""
    return "\N{NO-BREAK SPACE}".join(attesting.cite(clause).rsplit(" ", 1))


@register.filter
def request_badge(request: Request) -> str:
    """A request's state as a badge."""
    return state_badge(Request.State(request.state), _KINDS)


@register.filter
def request_url(request: Request) -> str:
    """Where a request is gone on with: a draft in its first step, else its page."""
    if request.state == Request.State.DRAFT:
        return reverse("approvals:details", args=[request.pk])
    return request.get_absolute_url()


@register.filter
def who_that_is(step: Expected) -> str:
    """Who decides a step, seen by the requester: "your supervisor"."""
    if step.approvers == [Approver.SUPERVISOR] and not any(row.why for row in step.chairs):
        return _("your %(supervisor)s") % {"supervisor": wording.supervisor()}
    return step.label


@register.filter
def who_decides(step: Expected) -> str:
    """`{{ step|who_decides }}`: the people of a step, as "Pat Novak or Ada Lindqvist"."""
    return following.who(step.chairs, all_must=step.all_must)


@register.filter
def refused_by(request: Request) -> Decision | None:
    """The decision by which a request was last returned or denied, whichever it is now."""
    decisions = Decision.objects.filter(step__submission__request=request, outcome=request.state)
    return decisions.select_related("person").order_by("-decided_at").first()


@register.filter
def told(row: Said, part: Literal["text", "before"] = "text") -> str:
    """`{{ row|told }}`: an answer; what was chosen, in the language of whoever reads it."""
    if part == "text" and "day" in row:
        return date_in_words(dt.date.fromisoformat(row["day"]))
    words = row.get(part, "")
    return chosen(words) if row.get("chosen") else words


@register.filter
def chosen(kept: str) -> str:
    """`{{ account.audience|chosen }}`: chosen answers that are kept, in the reader's language."""
    return BETWEEN.join(map(as_read, kept.split(BETWEEN)))


@register.filter
def what_stays(words: Iterable[Said]) -> list[Said]:
    """Of the answers to a request for a change, those that would stay as they are today."""
    return [row for row in words if row.get("same")]
