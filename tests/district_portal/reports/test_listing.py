"""The list on the page: in which orders it can be had, and how far it goes."""

import datetime as dt

import pytest

from district_portal.district.current import today
from district_portal.reports import views
from policies.acknowledgments.models import Assignment
from tests.factories.acknowledgments import required
from tests.factories.policies import published

pytestmark = pytest.mark.django_db


@pytest.fixture
def hr(cast, client):
    """HR's browser, in a district where everybody must sign two policies, due on several days."""
    for code in ("529", "511"):
        required(published(code, f"Policy {code}"))
    for number, row in enumerate(Assignment.objects.order_by("pk")):
        Assignment.objects.filter(pk=row.pk).update(
            due_on=today() + dt.timedelta(days=number * 7 % 5)
        )
    client.force_login(cast.hana)
    return client


KEYS = {
    "name": lambda row: row.person.sort_name,
    "place": lambda row: (row.place is None, row.place, row.person.sort_name),
    "policy": lambda row: (row.code, row.person.sort_name),
    "due": lambda row: (row.due, row.person.sort_name),
}


@pytest.mark.parametrize("name", KEYS)
def test_the_list_can_be_had_in_every_order_and_its_reverse(hr, name):
    upward = list(hr.get("/reports/", {"sort": name}).context["rows"])
    keys = [KEYS[name](row) for row in upward]
    assert len(keys) == Assignment.objects.count()
    assert keys == sorted(keys)
    assert len(set(keys)) > 2
    downward = list(hr.get("/reports/", {"sort": f"-{name}"}).context["rows"])
    assert downward == upward[::-1]


def test_of_a_very_long_list_the_first_rows_are_shown_by_name_and_it_says_so(hr, monkeypatch):
    monkeypatch.setattr(views, "SORTABLE", 5)
    monkeypatch.setattr(views, "LISTED", 3)
    by_name = list(hr.get("/reports/", {"policy": "529"}).context["rows"])[:3]
    page = hr.get("/reports/", {"policy": "529", "sort": "due"})
    assert list(page.context["rows"]) == by_name
    total = page.context["total"]
    assert total > 5
    assert f"{total} rows" in page.text
    assert "The list shows the first 3, by name" in page.text
    assert "sort=due" not in page.text


def test_a_list_that_can_be_sorted_does_not_say_so(hr):
    page = hr.get("/reports/", {"policy": "529"})
    assert "The list shows the first" not in page.text
    assert "sort=due" in page.text
