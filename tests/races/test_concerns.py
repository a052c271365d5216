"""Concerns sent, brought up and seated at the same moment."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest

from accounts import moving
from approvals.concerns import escalating, reporting, reseating
from approvals.concerns.models import Concern, Receiver, Statement
from approvals.concerns.reporting import SentError
from district_portal.mailing.models import Message
from tests.factories import concerns as factory
from tests.races.together import together

pytestmark = pytest.mark.django_db(transaction=True)


def failures(results):
    return [result for result in results if isinstance(result, Exception)]


def test_one_form_saved_ten_times_is_one_draft(cast):
    once = uuid.uuid4()
    files = [("a.jpg", factory.picture())]
    results = together([lambda: factory.drafted(cast.lou, once=once, files=files)] * 10)
    assert failures(results) == []
    assert Concern.objects.get().draft_files.count() == 1


def test_one_draft_sent_ten_times_is_sent_once(cast):
    draft = factory.drafted(cast.lou)
    results = together([lambda: reporting.send(draft, by=cast.lou)] * 10)
    assert failures(results) == []
    assert {concern.number for concern in results} == {Concern.objects.get().number}
    assert Statement.objects.count() == Message.objects.count() == Receiver.objects.count() == 1


@pytest.mark.parametrize("_round", range(3))
def test_a_draft_is_thrown_away_or_sent_and_never_both(cast, _round):
    draft = factory.drafted(cast.lou, files=[("a.jpg", factory.picture())])
    discarded, sent = together(
        [
            lambda: reporting.discard(draft, by=cast.lou),
            lambda: reporting.send(draft, by=cast.lou),
        ]
    )
    if Concern.objects.exists():
        assert isinstance(discarded, SentError)
        assert Receiver.objects.filter(ended_at=None).count() == 1
    else:
        assert isinstance(sent, Concern.DoesNotExist)
        assert not Message.objects.exists()


@pytest.mark.parametrize("_round", range(3))
def test_what_is_sent_while_its_receiver_goes_reaches_somebody_who_is_there(cast, _round):
    draft = factory.drafted(cast.lou)
    together(
        [
            lambda: reporting.send(draft, by=cast.lou),
            lambda: moving.go_on_leave(cast.pat, by=None),
        ]
    )
    reseating.check()
    assert factory.receivers(Concern.objects.get()) == {cast.ada}


def test_ten_clocks_bring_it_up_once(cast):
    concern = factory.reported(cast.lou, kind="communication")
    late = concern.sent_at + dt.timedelta(hours=4)
    together([lambda: escalating.escalate(at=late)] * 10)
    concern.refresh_from_db()
    assert concern.level == 2
    assert Message.objects.count() == 3
    assert Receiver.objects.count() == 2
