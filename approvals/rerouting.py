"""Change the route of a kind of request; what was sent before keeps the one it began on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import Person
from approvals.models import Condition, Route, RouteStep
from district_portal import audit

MOST_STEPS = 8


class RouteChangedError(Exception):
    """Somebody else changed the route in the meantime; `route` is the one in use now."""

    def __init__(self, route: Route) -> None:
        super().__init__(f"changed at {route.made_at}")
        self.route = route


class EmptyRouteError(ValueError):
    """No step of the route applies to every request, so that one might have nobody to decide it."""


@transaction.atomic
def change(
    seen: Route,
    *,
    steps: Sequence[RouteStep],
    escalate_after: int | None,
    by: Person,
    at: dt.datetime | None = None,
) -> Route:
    """Let requests of a kind go through `steps`, not saved yet and in order, from now on.

    `seen` is the route that is changed; `escalate_after` are school days, None for
    never. Saved a second time, the route that is in use is answered. Raises RouteChangedError
    where another took the place of `seen`, EmptyRouteError.
    """
    at = at or timezone.now()
    if not any(step.condition == Condition.ALWAYS and step.place is None for step in steps):
        raise EmptyRouteError
    Route.objects.select_for_update().filter(kind=seen.kind).earliest("pk")
    current = Route.objects.get(kind=seen.kind, in_use=True)
    before, after = _told(current), {"steps": _steps(steps), "escalate_after": escalate_after}
    if before == after:
        return current
    if current.pk != seen.pk:
        raise RouteChangedError(current)
    current.in_use = False
    current.save(update_fields=["in_use"])
    route = Route.objects.create(
        kind=seen.kind, name=seen.name, escalate_after=escalate_after, made_at=at, made_by=by
    )
    for order, step in enumerate(steps, start=1):
        step.pk, step.route, step.order = None, route, order
        step.save(force_insert=True)
    audit.record("routes.changed", by=by, on=route, before=before, after=after, at=at)
    return route


def use_again(earlier: Route, *, by: Person, at: dt.datetime | None = None) -> Route:
    """Let requests go the way of an earlier route again.

    Raises RouteChangedError, and EmptyRouteError for one of before every route had to ask always.
    """
    current = Route.objects.get(kind=earlier.kind, in_use=True)
    return change(
        current,
        steps=list(earlier.steps.all()),
        escalate_after=earlier.escalate_after,
        by=by,
        at=at,
    )


def earlier(kind: str) -> list[Route]:
    """The routes that requests of `kind` went before, the last one first, with their steps."""
    routes = Route.objects.filter(kind=kind, in_use=False).select_related("made_by")
    return list(routes.prefetch_related("steps__place"))


def _told(route: Route) -> dict[str, Any]:
    return {"steps": _steps(route.steps.all()), "escalate_after": route.escalate_after}


def _steps(steps: Iterable[RouteStep]) -> list[dict[str, Any]]:
    return [
        {
            "approvers": sorted(step.approvers),
            "all_must": step.all_must,
            "condition": step.condition,
            "place": step.place_id,
            "source": step.source,
        }
        for step in steps
    ]
