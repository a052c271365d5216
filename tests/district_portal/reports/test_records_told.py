"""Number, maker and witness of a record are told to those who may see it: on the page, in files, to
programs, and by no order.
"""

from __future__ import annotations

import datetime as dt

import pytest
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from district_portal.district.current import today
from district_portal.reports import completion
from district_portal.reports.asking import Question
from district_portal.reports.exporting import export
from district_portal.reports.forms import asked
from district_portal.reports.ordering import SORTED
from policies.acknowledgments import closing
from policies.acknowledgments.models import Closing
from tests.district_portal.reports.test_exporting import sheet, workbook
from tests.factories.acknowledgments import required
from tests.factories.api import bearer
from tests.factories.policies import published

pytestmark = pytest.mark.django_db
TOLD = ("record", "closed_by", "witness")
HEADINGS = ("Closing record", "Closed by", "Witness")
CHOSEN = {"status": "closed", "columns": ["name", "status", *TOLD]}


@pytest.fixture
def records(cast):
    """Refusals of Val, before Theo, and of Gus, before Otto."""
    yesterday = timezone.now() - dt.timedelta(days=1)
    version = published("529", "Social Media", at=yesterday)
    required(version, by=cast.polly, at=yesterday)
    said = {"refused_on": today(), "statement": "No."}
    of = version.assignments.get
    return [
        closing.refuse(of(person=cast.gus), by=cast.hana, witness=cast.otto, **said),
        closing.refuse(of(person=cast.val), by=cast.pat, witness=cast.theo, **said),
    ]


def told_of(record):
    people = (record.closed_by, record.witness)
    names = (f"{person.family_name}, {person.given_name}" for person in people)
    return (record.number, *names)


def in_file(by, file_format="csv"):
    _form, question = asked(QueryDict("status=closed"), by=by)
    content = export(question, file_format=file_format, by=by)
    if file_format == "csv":
        return [tuple(row[name] for name in HEADINGS) for row in sheet(content)]
    heading, *lines = workbook(content)["Acknowledgments"].values
    return [tuple(line[heading.index(name)] or "" for name in HEADINGS) for line in lines]


def by_program(by, client):
    rows = client.get(reverse("api:assignments"), {"status": "closed"}, headers=bearer(by))
    return [tuple(row[name] or "" for name in TOLD) for row in rows.json()["rows"]]


def on_page(by, client, **more):
    client.force_login(by)
    page = client.get(reverse("reports:acknowledgments"), CHOSEN | more)
    rows = [{column.key: value for column, value in row.cells} for row in page.context["rows"]]
    return [tuple(row[name] or "" for name in TOLD) for row in rows], page


def test_whoever_may_see_the_records_is_told_everywhere(cast, client, records):
    expected = sorted(map(told_of, records))
    rows, page = on_page(cast.hana, client)
    assert sorted(rows) == expected
    assert page.text.count("/closings/") == 2
    assert sorted(in_file(cast.hana)) == sorted(in_file(cast.hana, "xlsx")) == expected
    assert sorted(by_program(cast.hana, client)) == expected


def test_whoever_may_not_see_them_is_told_nowhere(cast, client, records):
    nothing = [("", "", "")] * 2
    rows, page = on_page(cast.polly, client)
    assert rows == nothing
    assert "Refused" in page.text
    assert "/closings/" not in page.text
    assert not any(record.number in page.text for record in records)
    assert in_file(cast.polly) == in_file(cast.polly, "xlsx") == nothing
    assert by_program(cast.polly, client) == nothing


@pytest.mark.parametrize("key", TOLD)
def test_no_order_tells_it_either(cast, client, records, key):
    names = [row.name for row in on_page(cast.polly, client, sort="name")[1].context["rows"]]
    for sort in (key, f"-{key}"):
        page = on_page(cast.polly, client, sort=sort)[1]
        shown = [row.name for row in page.context["rows"]]
        assert shown == (names if sort == key else names[::-1])
    upward = on_page(cast.hana, client, sort=key)[0]
    place = TOLD.index(key)
    assert [row[place] for row in upward] == sorted(row[place] for row in upward)


def test_a_supervisor_is_told_of_the_records_of_their_people(cast, client, records):
    _of_gus, of_val = records
    rows, _page = on_page(cast.pat, client)
    assert rows == [told_of(of_val)]
    assert in_file(cast.pat) == [told_of(of_val)]


def test_of_their_own_record_everybody_is_told(cast, client, records):
    own = Closing.objects.filter(pk=records[0].pk)
    version = own.get().version
    mine = closing.refuse(
        version.assignments.get(person=cast.polly),
        by=cast.hana,
        witness=cast.theo,
        refused_on=today(),
        statement="No.",
    )
    assert [row for row in in_file(cast.polly) if row != ("", "", "")] == [told_of(mine)]


def test_with_sight_of_none_all_are_empty(records):
    for key in TOLD:
        question = Question(as_of=today(), status="closed", closings=None)
        assert completion.ids(question, *SORTED[key]).count() == 2
        assert list(completion.ids(question, *SORTED[key]))
    rows = sheet(export(question, file_format="csv", by=None))
    assert [tuple(row[name] for name in HEADINGS) for row in rows] == [("", "", "")] * 2
