"""When a policy must be read again, and the record that it was.

A policy is due as many months after its last review as it or the district says; coming into
force and being adopted count as a review. Its owner keeps to that, or the policy administrators
where the owner is missing, gone, or no longer one who edits policies.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Final

from django.db import transaction
from django.db.models import (
    DateField,
    F,
    Func,
    IntegerField,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone
from django.utils.translation import gettext as _

from district_portal import audit
from district_portal.district.current import current, today
from district_portal.permissions import Role
from policies.models import Policy, Review, Version
from policies.reading import possible_owners

if TYPE_CHECKING:
    from accounts.models import Person

SOON: Final = 90
"""Days before its due date from which a review stands on its keeper's list of tasks."""
Due = Any
"""A Policy with what `calendar` adds to it."""


class NotInForceError(Exception):
    """Only a version in force is reviewed; the policy has none."""


def calendar() -> QuerySet[Due]:
    """Policies in force that must be reviewed, the longest overdue first.

    Each with `last_on` (when it was last reviewed, adopted or came into force), `due_on`, and
    `last_note`, what was noted at the last review of what is in force.
    """
    reviews = Review.objects.filter(
        version__policy=OuterRef("pk"), version__state=Version.State.IN_FORCE
    )
    return (
        dated(Policy.objects.filter(state=Policy.State.IN_FORCE))
        .annotate(last_note=Subquery(reviews.order_by("-on", "-pk").values("note")[:1]))
        .filter(months__isnull=False, last_on__isnull=False)
        .select_related("owner")
        .order_by("due_on", "sort_code", "pk")
    )


def dated(policies: QuerySet[Policy]) -> QuerySet[Due]:
    """`policies` with `last_on` and `due_on`; None where no period is set or none is in force."""
    in_force = Version.objects.filter(policy=OuterRef("pk"), state=Version.State.IN_FORCE)
    reviewed = (
        Review.objects.filter(version__policy=OuterRef("pk"))
        .order_by()
        .values("version__policy")
        .annotate(last=Max("on"))
    )
    every = Value(current().review_every, output_field=IntegerField())
    return policies.annotate(
        last_on=Greatest(
            Subquery(in_force.values("effective_on")[:1]),
            Subquery(in_force.values("adopted_on")[:1]),
            Subquery(reviewed.values("last")),
        ),
        months=Coalesce("review_every", every, output_field=IntegerField()),
    ).annotate(due_on=_months_after("last_on", "months"))


def due_on(policy: Policy) -> dt.date | None:
    """By when `policy` must be reviewed; None where no period is set, or none is in force."""
    found: Due = calendar().filter(pk=policy.pk).first()
    return found.due_on if found else None


@transaction.atomic
def record_review(
    policy: Policy, *, on: dt.date, note: str, by: Person | None, at: dt.datetime | None = None
) -> Review:
    """Keep that the version in force was read on the local day `on` and needs no change.

    `at` is aware, now unless given. The same again, as by a second click, answers what was kept.
    Raises NotInForceError.
    """
    at = at or timezone.now()
    policy = Policy.objects.select_for_update(no_key=True).get(pk=policy.pk)
    version = policy.in_force
    if version is None:
        raise NotInForceError(str(policy))
    same = Review.objects.filter(version=version, on=on, by=by, note=note.strip()).first()
    if same:
        return same
    review = Review.objects.create(version=version, on=on, note=note.strip(), by=by, at=at)
    audit.record(
        "policies.reviewed",
        by=by,
        on=policy,
        after={"version": version.number, "on": on, "note": review.note},
        at=at,
    )
    return review


def objection_to_day(version: Version, on: dt.date, *, day: dt.date) -> str:
    """Why a review can't have been on `on`, seen from the local `day`; nothing when it can."""
    if on > day:
        return _("Choose today or an earlier day.")
    if on < version.effective_on:
        return _("This version was not in force on that day.")
    return ""


def able_owners() -> QuerySet[Person]:
    """Owners who can be asked: still here, with an address, and still allowed to edit policies."""
    return possible_owners().filter(is_active=True).exclude(email=None)


def asked_of(person: Person, *, day: dt.date | None = None) -> QuerySet[Due]:
    """What `person` is asked to review, from 90 days before on, longest overdue first.

    Policies of theirs, if they may edit them, and for policy administrators those whose owner
    is missing or can't be asked.
    """
    soon = (day or today()) + dt.timedelta(days=SOON)
    able = Q(owner__in=able_owners().values("pk"))
    theirs = able & Q(owner=person)
    if Role.POLICY_ADMINISTRATOR in person.roles:
        theirs |= Q(owner=None) | ~able
    return calendar().filter(theirs, due_on__lte=soon)


def _months_after(day: str, months: str) -> Func:
    """The day that lies a number of months after another; both are columns."""
    interval = Func(F(months), template="make_interval(months => %(expressions)s)")
    return Func(
        F(day),
        interval,
        template="(%(expressions)s)::date",
        arg_joiner=" + ",
        output_field=DateField(),
    )
