"""Two clocks that strike at once tell nobody anything twice."""

from __future__ import annotations

from collections import Counter

import pytest

from district_portal import audit
from district_portal.mailing.models import Message
from district_portal.reminders import digest, escalating
from tests.district_portal.reminders.conftest import moment
from tests.factories.acknowledgments import required
from tests.factories.policies import published
from tests.races.together import together

pytestmark = pytest.mark.django_db(transaction=True)
ASKED, LATE = moment(9, 14), moment(10, 13)


@pytest.fixture
def requirement(cast):
    version = published("529", "Staff Use of Social Media", by=cast.polly, at=ASKED)
    return required(version, by=cast.polly, at=ASKED)


def test_several_beats_send_one_digest_a_person(requirement):
    answers = together([lambda: digest.remind(at=ASKED)] * 6)
    assert [answer for answer in answers if isinstance(answer, Exception)] == []
    told = Counter(Message.objects.values_list("person", flat=True))
    assert set(told.values()) == {1}
    assert sum(answers) == len(told) == requirement.assignments.open().count()
    assert sum(act.after["people"] for act in audit.events(act="reminders.queued")) == len(told)


def test_several_beats_tell_each_supervisor_and_human_resources_once(requirement):
    tellers = [escalating.tell_supervisors, escalating.tell_hr] * 3
    answers = together([lambda tell=tell: tell(at=LATE) for tell in tellers])
    assert [answer for answer in answers if isinstance(answer, Exception)] == []
    assert Message.objects.exists()
    assert set(Counter(Message.objects.values_list("name", "person")).values()) == {1}
