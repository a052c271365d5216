"""The retention schedule: drafted, adopted, replaced, and kept as it was."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from district_portal.audit import events
from district_portal.district.current import today
from district_portal.records import scheduling
from district_portal.records.models import DraftClass, RetentionClass, Schedule
from tests.factories import records as factory


def said(row, **changes):
    return {**{name: getattr(row, name) for name in scheduling.FIELDS}, **changes}


def test_a_draft_begins_with_a_class_for_each_kind(cast):
    begun = scheduling.begin(by=cast.ada)
    assert scheduling.begin(by=cast.ada) == begun
    found = {row.kinds[0]: row.years for row in begun.classes.all()}
    assert found == dict.fromkeys(("account", "request", "question", "concern", "leaver"), 7)
    public = {row.kinds[0] for row in begun.classes.all() if row.public}
    assert public == {"account", "request", "question"}
    assert begun.notice_days == 60
    assert scheduling.in_force() is None


def test_it_is_in_force_once_adopted(cast):
    adopted = factory.adopted(by=cast.ada)
    assert (adopted.number, scheduling.in_force(), scheduling.draft()) == (1, adopted, None)
    assert {row.code for row in adopted.classes.all()} == {f"SM-{n}" for n in range(1, 6)}
    [event] = events(act="records.schedule_adopted")
    assert event.after["board_act"] == "Resolution 2026-14"


def test_the_next_one_begins_as_the_last_and_replaces_it(cast):
    first = factory.adopted(by=cast.ada)
    scheduling.begin(by=cast.ada)
    row = DraftClass.objects.get(code="SM-1")
    scheduling.save_class(row, by=cast.ada, **said(row, years=10))
    second = scheduling.adopt(adopted_on=today(), board_act="Resolution 2", by=cast.ada)
    assert scheduling.in_force() == second
    assert second.classes.get(code="SM-1").years == 10
    assert first.classes.get(code="SM-1").years == 7


def test_a_kind_leaves_its_class_for_another(cast):
    begun = scheduling.begin(by=cast.ada)
    row = begun.classes.get(kinds=["account"])
    scheduling.save_class(row, by=cast.ada, **said(row, kinds=["account", "request", "zebra"]))
    found = {tuple(row.kinds) for row in begun.classes.all()}
    assert found == {("account", "request"), (), ("question",), ("concern",), ("leaver",)}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"adopted_on": dt.date(2199, 1, 1)}, "adopted_on"),
        ({"board_act": " "}, "board_act"),
    ],
)
def test_what_no_board_can_have_done_is_refused(cast, changes, field):
    scheduling.begin(by=cast.ada)
    with pytest.raises(scheduling.ScheduleError) as refused:
        scheduling.adopt(**{"adopted_on": today(), "board_act": "Act", "by": cast.ada, **changes})
    assert refused.value.field == field


def test_each_kind_needs_a_class_before_it_is_adopted(cast):
    begun = scheduling.begin(by=cast.ada)
    scheduling.remove_class(begun.classes.get(kinds=["request"]), by=cast.ada)
    with pytest.raises(scheduling.ScheduleError, match="requests"):
        scheduling.adopt(adopted_on=today(), board_act="Act", by=cast.ada)


def test_it_is_not_adopted_before_the_one_in_force(cast):
    factory.adopted(by=cast.ada)
    scheduling.begin(by=cast.ada)
    yesterday = today() - dt.timedelta(days=1)
    with pytest.raises(scheduling.ScheduleError, match="not before"):
        scheduling.adopt(adopted_on=yesterday, board_act="Act", by=cast.ada)


def test_a_code_is_used_once_and_years_have_an_end(cast):
    begun = scheduling.begin(by=cast.ada)
    row = begun.classes.get(code="SM-1")
    with pytest.raises(scheduling.ScheduleError, match="has that code"):
        scheduling.save_class(row, by=cast.ada, **said(row, code="SM-2"))
    with pytest.raises(ValidationError):
        scheduling.save_class(row, by=cast.ada, **said(row, years=500))
    with pytest.raises(scheduling.ScheduleError):
        scheduling.give_notice_days(900, by=cast.ada)


def test_without_a_draft_nothing_is_changed(cast):
    scheduling.begin(by=cast.ada)
    row = DraftClass.objects.first()
    scheduling.discard(by=cast.ada)
    scheduling.discard(by=cast.ada)
    for act in (
        lambda: scheduling.save_class(row, by=cast.ada, **said(row)),
        lambda: scheduling.remove_class(row, by=cast.ada),
        lambda: scheduling.adopt(adopted_on=today(), board_act="Act", by=cast.ada),
    ):
        with pytest.raises(scheduling.NoDraftError):
            act()
    assert not Schedule.objects.exists()


def test_leap_day_counts_on_from_the_next(cast):
    row = RetentionClass(years=1)
    assert row.kept_until(dt.date(2024, 2, 29)) == dt.date(2025, 3, 1)
    assert row.kept_until(dt.date(2024, 3, 1)) == dt.date(2025, 3, 1)
