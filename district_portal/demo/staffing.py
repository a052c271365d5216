"""The people of the demo district: about 350, in six buildings and three departments."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from accounts import adding, arranging_places, delegating, moving, roles
from accounts.models import Delegation, Person, Place, Posting
from district_portal.demo import people_names
from district_portal.district.current import today
from district_portal.permissions import Role

TOP = "District Office"
CLOSED = "Mill Street Annex"
OPENED = dt.date(2019, 7, 1)
EVERY_NTH_ON_LEAVE = 61
EVERY_NTH_LEFT = 47
ROLES = {
    "District Administrator": Role.DISTRICT_ADMINISTRATOR,
    "Technology Coordinator": Role.TECHNOLOGY_COORDINATOR,
    "Administrative Assistant": Role.POLICY_ADMINISTRATOR,
    "Human Resources Specialist": Role.HR,
    "Business Manager": Role.AUDITOR,
    "Director of Student Services": Role.TITLE_IX_COORDINATOR,
}
HR_AT = "Cedar Landing Middle School"
"""Where the school’s secretary does what human resources do, for that school alone."""
AWAY_AT = "Heron Street Elementary School"
"""Whose principal is away, with the counselor in their place."""
ANSWER_DAYS, AWAY_DAYS = 10, 12


@dataclass
class _Names:
    """Hands out names and employee numbers, one after the other."""

    pairs: list[tuple[str, str]]
    given: int = 0

    def enter(self, *, in_sheet: bool = True) -> Person:
        first, last = self.pairs[self.given]
        self.given += 1
        return Person.objects.enter(
            given_name=first,
            family_name=last,
            email=people_names.email_for(first, last),
            number=f"{1000 + self.given}" if in_sheet else None,
        )


def staff() -> None:
    """Enter every place and person of the demo, with postings, heads and roles."""
    plans = people_names.places()
    names = _Names(people_names.full_names(sum(plan.people for plan in plans) + 1))
    top_plan = next(plan for plan in plans if plan.name == TOP)
    top = Place.objects.create(name=TOP, kind=Place.Kind.DISTRICT)
    superintendent = names.enter()
    _head(top, superintendent, top_plan.head, None)
    _fill(top_plan, top, superintendent, names)
    for plan in plans:
        if plan is top_plan:
            continue
        school = plan.kind == "building" and "School" in plan.name
        place = Place.objects.create(
            name=plan.name,
            kind=Place.Kind.SCHOOL if school else Place.Kind.DEPARTMENT,
            parent=top,
        )
        head = names.enter()
        _head(place, head, plan.head, superintendent)
        _fill(plan, place, head, names)
    president = names.enter(in_sheet=False)
    roles.appoint(president, role=Role.BOARD_OFFICER, by=None, since=OPENED)
    _appoint()


def _head(place: Place, person: Person, position: str, above: Person | None) -> None:
    moving.hire(
        person, place=place, position=position, supervisor=above, by=None, since=OPENED, tell=False
    )
    place.head = person
    place.save(update_fields=["head"])


def _fill(plan: people_names.PlaceToStaff, place: Place, head: Person, names: _Names) -> None:
    hired = [(position, "employee") for position, count in plan.staff.items() for _ in range(count)]
    hired += [("School volunteer", "volunteer")] * plan.volunteers
    for position, kind in hired:
        person = names.enter()
        moving.hire(
            person,
            place=place,
            position=position,
            kind=kind,
            supervisor=head,
            by=None,
            since=OPENED + dt.timedelta(days=names.given * 5),
            tell=False,
        )


def _appoint() -> None:
    for position, role in ROLES.items():
        holder = Person.objects.filter(postings__position=position).order_by("number").first()
        assert holder is not None  # noqa: S101 – the plan has each of these positions
        roles.appoint(holder, role=role, by=None, since=OPENED)
    school = Place.objects.get(name=HR_AT)
    roles.appoint(hr_clerk(), role=Role.HR, by=None, since=OPENED, place=school)


def hr_clerk() -> Person:
    """The secretary who does human resources for one school."""
    held = Posting.objects.filter(place__name=HR_AT, position="School Secretary")
    return held.select_related("person").order_by("person__number")[0].person


def some_act_for_others() -> None:
    """A principal is away and acted for; the District Administrator asks for some days to come."""
    day = today()
    place = Place.objects.select_related("head").get(name=AWAY_AT)
    counselor = Posting.objects.get(place=place, position="School Counselor", until=None).person
    administrator = roles.holders(Role.DISTRICT_ADMINISTRATOR).get()
    technology = roles.holders(Role.TECHNOLOGY_COORDINATOR).get()
    assert place.head is not None  # noqa: S101 – every place of the plan has one
    accepted = delegating.delegate(
        place.head,
        to=counselor,
        matters=Delegation.Matter.values,
        since=day,
        until=day + dt.timedelta(days=AWAY_DAYS),
        by=place.head,
        note="I am at the county’s conference and then on vacation.",
    )
    delegating.accept(accepted[0], by=counselor)
    delegating.delegate(
        administrator,
        to=technology,
        matters=[Delegation.Matter.REQUESTS],
        since=day + dt.timedelta(days=ANSWER_DAYS),
        until=day + dt.timedelta(days=ANSWER_DAYS + AWAY_DAYS),
        by=administrator,
    )


def some_go() -> None:
    """A few go on leave, a few leave, after they were asked to sign."""
    kept = Person.objects.filter(grants__isnull=True, heads__isnull=True, number__isnull=False)
    others = list(kept.order_by("number"))
    for person in others[EVERY_NTH_ON_LEAVE // 2 :: EVERY_NTH_ON_LEAVE]:
        moving.move(person, by=None, on=today() - dt.timedelta(days=40), on_leave=True, tell=False)
    for person in others[EVERY_NTH_LEFT // 2 :: EVERY_NTH_LEFT]:
        moving.leave(person, by=None, last_day=today() - dt.timedelta(days=21))


def some_change() -> None:
    """A transfer is planned, a leave ends on a known day, somebody has two jobs, a place closed."""
    top = Place.objects.get(name=TOP)
    old = arranging_places.open_place(name=CLOSED, kind=Place.Kind.DEPARTMENT, parent=top, by=None)
    arranging_places.close(old, by=None, on=today() - dt.timedelta(days=200))
    schools = list(Place.objects.filter(kind=Place.Kind.SCHOOL).order_by("pk"))
    mover, second = a_teacher(schools[0].name, skip=-1), a_teacher(schools[0].name, skip=-2)
    moving.move(
        mover,
        by=None,
        on=today() + dt.timedelta(days=24),
        place=schools[-1],
        supervisor=schools[-1].head,
    )
    adding.add(
        second,
        place=schools[-1],
        position="Debate coach",
        supervisor=schools[-1].head,
        by=None,
        since=today() - dt.timedelta(days=60),
    )
    away = Posting.objects.current().filter(on_leave=True).order_by("pk").first()
    if away:
        moving.return_from_leave(away.person, by=None, on=today() + dt.timedelta(days=12))


def a_teacher(place_name: str, *, skip: int = 0) -> Person:
    """A teacher at work in that building, the first by number unless some are skipped.

    A `skip` below zero counts from the last.
    """
    held = Posting.objects.current().filter(
        place__name=place_name, position="Teacher", on_leave=False
    )
    return list(held.select_related("person").order_by("person__number"))[skip].person


def volunteer() -> Person:
    """A volunteer."""
    held = Posting.objects.current().filter(kind=Posting.Kind.VOLUNTEER, on_leave=False)
    return held.select_related("person").order_by("person__number")[0].person
