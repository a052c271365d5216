"""Who acts when somebody is missing, absent or gone, or has left a matter to another.

In this order: the delegate, the head of the building, then a District Administrator, then the
Board officer. Whoever of these has a delegate is acted for by the delegate; what a delegate was
left is not left on, so that a chain or a ring of delegations ends after one step. What the
District Administrator asks for is for those above alone: there no delegation holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import CharField, Exists, OuterRef, QuerySet, Subquery, Value
from django.utils.translation import gettext as _

from accounts.models import Delegation, Person, Posting
from accounts.roles import holders
from accounts.supervising import above, supervisor_of
from district_portal.district import wording
from district_portal.permissions import Role
from district_portal.ui.dates import date_in_words

Matter = Delegation.Matter
NOBODY_ELSE = ""
"""In place of a matter: it is left to no delegate."""


@dataclass(frozen=True)
class Standing:
    """Who acts, for whom when standing in, and why, in words for the requester."""

    person: Person
    stands_in_for: Person | None = None
    why: str = ""
    delegated: bool = False


def who_acts(
    people: Iterable[Person], *, matter: str = Matter.REQUESTS, but: Person | None = None
) -> list[Standing]:
    """Who acts today for each of `people`: they or their delegate, everybody once, in that order.

    Left out are those who are absent and have no delegate who is there. `but` is whose matter it
    is: neither they nor a delegate of theirs acts on it. One statement for all, a second one where
    somebody has a delegate.
    """
    asked = [person for person in people if person != but]
    absent, delegations = _presence(asked, matter)
    found: dict[int, Standing] = {}
    for person in asked:
        standing = None
        delegation = delegations.get(person.pk)
        if delegation and delegation.delegate != but:
            standing = _by_delegate(delegation, person)
        elif person.is_active and person.pk not in absent:
            standing = Standing(person)
        if standing and (standing.person.pk not in found or not standing.delegated):
            found[standing.person.pk] = standing
    return list(found.values())


def acting_supervisor(
    requester: Person,
    *,
    posting: Posting | None = None,
    matter: str = Matter.REQUESTS,
    leads: bool | None = None,
) -> Standing | None:
    """Who acts as supervisor of `requester` today, never the requester themselves.

    For the District Administrator that is the Board officer, and never somebody below.
    `posting` is the one that the matter concerns, the primary one unless given; `leads` whether
    the requester is District Administrator, where that is known already. None only when nobody at
    all is left.
    """
    if leads is None:
        leads = holders(Role.DISTRICT_ADMINISTRATOR).filter(pk=requester.pk).exists()
    posting = None if leads else posting or requester.posting
    matter = NOBODY_ELSE if leads else matter
    named = above(requester) if leads else supervisor_of(requester, posting=posting)
    for standing in who_acts([named] if named else [], matter=matter, but=requester):
        return standing
    why = _why_missing(named)
    for person, role in _in_order(posting):
        if person in (requester, named):
            continue
        for standing in who_acts([person], matter=matter, but=requester):
            words = _("%(why)s %(role)s acts instead.") % {"why": why, "role": role}
            return replace(
                standing,
                stands_in_for=named or standing.stands_in_for,
                why=f"{words} {standing.why}".strip(),
            )
    return None


def with_presence(people: QuerySet[Person], *, matter: str = Matter.REQUESTS) -> QuerySet[Any]:
    """`people`, read with what `who_acts` asks of them for `matter`: it then asks nothing more."""
    left_to = Delegation.objects.current().filter(person=OuterRef("pk"), matter=matter)
    return people.annotate(
        is_away=away_today("pk"),
        left_to=Subquery(left_to.values("pk")[:1]),
        known_for=Value(matter, CharField()),
    )


def away_today(person: str) -> Exists:
    """Whether somebody is on leave today, inside a query; `person` is the column with their id."""
    rows = Posting.objects.current().filter(person=OuterRef(person), primary=True, on_leave=True)
    return Exists(rows)


def _presence(people: list[Person], matter: str) -> tuple[set[int], dict[int, Delegation]]:
    """Ids of those on leave, and person id → the delegation that holds today, if it can act."""
    unknown = [person.pk for person in people if getattr(person, "known_for", None) != matter]
    rows: list[Any] = [person for person in people if person.pk not in unknown]
    if unknown:
        rows += with_presence(Person.objects.filter(pk__in=unknown).only("pk"), matter=matter)
    absent = {row.pk for row in rows if row.is_away}
    delegated = [row.left_to for row in rows if row.left_to]
    if not delegated:
        return absent, {}
    on_leave = Posting.objects.current().filter(primary=True, on_leave=True)
    able = Delegation.objects.filter(pk__in=delegated, delegate__is_active=True)
    able = able.exclude(delegate__in=on_leave.values("person"))
    return absent, {row.person_id: row for row in able.select_related("delegate")}


def _by_delegate(delegation: Delegation, person: Person) -> Standing:
    day = date_in_words(delegation.until, style="long")
    why = _("%(delegate)s acts for %(name)s until %(day)s.")
    told = {"delegate": delegation.delegate, "name": person, "day": day}
    return Standing(delegation.delegate, person, why % told, delegated=True)


def _why_missing(named: Person | None) -> str:
    if named is None:
        return _("No %(supervisor)s is entered.") % {"supervisor": wording.supervisor()}
    if not named.is_active:
        return _("%(name)s has left.") % {"name": named}
    return _("%(name)s is on leave.") % {"name": named}


def _in_order(posting: Posting | None) -> Iterator[tuple[Person, str]]:
    place = posting.place if posting else None
    while place:
        if place.head:
            yield place.head, _("The head of %(place)s") % {"place": place}
        place = place.parent
    for person in holders(Role.DISTRICT_ADMINISTRATOR):
        yield person, _("The %(administrator)s") % {"administrator": wording.administrator()}
    for person in holders(Role.BOARD_OFFICER):
        yield person, _("The Board officer")
