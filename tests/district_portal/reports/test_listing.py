"""The list on the page: in which orders it can be had, and how far it goes."""

import csv
import datetime as dt

import pytest

from accounts import moving
from district_portal.district.current import today
from district_portal.reports.views import acknowledgments as views
from policies.acknowledgments import closing
from policies.acknowledgments.models import Assignment
from policies.models import Version
from tests.factories.acknowledgments import required, signed
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


def test_who_left_or_was_asked_for_an_older_version_is_shown_without_a_record(hr, cast):
    moving.leave(cast.val, by=None)
    published("529", "Policy 529", asks_again="everyone")
    closing.refuse(
        Assignment.objects.open().get(person=cast.lou, version__code="511"),
        by=cast.hana,
        witness=cast.otto,
        refused_on=today(),
        statement="Lou said no.",
    )
    left = hr.get("/reports/", {"with_left": "on", "status": "closed"})
    assert "Left the district" in left.text
    assert left.text.count("/closings/") == 1
    assert "left without signing" in left.text
    assert left.context["finding"].rows("closed") == len(left.context["rows"])
    older = hr.get("/reports/", {"policy": "529", "version": "1"})
    assert "Superseded" in older.text
    assert "were not signed before a newer version came" in older.text


def test_a_signature_under_another_name_is_pointed_out(hr, cast):
    version = Version.objects.get(code="529", state="in_force")
    signed(cast.lou, version, typed_name="Pat Novak")
    signed(cast.gus, version)
    assert hr.get("/reports/", {"status": "signed"}).text.count(">Another name typed</span>") == 1
    lines = list(
        csv.DictReader(
            hr.get("/reports/acknowledgments.csv").content.decode("utf-8-sig").splitlines()
        )
    )
    assert [line["Another name typed"] for line in lines if line["Another name typed"]] == [
        "Pat Novak"
    ]


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
