"""What is said of one record, and what follows from it."""

from __future__ import annotations

import datetime as dt

import pytest

from district_portal.district.current import today
from district_portal.records import gates, reading, ruling, scheduling
from district_portal.records.kinds import named
from district_portal.records.models import Archiving, DraftClass, Ruling
from tests.factories import approvals as requests
from tests.factories import records as factory
from tests.standing import standing


def facts(kind, pk):
    found = named(kind)
    return reading.facts(found, gates.rows(found).get(pk=pk))


@standing
def request_(cast):
    return factory.denied(cast.lou, decider=cast.pat, place=cast.northside)


def test_without_a_schedule_nothing_is_settled(cast, request_):
    found = facts("request", request_.pk)
    assert (found.rule, found.goes_from, found.public) == (None, None, True)


def test_it_may_go_some_years_after_it_was_closed(cast, request_):
    factory.adopted(by=cast.ada)
    found = facts("request", request_.pk)
    assert (found.rule.code, found.closed_on) == ("SM-2", dt.date(2015, 3, 10))
    assert found.goes_from == dt.date(2022, 3, 10)


def test_the_clock_may_start_at_the_end_of_the_school_year(cast, request_):
    factory.adopted(by=cast.ada, starts="year_end")
    assert facts("request", request_.pk).goes_from == dt.date(2022, 6, 30)


def test_an_account_s_clock_starts_when_it_is_closed(cast):
    factory.adopted(by=cast.ada)
    account = requests.registered(
        cast.lou, deciders=[cast.pat, cast.ada], manager=cast.val, place=cast.northside
    )
    assert facts("account", account.pk).goes_from is None
    closed = factory.closed_account(
        cast.lou,
        deciders=[cast.pat, cast.ada],
        manager=cast.val,
        place=cast.northside,
        handle="@Old",
        name="Old",
    )
    assert facts("account", closed.pk).goes_from == dt.date(2022, 3, 19)
    assert facts("account", closed.pk).to_archive


def test_one_record_may_be_of_another_class_and_not_public(cast, request_):
    scheduling.begin(by=cast.ada)
    row = DraftClass.objects.get(code="SM-1")
    said = {name: getattr(row, name) for name in scheduling.FIELDS}
    more = {**said, "code": "SM-9", "years": 20, "kinds": []}
    scheduling.save_class(None, by=cast.ada, **more)
    scheduling.adopt(adopted_on=today(), board_act="Act", by=cast.ada)
    kind = named("request")
    rule = lambda **changes: ruling.rule(  # noqa: E731
        kind,
        request_.pk,
        **{"public": False, "code": "SM-9", "reason": "A student is named.", **changes},
        by=cast.ada,
    )
    first = rule()
    assert rule() == first
    found = facts("request", request_.pk)
    assert (found.rule.code, found.public, found.goes_from.year) == ("SM-9", False, 2035)
    assert found.ruling["reason"] == "A student is named."
    rule(public=None, code="", reason="Not so.")
    found = facts("request", request_.pk)
    assert (found.rule.code, found.public, Ruling.objects.count()) == ("SM-2", True, 2)


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"reason": " "}, "reason"), ({"code": "X"}, "code"), ({"public": None}, "public")],
)
def test_a_ruling_says_something_new_for_a_reason(cast, request_, changes, field):
    factory.adopted(by=cast.ada)
    said = {"public": False, "code": "", "reason": "Why", **changes}
    with pytest.raises(ruling.RulingError) as refused:
        ruling.rule(named("request"), request_.pk, by=cast.ada, **said)
    assert refused.value.field == field


def test_it_is_noted_where_it_is_archived_and_taken_back(cast, request_):
    kind = named("request")
    with pytest.raises(ruling.RulingError, match="Nobody"):
        ruling.note_not_archived(kind, request_.pk, reason="No", by=cast.tom)
    for _ in range(2):
        factory.archived("request", request_.pk, by=cast.tom)
    found = facts("request", request_.pk)
    assert (found.archived_on, found.archiving["where"]) == (today(), "Archive of the district")
    assert found.archiving["by"] == "Tom Reyes"
    ruling.note_not_archived(kind, request_.pk, reason="The export failed.", by=cast.tom)
    assert facts("request", request_.pk).archived_on is None
    assert Archiving.objects.count() == 2
    day = today() + dt.timedelta(days=1)
    with pytest.raises(ruling.RulingError, match="future"):
        ruling.note_archived(kind, request_.pk, archived_on=day, where="Here", by=cast.tom)
    with pytest.raises(ruling.RulingError, match="where"):
        ruling.note_archived(kind, request_.pk, archived_on=today(), where=" ", by=cast.tom)
