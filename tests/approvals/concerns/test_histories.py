"""Random histories: a concern always reaches somebody, and never whom it is about.

Who is there is worked out here in plain Python.
"""

from __future__ import annotations

import datetime as dt
from contextlib import suppress
from uuid import uuid4

import pytest
import time_machine
from django.db import transaction
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from accounts import arranging_places, delegating, moving, roles, turning
from accounts.models import Delegation, Person, Place, Posting, RoleGrant
from accounts.settling import NotPossibleError
from approvals.concerns import closing, escalating, reporting, reseating, supplying
from approvals.concerns.models import Concern, Receiver
from approvals.concerns.permissions import State
from district_portal.district.current import today
from district_portal.permissions import Role, visible
from tests.factories import concerns as factory
from tests.factories.roles import dismiss

pytestmark = pytest.mark.django_db

NAMES = ("lou", "gus", "val", "pat", "theo", "tom", "ada", "bea", "polly")
SOMEBODY = st.sampled_from(NAMES)
PLACES = st.sampled_from(["northside", "transportation", "district"])
KINDS = st.sampled_from(list(Concern.Kind))
STEPS = st.one_of(
    st.tuples(st.just("report"), SOMEBODY, st.one_of(st.none(), SOMEBODY), PLACES, KINDS),
    st.tuples(st.just("report"), SOMEBODY, SOMEBODY, PLACES, KINDS),
    st.tuples(st.sampled_from(["leave_of_absence", "return", "leave"]), SOMEBODY),
    st.tuples(st.just("transfer"), SOMEBODY, PLACES),
    st.tuples(
        st.sampled_from(["appoint", "dismiss"]),
        SOMEBODY,
        st.sampled_from(["district_administrator", "board_officer"]),
        SOMEBODY,
    ),
    st.tuples(
        st.sampled_from(["appoint", "dismiss"]),
        SOMEBODY,
        st.sampled_from(["district_administrator", "board_officer"]),
    ),
    st.tuples(st.just("head"), SOMEBODY, PLACES),
    st.tuples(st.just("delegate"), SOMEBODY, SOMEBODY, st.sampled_from(["concerns", "requests"])),
    st.tuples(st.sampled_from(["read", "close", "reopen", "tell_more"]), SOMEBODY),
    st.tuples(st.just("wait"), st.integers(1, 80)),
)
ABOUT_THE_ONLY_HEAD_WHO_STANDS_IN = [
    ("delegate", "bea", "pat"),
    ("report", "lou", "pat", "northside", "conduct"),
    ("leave_of_absence", "ada"),
    ("wait", 30),
]
THE_LEADER_ABOUT_THE_OFFICER_WHO_GOES = [
    ("appoint", "polly", "district_administrator"),
    ("report", "ada", "bea", "district", "conduct"),
    ("dismiss", "polly", "district_administrator"),
    ("leave", "bea"),
    ("wait", 9),
]
THE_LEADER_WHO_GIVES_THE_OFFICE_ABOVE_THEM = [
    ("report", "lou", "ada", "northside", "conduct"),
    ("dismiss", "bea", "board_officer", "ada"),
    ("appoint", "polly", "board_officer", "ada"),
    ("appoint", "tom", "district_administrator", "ada"),
    ("dismiss", "ada", "district_administrator", "ada"),
]
REQUESTS_ALONE_ARE_LEFT_TO_A_VOLUNTEER = [
    ("delegate", "pat", "val", "requests"),
    ("report", "lou", None, "northside", "conduct"),
]
CLOSED_BEFORE_THE_HEAD_WENT = [
    ("report", "lou", None, "transportation", "conduct"),
    ("close", "pat"),
    ("leave", "theo"),
]
OPENED_AGAIN_BY_SOMEBODY_ELSE = [
    ("report", "lou", None, "northside", "conduct"),
    ("read", "pat"),
    ("close", "pat"),
    ("reopen", "ada"),
    ("wait", 80),
]
READ_AND_THEN_MORE = [
    ("report", "lou", None, "northside", "conduct"),
    ("read", "pat"),
    ("tell_more", "lou"),
    ("leave", "pat"),
    ("wait", 80),
]
QUIET = settings(
    deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
NOON = dt.datetime(2026, 9, 14, 17, tzinfo=dt.UTC)


@pytest.mark.thorough
@settings(QUIET, max_examples=40)
@given(history=st.lists(STEPS, min_size=3, max_size=14))
@example(history=ABOUT_THE_ONLY_HEAD_WHO_STANDS_IN)
@example(history=THE_LEADER_ABOUT_THE_OFFICER_WHO_GOES)
@example(history=THE_LEADER_WHO_GIVES_THE_OFFICE_ABOVE_THEM)
@example(history=REQUESTS_ALONE_ARE_LEFT_TO_A_VOLUNTEER)
@example(history=CLOSED_BEFORE_THE_HEAD_WENT)
@example(history=OPENED_AGAIN_BY_SOMEBODY_ELSE)
@example(history=READ_AND_THEN_MORE)
def test_a_concern_always_reaches_somebody_and_never_whom_it_is_about(cast, history):
    tell(cast, history)


@pytest.mark.soak
@settings(QUIET, max_examples=1000)
@given(history=st.lists(STEPS, min_size=3, max_size=40))
def test_so_it_is_in_a_thousand_longer_histories(cast, history):
    tell(cast, history)


def tell(cast, history):
    with transaction.atomic(), time_machine.travel(NOON, tick=False) as clock:
        for act, *said in history:
            if act == "wait":
                clock.shift(dt.timedelta(hours=said[0]))
            happen(cast, act, *said)
            for concern in Concern.objects.filter(state=State.OPEN):
                look_at(concern)
            for concern in Concern.objects.exclude(state=State.DRAFT):
                look_whether_all_of_them_are_still_meant(concern)
        for concern in Concern.objects.exclude(state=State.DRAFT):
            look_through_the_eyes_of_whom_it_is_about(concern)
        transaction.set_rollback(True)


def happen(cast, act, first, *more):
    person = fresh(cast, first) if isinstance(first, str) else None
    if act == "report":
        report(cast, person, *more)
    elif act == "wait":
        turning.turn()
        reseating.check()
        escalating.escalate()
    elif act == "read":
        Receiver.objects.filter(person=person, ended_at=None, read_at=None).update(
            read_at=dt.datetime.now(tz=dt.UTC)
        )
    elif act == "delegate":
        delegate(person, fresh(cast, more[0]), *more[1:])
    elif act in ("close", "reopen", "tell_more"):
        {"close": close, "reopen": reopen, "tell_more": tell_more}[act](person)
    elif act in ("appoint", "dismiss"):
        settle_office(person, act, Role(more[0]), by=fresh(cast, more[1]) if more[1:] else None)
    elif act == "head":
        place = getattr(cast, more[0])
        place.refresh_from_db()
        with suppress(NotPossibleError):
            arranging_places.appoint_head(place, head=person, by=None)
    else:
        move(cast, person, act, *more)


def report(cast, person, about, place, kind):
    if not person.is_active:
        return
    subject = fresh(cast, about) if about else None
    draft = factory.drafted(person, about=subject, place=getattr(cast, place), kind=kind)
    try:
        reporting.send(draft, by=person)
    except reporting.NobodyToReceiveError:
        left = {pk for pk in in_charge() if pk not in (person.pk, subject and subject.pk)}
        assert not left, "somebody in office could have received it"


def settle_office(person, act, role, by):
    """Whoever gives an office gives nobody a look at what is about themselves."""
    about = Concern.objects.filter(about=by).exclude(state=State.DRAFT) if by else []
    before = {concern.pk: person in could_see(concern) for concern in about}
    with suppress(roles.LastAdministratorError, roles.LeftError):
        (roles.appoint if act == "appoint" else dismiss)(person, role=role, by=by)
    for concern in about if act == "appoint" else []:
        assert before[concern.pk] or person not in could_see(concern), "its subject chose them"


def close(person):
    concern = handled_by(person, State.OPEN)
    if concern:
        closing.close(concern, by=person, outcome="Settled", once=uuid4())


def reopen(person):
    """It is unread again to all but whoever opened it."""
    concern = handled_by(person, State.CLOSED)
    if concern:
        closing.reopen(concern, by=person, reason="New facts", once=uuid4())
        read = concern.receivers.filter(ended_at=None, read_at__isnull=False)
        assert not read.exclude(person=person), "it counts as read"


def tell_more(person):
    """It is unread again to all."""
    own = Concern.objects.filter(state=State.OPEN, reporter=person).order_by("pk").first()
    if own and person.is_active:
        supplying.tell_more(own, by=person, text="More", once=uuid4())
        assert not own.receivers.filter(ended_at=None, read_at__isnull=False), "it counts as read"


def handled_by(person, state):
    rows = visible(Concern.objects.filter(state=state), person, "concerns.handle")
    return rows.order_by("pk").first() if person.is_active else None


def move(cast, person, act, place=None):
    if person.posting is None:
        return
    if act == "transfer":
        moving.move(person, by=None, place=getattr(cast, place))
    elif act == "leave":
        with suppress(roles.LastAdministratorError, NotPossibleError):
            moving.leave(person, by=None, last_day=today() - dt.timedelta(days=1))
    else:
        moving.move(person, by=None, on_leave=act == "leave_of_absence")


def delegate(person, to, matter="concerns"):
    until = today() + dt.timedelta(days=3)
    with suppress(ValueError, delegating.OverError):
        rows = delegating.delegate(
            person, to=to, matters=[matter], since=today(), until=until, by=person
        )
        delegating.accept(rows[0], by=to)


def look_at(concern):
    """Somebody who may sign in receives it, if anybody could; neither subject nor reporter does."""
    seats = list(concern.receivers.filter(ended_at=None).select_related("person"))
    never = {concern.reporter_id, concern.about_id} - {None}
    assert not never & {seat.person_id for seat in seats}
    if in_charge(concern) - never:
        assert any(seat.person.is_active for seat in seats), "nobody receives it"
    elif not any(seat.person.is_active for seat in seats):
        assert concern in reseating.unreceived()
    for seat in seats:
        assert seat.stands_in_for_id not in never, "a delegate of theirs receives it"
        assert seat.person_id in {p.pk for p in could_see(concern)}


def look_whether_all_of_them_are_still_meant(concern):
    """Nobody receives it, open or closed, who by now has nothing to do with anybody's work."""
    if not in_charge(concern) - {concern.reporter_id, concern.about_id}:
        return
    supervise = Posting.objects.filter(supervisor__isnull=False).values_list("supervisor")
    head = Place.objects.filter(head__isnull=False).values_list("head")
    acting = Delegation.objects.current().filter(matter="concerns").values_list("delegate")
    meant = {pk for (pk,) in supervise.union(head, acting)} | in_charge()
    for seat in concern.receivers.filter(ended_at=None).select_related("person"):
        assert seat.person.is_active, "they left"
        assert seat.person_id in meant or seat.why == Receiver.Why.OFFICER
        if seat.stands_in_for:
            left = Delegation.objects.current().filter(person=seat.stands_in_for)
            assert left.filter(delegate=seat.person, matter="concerns"), "that was not left to them"


def could_see(concern):
    return [
        person
        for person in Person.objects.filter(is_active=True)
        if visible(Concern.objects.all(), person, "concerns.handle").filter(pk=concern.pk).exists()
    ]


def look_through_the_eyes_of_whom_it_is_about(concern):
    subject = concern.about
    if subject is None or not subject.is_active or subject == concern.reporter:
        return
    for permission in ("concerns.see", "concerns.handle", "concerns.report"):
        assert not visible(Concern.objects.all(), subject, permission).filter(pk=concern.pk)
    browser = Client()
    browser.force_login(subject)
    page = browser.get(reverse("concerns:concern", args=[concern.number]))
    assert page.status_code in (302, 404)


def in_charge(concern=None):
    """Ids of those who lead the district or stand above them, and may sign in.

    Without those who owe that to whom the concern is about.
    """
    rows = RoleGrant.objects.current().filter(
        role__in=[Role.DISTRICT_ADMINISTRATOR, Role.BOARD_OFFICER],
        place=None,
        person__is_active=True,
    )
    if concern and concern.about:
        rows = rows.exclude(granted_by=concern.about)
    return set(rows.values_list("person", flat=True))


def fresh(cast, name):
    return Person.objects.get(pk=getattr(cast, name).pk)
