from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.utils import timezone

from district_portal.district.current import school_year_bounds, today, zone
from policies.acknowledgments import assigning, packing
from policies.acknowledgments.coming_year import coming_year
from policies.acknowledgments.models import Assignment
from policies.publication.rescinding import rescind
from tests.factories.acknowledgments import cost, required, sign_in, signed
from tests.factories.policies import published

pytestmark = pytest.mark.django_db

PAGE = "/requirements/next-school-year/"
YEARLY = {"cycle": "school_year"}


def first_moment():
    """Noon of the next school year's first day."""
    begins = school_year_bounds()[1] + dt.timedelta(days=1)
    return dt.datetime.combine(begins, dt.time(12), tzinfo=zone())


def test_what_it_tells_is_what_the_new_year_asks(cast):
    phones, pages, once = (published(code, code) for code in ("540", "529", "533"))
    required(phones, people=[cast.lou, cast.gus], due_days=30, **YEARLY)
    required(pages, people=[cast.lou], due_on=dt.date(2026, 9, 1), **YEARLY)
    required(once, everyone=True)
    signed(cast.lou, phones)
    told = coming_year()
    assert (told.people, told.signatures) == (2, 3)
    with time_machine.travel(first_moment()):
        assigning.begin_day(at=timezone.now())
        rows = Assignment.objects.open().filter(cycle=told.name)
        found = {(row.requirement_id, row.person_id, row.due_on) for row in rows}
    assert {(row.requirement.pk, row.due_on) for row in told.rows} == {
        (requirement, due) for requirement, _, due in found
    }
    assert len(found) == told.signatures
    assert min(row.assigned_on for row in rows) == told.begins


def test_a_rescinded_policy_and_an_ended_packet_ask_nobody(cast):
    phones, pages = (published(code, code) for code in ("540", "529"))
    required(phones, everyone=True, **YEARLY)
    packet = packing.pack("Year", [pages.policy], by=None, everyone=True, **YEARLY)
    assert coming_year().signatures == 22
    packing.end(packet, by=None)
    rescind(phones.policy, on=today(), reason="Gone.", by=cast.polly)
    told = coming_year()
    assert (told.people, told.rows) == (0, [])


def test_the_page_tells_it_and_leads_to_where_it_is_changed(client, cast):
    sign_in(client, cast.polly)
    assert "Nothing is signed each school year" in client.get(PAGE).text
    packing.pack("Year", [published("540", "Phones").policy], by=None, everyone=True, **YEARLY)
    seen = " ".join(client.get(PAGE).text.split())
    assert "11 people are asked again, for 11 signatures in all." in seen
    assert "Change the packet" in seen
    sign_in(client, cast.hana)
    assert "Change the packet" not in client.get(PAGE).text


@pytest.mark.thorough
def test_the_page_asks_as_often_for_many_as_for_one(client, cast):
    sign_in(client, cast.polly)
    required(published("540", "Phones"), everyone=True, **YEARLY)
    few = cost(client, PAGE)
    for number in range(5):
        required(published(f"6{number}", "More"), places=[cast.northside], **YEARLY)
    assert cost(client, PAGE) == few
