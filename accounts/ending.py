"""What ends when people leave: sign-in, what they left to others, what others left to them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts import roles, signing_out
from accounts.models import Delegation, Person, Posting
from accounts.signals import people_ended
from district_portal.district.current import today


@transaction.atomic
def end_stay(
    people: set[int],
    *,
    last_day: dt.date | None = None,
    by: Person | None = None,
    tell: bool = True,
    at: dt.datetime | None = None,
) -> None:
    """Sign `people` (ids) out everywhere, for good, and end their roles and delegations.

    For those who are gone from today on; their postings are ended by the caller, who records
    the act. `last_day` is the last one on which they hold their roles, `at` (aware) the moment,
    now unless given. Raises roles.LastAdministratorError.
    """
    if not people:
        return
    at = at or timezone.now()
    day = last_day or today(at) - dt.timedelta(days=1)
    roles.end_for_leavers(people, last_day=day, by=by)
    end_delegations(people, at=at)
    Person.objects.filter(pk__in=people).update(is_active=False)
    signing_out.end_sign_ins(people)
    if tell:
        people_ended.send(sender=Posting, people=people, at=at)


def end_delegations(people: Collection[int], *, at: dt.datetime | None = None) -> None:
    """End what `people` (ids) left to others, and what others left to them.

    The rest hears that they have left. `at` is aware, now unless given.
    """
    theirs = Q(person__in=people) | Q(delegate__in=people)
    Delegation.objects.live().filter(theirs).update(ended_at=at or timezone.now())
