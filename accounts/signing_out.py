"""End sign-ins: everywhere, or everywhere but here.

A person who has left is out with their next click, since nobody without `is_active` is signed in;
the sessions end as well, so that none of them comes to life when the person comes back. One that
stands on no list is looked at when it is used next (`accounts.middleware.LastSeenMiddleware`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction

from accounts.signals import signed_out_by_another
from district_portal import audit

if TYPE_CHECKING:
    import datetime as dt

    from accounts.models import Person


@transaction.atomic
def end_sign_ins(people: set[int], *, but: str | None = None) -> int:
    """Sign `people` (ids) out on every device; answers how many sign-ins ended.

    `but` is the key of the one session that goes on. Whoever calls records why.
    """
    ending = UserSession.objects.filter(user__in=people).exclude(session_key=but or "")
    keys = list(ending.values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    UserSession.objects.filter(session_key__in=keys).delete()
    return len(keys)


def is_left_over(person: int, *, proved: dt.datetime | None) -> bool:
    """Whether `person` (id) has left since a session that is on no list last proved who it is.

    Such a session did not end with the stay, and must not go on when they come back. `proved` is
    aware; None where it never proved anything.
    """
    left = audit.events(act__in=["people.left", "people.ended"], person_id=person)
    return (left.filter(at__gt=proved) if proved else left).exists()


@transaction.atomic
def sign_out(person: Person, *, by: Person, but: str | None = None) -> int:
    """End the sign-ins of `person` because `by` asks for it; see `end_sign_ins`.

    Nothing is recorded when none was open. Where `by` is another, signed_out_by_another is sent.
    """
    ended = end_sign_ins({person.pk}, but=but)
    if by.pk != person.pk:
        signed_out_by_another.send(sender=UserSession, people={person.pk}, by=by)
    if ended:
        audit.record(
            "signing_in.signed_out", by=by, on=person, person=person, after={"ended": ended}
        )
    return ended


@transaction.atomic
def end_one(person: Person, *, pk: int, but: str | None = None) -> bool:
    """End one sign-in of `person`'s own by the id of its row, unless it has the key `but`.

    Answers whether there was one.
    """
    row = UserSession.objects.filter(user=person, pk=pk).exclude(session_key=but or "").first()
    if row is None:
        return False
    Session.objects.filter(session_key=row.session_key).delete()
    row.delete()
    audit.record("signing_in.signed_out", by=person, on=person, person=person, after={"ended": 1})
    return True
