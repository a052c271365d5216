"""In random districts, on random days, by random filters, the API answers what the report does.

The recount of its tables, its page, its CSV and the API agree, row for row, however long a page is.
"""

from __future__ import annotations

from dataclasses import replace
from unittest.mock import patch

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.models import Person, Posting
from district_portal.api import using
from district_portal.reports.exporting import export
from policies.models import Version
from tests.district_portal.api.reading import rows
from tests.district_portal.reports import test_recount
from tests.district_portal.reports.recounting import recount
from tests.district_portal.reports.test_exporting import sheet
from tests.district_portal.reports.test_recount import ASKED, HISTORY, live, question_of
from tests.factories.api import bearer
from tests.policies.acknowledgments.test_histories import SLOW_AND_ONE_CAST

pytestmark = pytest.mark.django_db
STATUS = {"Signed": "signed", "Not signed": "open", "Not signed, late": "open"}
STATUS |= {"Not signed, on leave": "open"}


def check(cast, day, filters, tables):
    if filters.get("position") not in {None, *Posting.objects.values_list("position", flat=True)}:
        return  # the form offers what there is
    question = question_of(cast, day, filters)
    if question.days_late > 1:
        question = replace(question, status="late")
    asked = address_of(question, filters)
    headers = bearer(cast.hana, "acknowledgments")
    found = rows(Client(), "assignments", headers, limit=4, **asked)
    keys = {(v.code, v.number): v.pk for v in Version.objects.all()}
    by_key = {
        (row["person_id"], keys[row["policy"], row["version"]]): (
            row["status"],
            row["due_on"],
            row["days_late"],
        )
        for row in found
    }
    assert len(by_key) == len(found)
    assert by_key == {
        key: (status, due.isoformat(), late)
        for key, (status, due, late, _place) in recount(question, tables).items()
    }
    in_csv = sheet(export(question, file_format="csv", by=None))
    assert sorted(map(of_csv, in_csv)) == sorted(map(of_api, found))
    signed = rows(Client(), "signatures", headers, limit=3, **without(asked, "status", "days_late"))
    if filters.keys().isdisjoint({"status", "days_late"}):
        assert [row["receipt"] for row in signed] == [
            receipt_of(row, in_csv) for row in found if row["status"] == "signed"
        ]
    reader = Client()
    reader.force_login(Person.objects.get(pk=cast.hana.pk))
    page = reader.get(reverse("reports:acknowledgments"), asked)
    assert page.context["total"] == len(found)


def address_of(question, filters):
    """The filters as the report's own address says them."""
    asked = dict(filters) | {"as_of": question.as_of.isoformat()}
    for name in ("place", "supervisor"):
        if name in asked:
            asked[name] = getattr(question, name).pk
    if "with_left" in asked:
        asked["with_left"] = str(asked["with_left"]).lower()
    if "school_year" in asked:
        asked["school_year"] = question.school_year
    if "days_late" in asked:
        asked.pop("status", None)
    return asked


def without(asked, *names):
    return {name: value for name, value in asked.items() if name not in names}


def receipt_of(row, in_csv):
    [one] = [
        told["Receipt"]
        for told in in_csv
        if (told["Employee number"], told["Policy"], int(told["Version"]))
        == (row["number"], row["policy"], row["version"])
    ]
    return one


def of_csv(row):
    return (
        row["Employee number"],
        row["Name"],
        row["Building or department"],
        row["Position"],
        row["Policy"],
        int(row["Version"]),
        STATUS.get(row["Status"], "closed"),
        row["Assigned"],
        row["Due"],
        int(row["Days late"]),
        row["Closed on"],
        row["Closing record"],
    )


def of_api(row):
    return (
        row["number"],
        row["name"],
        row["place"] or "",
        row["position"] or "",
        row["policy"],
        row["version"],
        row["status"],
        row["assigned_on"],
        row["due_on"],
        row["days_late"],
        row["closed_on"] or "",
        row["record"] or "",
    )


@pytest.fixture(autouse=True)
def _asked_as_often_as_one_likes():
    with patch.object(using, "A_MINUTE", 10**6), patch.object(test_recount, "check", check):
        yield


@settings(SLOW_AND_ONE_CAST, max_examples=6)
@given(history=HISTORY, asked=st.lists(ASKED, min_size=3, max_size=3))
def test_the_api_is_the_report(cast, history, asked):
    live(cast, history, asked)


@pytest.mark.soak
@settings(SLOW_AND_ONE_CAST, max_examples=100)
@given(history=HISTORY, asked=st.lists(ASKED, min_size=3, max_size=3))
def test_so_it_is_for_three_hundred_days_and_filters(cast, history, asked):
    live(cast, history, asked)
