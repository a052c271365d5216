"""In random districts, on random days, by random filters, the report is the recount of its tables.

So are its sentence, the page, CSV and Excel, row for row; and filters commute.
"""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.models import Person, Posting
from district_portal.reports import completion
from district_portal.reports.asking import Question
from tests.district_portal.reports.lines import in_csv, in_excel, in_order, on_page
from tests.district_portal.reports.random_districts import (
    ASKED,
    HISTORY,
    address_of,
    live,
    question_of,
)
from tests.district_portal.reports.recounting import recount
from tests.policies.acknowledgments.test_histories import SLOW_AND_ONE_CAST

pytestmark = pytest.mark.django_db
OF_ROWS = ("status", "place", "position", "supervisor", "kind", "words")
"""Filters that ask something of a row; the others settle which row there is."""


def check(cast, day, filters, tables):
    """Compare the report with its recount, and answer its lines as CSV writes them."""
    question = question_of(cast, day, filters)
    expected = recount(question, tables)
    fields = ("person_id", "version_id", "status", "due", "on_leave")
    found = {
        (person, version): (status, due, late(question, status, due, away=away))
        for person, version, status, due, away in completion.rows(question).values_list(*fields)
    }
    assert found == {key: told[:3] for key, told in expected.items()}, (day, filters)
    total = completion.finding(question)
    assert total.rows(question.status) == len(expected)
    everybody = recount(replace(question, status="all"), tables).values()
    statuses = [told[0] for told in everybody]
    assert (total.asked, total.signed) == (len(statuses), statuses.count("signed"))
    assert total.late == sum(told[2] >= question.days_late for told in everybody)
    commute(question)
    return alike(cast, question, filters, expected)


def late(question, status, due, *, away):
    return max(0, (question.as_of - due).days) if status == "open" and not away else 0


def commute(question):
    """Each filter alone, met with the others, is all of them together."""
    nothing = {name: getattr(Question, name) for name in OF_ROWS}
    open_to_all = replace(question, **nothing)
    given = [name for name in OF_ROWS if getattr(question, name) != nothing[name]]
    alone = [replace(open_to_all, **{name: getattr(question, name)}) for name in given]
    found = [keys(each) for each in (open_to_all, *alone)]
    assert set.intersection(*found) == keys(question)


def keys(question):
    return set(completion.rows(question).values_list("person_id", "version_id"))


def alike(cast, question, filters, expected):
    """CSV, Excel and, where its form offers the filters, the page show the same rows."""
    told = in_csv(question)
    assert in_excel(question) == told
    names = [(row.name, row.version_number) for row in completion.rows(question).order_by(*BY_NAME)]
    assert [(line["name"], int(line["version"])) for line in told] == names
    assert len(told) == len(expected)
    if offered(filters):
        reader = Client()
        reader.force_login(Person.objects.get(pk=cast.hana.pk))
        assert in_order(on_page(reader, address_of(question, filters))) == in_order(told)
    return told


BY_NAME = ("person__sort_name", "person_id", "version__code", "version__number")


def offered(filters):
    positions = Posting.objects.values_list("position", flat=True)
    return filters.get("position") in {None, *positions}


@settings(SLOW_AND_ONE_CAST, max_examples=10)
@given(history=HISTORY, asked=st.lists(ASKED, min_size=3, max_size=3))
def test_the_report_is_the_recount(cast, history, asked):
    live(cast, history, asked, check)


def test_the_cast_has_what_is_filtered_by(cast):
    assert {"Teacher", "Principal"} <= set(Posting.objects.values_list("position", flat=True))
    assert Person.objects.filter(given_name="Lou").exists()
