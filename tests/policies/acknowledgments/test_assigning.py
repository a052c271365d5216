from __future__ import annotations

import datetime as dt

import pytest

from accounts import moving
from accounts.models import Person
from district_portal import audit
from policies.acknowledgments import assigning, requiring
from policies.acknowledgments.models import Assignment
from tests.factories.acknowledgments import required, signed
from tests.factories.policies import published

pytestmark = pytest.mark.django_db


def open_people(version) -> set[str]:
    return {
        assignment.person.given_name
        for assignment in Assignment.objects.open().filter(version=version)
    }


def why(person, version) -> str:
    return Assignment.objects.get(person=person, version=version).ended_why


def test_everyone_at_work_is_asked_but_not_who_is_on_leave_gone_or_on_the_board(cast):
    version = published("511", "Conduct")
    required(version)
    everybody = {person.given_name for person in cast.people().values()}
    assert open_people(version) == everybody - {"Mia", "Lena", "Bea"}
