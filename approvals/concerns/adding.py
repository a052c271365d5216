"""Let somebody else deal with a concern too, by name and with a reason, and let them go again."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Final

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from accounts.models import Person, RoleGrant
from accounts.places import with_places_above
from approvals.concerns import handling, notifying, seating
from approvals.concerns.handling import ActError
from approvals.concerns.models import Act, Concern, Receiver
from district_portal import audit
from district_portal.permissions import Role

OFFICES: Final = (Role.TITLE_IX_COORDINATOR, Role.HR, Role.BOARD_OFFICER)
"""Offices that are often needed, offered by their holders' names."""


@transaction.atomic
@sensitive_variables()
def add(
    concern: Concern,
    person: Person,
    *,
    by: Person,
    reason: str,
    once: uuid.UUID,
    at: dt.datetime | None = None,
) -> Act:
    """Let `person` see and deal with all of it from now on; they are told that it waits.

    Raises ActError for whom it can't be (see `refusal`), for a concern that is closed, and without
    a reason; Concern.DoesNotExist for a stranger.
    """
    at = at or timezone.now()
    held = handling.hold(concern, by=by)
    if known := handling.recorded(held, once, by=by):
        return known
    if held.state == Concern.State.CLOSED:
        raise ActError(_("It is closed. Open it again first."))
    if refused := refusal(held, person):
        raise ActError(refused, "person")
    if not reason.strip():
        raise ActError(_("Say why they are needed"), "reason")
    act = handling.write(Act.What.ADDED, held, by=by, text=reason, person=person, once=once, at=at)
    receiver = Receiver.objects.create(
        concern=held,
        person=person,
        why=Receiver.Why.ADDED,
        added_by=by,
        reason=act.text,
        level=held.level,
        seated_at=at,
    )
    audit.record("concerns.added", by=by, on=held, at=at)
    notifying.ask_to_read([receiver], concern=held)
    return act


def refusal(concern: Concern, person: Person, *, living: list[Receiver] | None = None) -> str:
    """Why that person can't be added, as a sentence; empty where they can.

    Whoever reported it was promised to see that it was read and closed, and no more. `living` are
    those who deal with it now, where they are known already.
    """
    if person.pk == concern.about_id:
        return _("It is about this person, who must not learn of it here")
    if person.pk == concern.reporter_id:
        return _("%(name)s reported it: what is done about it is not shown to them") % {
            "name": person
        }
    if not person.is_active:
        return _("This person has left")
    here = seating.living(concern) if living is None else living
    if any(row.person_id == person.pk for row in here):
        return _("%(name)s deals with it already") % {"name": person}
    return ""


def offices(concern: Concern) -> list[tuple[Role, Person]]:
    """Those of OFFICES who could be added, with the office: for the district, or for its place."""
    here = Q(place=None)
    if concern.place:
        here |= Q(place__in=with_places_above(concern.place))
    grants = RoleGrant.objects.current().filter(here, role__in=OFFICES).select_related("person")
    living, found = seating.living(concern), set()
    for grant in grants.order_by("since", "pk"):
        if not refusal(concern, grant.person, living=living):
            found.add((Role(grant.role), grant.person))
    return sorted(found, key=lambda one: (OFFICES.index(one[0]), one[1].sort_name, one[1].pk))


@transaction.atomic
@sensitive_variables()
def remove(
    receiver: Receiver,
    *,
    by: Person,
    reason: str,
    once: uuid.UUID,
    at: dt.datetime | None = None,
) -> Act:
    """Let somebody who was added see no more of it, unless it reaches them without that.

    `receiver` may be an earlier seat of theirs: what is told later renews it (`seating.renew`).
    Raises ActError for who was not added, without a reason, and where nobody would be left;
    Concern.DoesNotExist for a stranger.
    """
    at = at or timezone.now()
    held = handling.hold(receiver.concern, by=by)
    if known := handling.recorded(held, once, by=by):
        return known
    living = seating.living(held)
    theirs = [row for row in living if row.person_id == receiver.person_id]
    row = next((row for row in theirs if row.why == Receiver.Why.ADDED), None)
    if row is None:
        raise ActError(_("Only those who were added by name can be taken off, and only once"))
    if not reason.strip():
        raise ActError(_("Say why they are no longer needed"), "reason")
    if len(living) == 1:
        raise ActError(_("Nobody would be left to deal with it. Add somebody else first."))
    act = handling.write(
        Act.What.REMOVED, held, by=by, text=reason, person=row.person, once=once, at=at
    )
    Receiver.objects.filter(pk=row.pk).update(ended_at=at)
    audit.record("concerns.removed", by=by, on=held, at=at)
    if held.state == Concern.State.OPEN:
        seating.seat(held, at=at)
    return act
