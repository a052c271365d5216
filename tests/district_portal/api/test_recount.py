"""In random districts, on random days, by random filters, the API answers what the report does.

The recount of its tables, its page, CSV, Excel and the API agree, row for row, however long a page
is.
"""

from __future__ import annotations

from collections import Counter
from unittest.mock import patch

import pytest
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from district_portal.api import using
from policies.models import Version
from tests.district_portal.api.reading import rows
from tests.district_portal.reports import test_recount
from tests.district_portal.reports.lines import in_order, line
from tests.district_portal.reports.random_districts import (
    ASKED,
    HISTORY,
    address_of,
    live,
    question_of,
)
from tests.district_portal.reports.recounting import recount
from tests.factories.api import bearer
from tests.policies.acknowledgments.test_histories import SLOW_AND_ONE_CAST

pytestmark = pytest.mark.django_db
STATUS = {"Signed": "signed", "Not signed": "open", "Not signed, late": "open"}
STATUS |= {"Not signed, on leave": "open"}
ALIKE = ("number", "name", "place", "position", "supervisor", "policy", "title", "version")
ALIKE += ("days_late", "record", "closed_by")
CALLED = {"assigned": "assigned_on", "due": "due_on", "closed": "closed_on"}
"""By each column of the report what the API calls it."""
compared: Counter[str] = Counter()


def check(cast, day, filters, tables):
    in_files = test_recount.check(cast, day, filters, tables)
    if not test_recount.offered(filters):
        return
    question = question_of(cast, day, filters)
    asked = address_of(question, filters)
    headers = bearer(cast.hana, "acknowledgments")
    found = rows(Client(), "assignments", headers, limit=4, **asked)
    versions = {(v.code, v.number): v.pk for v in Version.objects.all()}
    by_key = {
        (row["person_id"], versions[row["policy"], row["version"]]): (
            row["status"],
            row["due_on"],
            row["days_late"],
        )
        for row in found
    }
    assert len(by_key) == len(found)
    compared.update({"rows": len(found), "with rows": bool(found)})
    assert by_key == {
        key: (status, due.isoformat(), late)
        for key, (status, due, late, _place) in recount(question, tables).items()
    }
    assert in_order(map(of_api, found)) == in_order(map(as_the_api_tells, in_files))
    if filters.keys().isdisjoint({"status", "days_late"}):
        signed = rows(Client(), "signatures", headers, limit=3, **asked)
        receipts = {key_of(line): line["receipt"] for line in in_files}
        assert [row["receipt"] for row in signed] == [
            receipts[key_of(of_api(row))] for row in found if row["status"] == "signed"
        ]


def of_api(row):
    told = {key: row[key] for key in ALIKE} | {key: row[name] for key, name in CALLED.items()}
    return line(told) | {"status": row["status"]}


def as_the_api_tells(told):
    shown = {key: told[key] for key in (*ALIKE, *CALLED)}
    return shown | {"status": STATUS.get(told["status"], "closed")}


def key_of(told):
    return told["number"], told["policy"], told["version"]


@pytest.fixture(autouse=True)
def _asked_as_often_as_one_likes():
    with patch.object(using, "A_MINUTE", 10**6):
        yield


@settings(SLOW_AND_ONE_CAST, max_examples=6)
@given(history=HISTORY, asked=st.lists(ASKED, min_size=3, max_size=3))
def test_the_api_is_the_report(cast, history, asked):
    live(cast, history, asked, check)


@pytest.mark.soak
@settings(SLOW_AND_ONE_CAST, max_examples=500)
@given(history=HISTORY, asked=ASKED)
def test_so_it_is_in_five_hundred_districts(cast, history, asked):
    live(cast, history, [asked], check)
    compared["districts"] += 1


@pytest.mark.soak
def test_these_were_five_hundred_and_most_had_rows():
    print(*compared.items(), sep="\n")  # noqa: T201
    assert compared["districts"] >= 500
    assert compared["with rows"] >= 250
