"""Two people deal with a concern at the same moment."""

from __future__ import annotations

from functools import partial
from uuid import uuid4

import pytest
from django.db import connection

from approvals.concerns import adding, closing, handling, watching
from approvals.concerns.handling import ActError
from approvals.concerns.models import Act, Concern
from district_portal import audit
from tests.factories.concerns import pack_in_use, reported
from tests.races.together import together

pytestmark = [pytest.mark.django_db(transaction=True)]
What = Act.What
ROUNDS = 5


def test_of_two_who_close_at_once_one_does_and_the_other_hears_who(cast):
    for _ in range(ROUNDS):
        concern = reported(cast.lou)
        answers = together(
            [
                partial(closing.close, concern, by=by, outcome="Settled", once=uuid4())
                for by in (cast.pat, cast.ada)
            ]
        )
        kinds = sorted(type(answer).__name__ for answer in answers)
        assert kinds == ["Act", "ActError"]
        refused = next(answer for answer in answers if isinstance(answer, ActError))
        assert "closed it" in str(refused)
        assert concern.acts.filter(what=What.CLOSED).count() == 1


def test_one_form_sent_twice_at_once_is_one_act(cast):
    for _ in range(ROUNDS):
        concern, once = reported(cast.lou), uuid4()
        answers = together(
            [partial(handling.record, What.NOTED, concern, by=cast.pat, text="A note", once=once)]
            * 4
        )
        assert len({answer.pk for answer in answers}) == 1
        assert audit.history(concern).filter(act="concerns.acted").count() == 1


def test_two_first_looks_at_once_are_one_reading_and_start_each_clock_once(cast):
    pack_in_use(by=cast.ada)
    for _ in range(ROUNDS):
        concern = reported(cast.lou, kind=Concern.Kind.CONDUCT, about=cast.gus)
        looks = [partial(watching.look, concern, by=by) for by in (cast.pat, cast.ada)] * 2
        together(looks)
        assert audit.history(concern).filter(act="concerns.read").count() == 1
        assert audit.history(concern).filter(act="concerns.looked").count() == 3
        assert concern.clocks.count() == 2


def test_one_person_added_twice_at_once_is_seated_once(cast):
    for _ in range(ROUNDS):
        concern = reported(cast.lou)
        answers = together(
            [
                partial(adding.add, concern, cast.hana, by=by, reason="Why", once=uuid4())
                for by in (cast.pat, cast.ada)
            ]
        )
        assert sorted(type(answer).__name__ for answer in answers) == ["Act", "ActError"]
        assert concern.receivers.filter(person=cast.hana, ended_at=None).count() == 1


def test_who_is_taken_off_while_they_act_does_so_before_or_not_at_all(cast):
    for _ in range(ROUNDS):
        concern = reported(cast.lou)
        adding.add(concern, cast.hana, by=cast.pat, reason="Why", once=uuid4())
        seat = concern.receivers.get(person=cast.hana)
        removed, acted = together(
            [
                partial(adding.remove, seat, by=cast.pat, reason="Done", once=uuid4()),
                partial(
                    handling.record, What.NOTED, concern, by=cast.hana, text="A note", once=uuid4()
                ),
            ]
        )
        assert isinstance(removed, Act)
        assert isinstance(acted, Act | Concern.DoesNotExist)
        if isinstance(acted, Act):
            assert acted.pk < removed.pk


def test_a_close_and_a_reopening_at_once_leave_it_in_one_state(cast):
    for _ in range(ROUNDS):
        concern = reported(cast.lou)
        closing.close(concern, by=cast.pat, outcome="Settled", once=uuid4())
        together(
            [
                partial(closing.reopen, concern, by=cast.pat, reason="More", once=uuid4()),
                partial(closing.close, concern, by=cast.ada, outcome="Again", once=uuid4()),
            ]
        )
        now = Concern.objects.get(pk=concern.pk)
        assert (now.state == "closed") == (now.closed_at is not None)
        last = now.acts.filter(what__in=["closed", "reopened"]).order_by("-pk").first()
        assert (last.what == What.CLOSED) == (now.state == "closed")
    connection.close()
