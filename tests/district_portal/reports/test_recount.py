"""In random districts, on random days, by random filters, the report is the recount of its tables.

So are its sentence, the page, CSV and Excel, row for row.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from unittest.mock import patch

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.models import Person, Posting
from district_portal.district.current import school_year
from district_portal.reports import completion
from district_portal.reports.asking import Question
from district_portal.reports.exporting import export
from policies.acknowledgments import assigning, requiring
from tests.district_portal.reports.recounting import Tables, recount
from tests.district_portal.reports.test_exporting import sheet, workbook
from tests.district_portal.reports.test_past_days import DAYS, FIRST, give_days
from tests.factories.policies import published
from tests.policies.acknowledgments.test_histories import SLOW_AND_ONE_CAST, step

pytestmark = pytest.mark.django_db

FILTERS = st.fixed_dictionaries(
    {},
    optional={
        "status": st.sampled_from(["open", "late", "signed", "closed"]),
        "days_late": st.sampled_from([2, 10]),
        "place": st.sampled_from(["district", "northside", "transportation"]),
        "position": st.sampled_from(["Teacher", "Bus Driver", "Principal"]),
        "supervisor": st.sampled_from(["pat", "theo", "ada"]),
        "kind": st.sampled_from(["employee", "volunteer"]),
        "words": st.sampled_from(["lou", "n", "cruz", "ada lind"]),
        "with_left": st.booleans(),
        "version": st.sampled_from([1, 2]),
        "school_year": st.sampled_from([0, -1]),
    },
)
ASKED = st.tuples(st.integers(0, 80), FILTERS)
HISTORY = st.lists(DAYS, min_size=2, max_size=5)


def live(cast, history, asked):
    with transaction.atomic():
        now = FIRST
        with patch("django.utils.timezone.now", lambda: now):
            policy = published("511", "Conduct").policy
            requiring.require(policy, by=None, everyone=True)
            requiring.require(
                published("529", "Media").policy, by=None, people=[cast.lou, cast.gus]
            )
            for days, acts in history:
                now += dt.timedelta(days=days)
                assigning.begin_day()
                for act, first, second in acts:
                    now += dt.timedelta(minutes=1)
                    if act == "due":
                        give_days(first)
                    else:
                        step(cast, policy, act, first, second)
            tables = Tables()
            for back, filters in asked:
                check(cast, now.date() - dt.timedelta(days=back), filters, tables)
        transaction.set_rollback(True)


def question_of(cast, day, filters):
    given = dict(filters)
    for name in ("place", "supervisor"):
        if name in given:
            given[name] = getattr(cast, given[name])
    if "school_year" in given:
        given["school_year"] = school_year(day + dt.timedelta(days=365 * given["school_year"]))
    return Question(as_of=day, **given)


def check(cast, day, filters, tables):
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
    in_files(question, expected, tables)


def late(question, status, due, *, away):
    return max(0, (question.as_of - due).days) if status == "open" and not away else 0


def in_files(question, expected, tables):
    """Page, CSV and Excel show one row each, in the same order."""
    names = [(row.name, row.version_number) for row in completion.rows(question).order_by(*BY_NAME)]
    told = sheet(export(question, file_format="csv", by=None))
    assert [(row["Name"], int(row["Version"])) for row in told] == names
    assert len(names) == len(expected)
    heading, *lines = workbook(export(question, file_format="xlsx", by=None))[
        "Acknowledgments"
    ].values
    columns = [heading.index(name) for name in ("Name", "Version", "Days late")]
    if names:
        shown = [tuple(line[column] for column in columns) for line in lines]
        assert shown == [(row["Name"], int(row["Version"]), int(row["Days late"])) for row in told]
    else:
        assert all(value is None for line in lines for value in line)


BY_NAME = ("person__sort_name", "person_id", "version__code", "version__number")


@settings(SLOW_AND_ONE_CAST, max_examples=10)
@given(history=HISTORY, asked=st.lists(ASKED, min_size=3, max_size=3))
def test_the_report_is_the_recount(cast, history, asked):
    live(cast, history, asked)


@pytest.mark.soak
@settings(SLOW_AND_ONE_CAST, max_examples=170)
@given(history=HISTORY, asked=st.lists(ASKED, min_size=3, max_size=3))
def test_so_it_is_for_five_hundred_days_and_filters(cast, history, asked):
    live(cast, history, asked)


def test_the_cast_has_what_is_filtered_by(cast):
    assert {"Teacher", "Principal"} <= set(Posting.objects.values_list("position", flat=True))
    assert Person.objects.filter(given_name="Lou").exists()
