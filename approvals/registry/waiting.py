"""The accounts for which a person has something to do now."""

from __future__ import annotations

from typing import Any

from django.db.models import Case, Count, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from accounts.models import Person
from approvals.registry import certifying, handing_over, parents_due
from approvals.registry.models import Account
from district_portal.permissions import Role


def reasons(person: Person) -> dict[str, Q]:
    """Why an account waits for `person`, by name.

    `tells_parents`: it is theirs, and parents must be told, or told again. `hands_over`: they must
    say how it goes on, since somebody is gone. `certifies`: it is theirs, and its check waits.
    """
    return {
        "tells_parents": Q(pk__in=parents_due.asked_of(person).values("pk")),
        "hands_over": handing_over.open_for(person),
        "certifies": Q(owner=person) & certifying.waiting(),
    }


def waiting_for(person: Person) -> QuerySet[Account]:
    """Each account that waits for `person`, for any of `reasons`."""
    return _near(person).filter(_any(reasons(person)))


def _waiting_twice(person: Person) -> QuerySet[Account]:
    """Those which they must hand over and of which they must tell parents or do the check."""
    why = reasons(person)
    other = why["tells_parents"] | why["certifies"]
    return _near(person).filter(why["hands_over"], other)


def _waiting_of_owner(person: Person) -> QuerySet[Account]:
    """Those of which they must both tell parents and do the check."""
    why = reasons(person)
    return _near(person).filter(why["tells_parents"], why["certifies"])


waiting_again = (_waiting_twice, _waiting_of_owner)
"""An account stands on My tasks once for each reason; these count it for the second and third."""


def overdue_in_the_district(person: Person) -> QuerySet[Account]:
    """For a District Administrator: the account overdue longest, which stands for all of them."""
    if Role.DISTRICT_ADMINISTRATOR not in person.standing.everywhere:
        return Account.objects.none()
    return Account.objects.filter(pk=_longest_overdue())


def told_on_my_tasks(person: Person) -> QuerySet[Account, dict[str, Any]]:
    """The same, each with its reasons, and with when notice and yearly check are due.

    A District Administrator finds besides, at the account overdue longest, how many are overdue in
    the district: `late_in_all`, else 0.
    """
    why = reasons(person)
    told: dict[str, Any] = {
        name: Case(When(reason, then=True), default=False) for name, reason in why.items()
    }
    told["late_in_all"] = Value(0)
    if Role.DISTRICT_ADMINISTRATOR in person.standing.everywhere:
        late = certifying.overdue()
        why["leads"] = Q(pk=_longest_overdue())
        counted = late.order_by().annotate(all=Value(1)).values("all").annotate(n=Count("pk"))
        count = Coalesce(Subquery(counted.values("n")), 0)
        told["late_in_all"] = Case(When(why["leads"], then=count), default=0)
    check = certifying.open_checks().filter(account=OuterRef("pk"))
    told["check_due_on"] = Subquery(check.values("due_on")[:1])
    notice = parents_due.asked_of(person).filter(pk=OuterRef("pk"))
    told["notice_due_on"] = Subquery(notice.values("due_on")[:1])
    rows = _near(person, leads="leads" in why).filter(_any(why)).annotate(**told)
    return rows.order_by("approved_at", "pk").values("pk", "name", "state", *told)


def _longest_overdue() -> Subquery:
    return Subquery(certifying.overdue().order_by("due_on", "pk").values("account")[:1])


def _near(person: Person, *, leads: bool = False) -> QuerySet[Account]:
    """The few accounts that can wait for `person` at all, found by indexes.

    Those they own or must hand over; with `leads` also the one that is overdue longest.
    """
    near = Account.objects.filter(owner=person).order_by().values("pk")
    ids: list[QuerySet[Any, Any]] = [
        handing_over.open_ones().filter(actor=person).order_by().values("account")
    ]
    if leads:
        ids.append(certifying.overdue().order_by("due_on", "pk").values("account")[:1])
    return Account.objects.filter(pk__in=near.union(*ids))


def _any(why: dict[str, Q]) -> Q:
    found = Q()
    for reason in why.values():
        found |= reason
    return found
