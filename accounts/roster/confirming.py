"""Many would leave, or a holder of a role have another address: a second person confirms.

They are told by mail and by My tasks.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.fields.json import KT
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.models import Person, RoleGrant
from accounts.roster.carrying_out import carry_out, check_shown, is_as_shown
from accounts.roster.guarding import recently_left
from accounts.roster.holding_still import hold
from accounts.roster.models import Change, Run
from district_portal import audit, mailing
from district_portal.district.current import today
from district_portal.permissions import declared

if TYPE_CHECKING:
    from collections.abc import Collection

PERMISSION = "roster.import"


class SamePersonError(Exception):
    """Whoever pressed Apply can't be the second person."""


class NotAskedError(Exception):
    """The run doesn't wait for confirmation; `run` says what became of it."""

    def __init__(self, run: Run) -> None:
        super().__init__(f"run {run.pk} is {run.state}")
        self.run = run


def others(run: Run) -> QuerySet[Person]:
    """Those who may confirm `run`: who may import a roster, but for who asked."""
    roles = [role.value for role in declared()[PERMISSION]]
    grants = RoleGrant.objects.current().filter(role__in=roles, place=None)
    return Person.objects.filter(~Q(pk=run.asked_by_id), grants__in=grants).distinct()


def officers_readdressed(run: Run) -> list[str]:
    """Names of those who hold a role and whose e-mail address `run` would change or take away.

    Who rules the address rules the link for a new password, and with it the role: of today, or
    one that begins later, whether or not they have a posting now.
    """
    officers = RoleGrant.objects.still_on(today()).filter(person__is_active=True)
    held = Person.objects.filter(pk=OuterRef("person_id")).values("email")
    readdressed = Q(before__has_key="email")
    if "email" in run.columns:  # a line of who comes back tells no address of before
        readdressed |= Q(kind=Change.Kind.RETURNED) & ~Q(held=F("named"))
    changes = run.changes.filter(person_id__in=officers.values("person")).alias(
        held=Coalesce(Subquery(held), Value("")), named=Coalesce(KT("after__email"), Value(""))
    )
    changes = changes.filter(readdressed).order_by("sort_name", "pk")
    return list(changes.values_list("name", flat=True))


def ask(run: Run) -> Run:
    """Let `run`, held by the caller, wait for a second person, and tell those who may be it."""
    run.state = Run.State.TO_BE_CONFIRMED
    run.save(update_fields=["state", "asked_by", "asked_at"])
    audit.record("roster.confirmation_asked", by=run.asked_by, on=run, after={"left": run.left})
    _tell(run, others(run))
    return run


def _tell(run: Run, people: Collection[Person] | QuerySet[Person]) -> None:
    assert run.asked_at is not None  # noqa: S101 - narrows: who asks does it at a moment
    context = {
        "run": run,
        "officers": officers_readdressed(run),
        "before": recently_left().count(),
        "link": run.get_absolute_url(),
    }
    for person in people:
        mailing.queue(
            "roster_to_confirm",
            key=f"roster_to_confirm:{run.pk}:{run.asked_at:%Y%m%d%H%M%S}:{person.pk}",
            to=person,
            context=context,
        )


@transaction.atomic
def confirm(
    run: Run, *, by: Person, shown: str | None = None, at: dt.datetime | None = None
) -> Run:
    """Apply a run that waits for a second person, who is `by`; answers it in its new state.

    As in `applying.apply`, it waits again when the roster has changed since it was shown, and
    `shown` is what `by` has looked at. Raises SamePersonError for who asked, NotAskedError when it
    doesn't wait for anybody, and NotShownError.
    """
    at = at or timezone.now()
    run = hold(run)
    if run.state not in (Run.State.TO_BE_CONFIRMED, Run.State.APPLYING):
        raise NotAskedError(run)
    if run.asked_by_id == by.pk:
        raise SamePersonError
    check_shown(run, shown)
    if not is_as_shown(run, at=at):
        return run
    audit.record("roster.confirmed", by=by, on=run, after={"left": run.left}, at=at)
    return carry_out(run, by=run.asked_by, at=at, confirmed_by=by, confirmed_at=at)
