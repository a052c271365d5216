"""A case goes from the report to its outcome; who is slower is told who was faster."""

from __future__ import annotations

import datetime as dt
import threading

import pytest
from django.db import IntegrityError, connection, transaction

from approvals.impostors import capturing, handling
from approvals.impostors.models import Act, Capture, Impostor
from approvals.registry import checking
from district_portal.district.current import today
from tests.cast import call_the_cast
from tests.district_portal.setup.pictures import picture
from tests.factories import approvals
from tests.factories.impostors import FAKE, What, reported, stepped, warned_of
from tests.standing import standing


@standing
def impostor(cast):
    approvals.enter_presets()
    return reported()


def acts(impostor):
    return [act.what for act in impostor.acts.order_by("pk")]


def test_the_whole_way_of_a_case(cast, impostor):
    stepped(What.NOTED, impostor, by=cast.tom)
    stepped(What.TOLD_PLATFORM, impostor, by=cast.tom, number="CASE-77")
    assert impostor.state == "reported"
    stepped(What.WARNED, impostor, by=cast.ada)
    assert impostor.warns
    stepped(What.REFUSED, impostor, by=cast.tom)
    assert (impostor.state, impostor.warns) == ("refused", True)
    stepped(What.REOPENED, impostor, by=cast.tom)
    stepped(What.TOLD_PLATFORM, impostor, by=cast.tom, number="CASE-78")
    stepped(What.REMOVED, impostor, by=cast.ada)
    assert (impostor.state, impostor.warns) == ("removed", False)
    assert acts(impostor) == [
        *("opened", "noted", "told_platform", "warned", "refused", "reopened"),
        *("told_platform", "removed"),
    ]


@pytest.mark.parametrize(
    ("before", "what"),
    [
        ([], What.REFUSED),
        ([], What.REOPENED),
        ([], What.UNWARNED),
        ([What.REMOVED], What.WARNED),
        ([What.REMOVED], What.TOLD_PLATFORM),
        ([What.NOT_IMPOSTOR], What.REMOVED),
    ],
)
def test_a_step_that_does_not_fit_is_refused_and_says_what_was_done(cast, impostor, before, what):
    for step in before:
        stepped(step, impostor, by=cast.ada)
    known = acts(impostor)
    with pytest.raises(handling.StepError) as refused:
        stepped(what, impostor, by=cast.tom)
    assert acts(impostor) == known
    if before:
        assert "Ada Lindqvist" in str(refused.value)


@pytest.mark.parametrize("what", [w for w in handling.STEPS if w != What.TOLD_PLATFORM])
def test_a_step_without_a_reason_is_none(cast, impostor, what):
    if what == What.REFUSED:
        stepped(What.TOLD_PLATFORM, impostor, by=cast.tom)
    if what == What.REOPENED:
        stepped(What.REMOVED, impostor, by=cast.tom)
    if what == What.UNWARNED:
        stepped(What.WARNED, impostor, by=cast.tom)
    with pytest.raises(handling.StepError) as refused:
        stepped(what, impostor, by=cast.tom, text="  ")
    assert refused.value.field == "text"


def test_a_report_to_the_platform_has_its_day(cast, impostor):
    for day in (None, today() + dt.timedelta(days=1)):
        with pytest.raises(handling.StepError) as refused:
            stepped(What.TOLD_PLATFORM, impostor, by=cast.tom, day=day)
        assert refused.value.field == "day"


def test_the_same_step_twice_is_one(cast, impostor):
    for _time in range(2):
        stepped(What.TOLD_PLATFORM, impostor, by=cast.tom)
    for _time in range(2):
        stepped(What.REMOVED, impostor, by=cast.tom)
    assert acts(impostor) == ["opened", "told_platform", "removed"]


def test_a_page_that_is_no_longer_true_does_nothing(cast, impostor):
    seen = impostor.acts.first().pk
    stepped(What.TOLD_PLATFORM, impostor, by=cast.ada)
    with pytest.raises(handling.StepError, match="Ada Lindqvist has gone on meanwhile"):
        stepped(What.NOT_IMPOSTOR, impostor, by=cast.tom, seen=seen)
    stepped(What.NOTED, impostor, by=cast.tom, seen=seen)


def test_captures_are_added_once_and_can_be_emptied(cast, impostor):
    shot = capturing.read(picture(), name="shot.png")
    [kept] = handling.add_captures(impostor, [shot], by=cast.tom, text="Its first page.")
    assert handling.add_captures(impostor, [shot], by=cast.ada) == []
    with pytest.raises(handling.StepError):
        handling.take_away(kept, by=cast.ada, reason=" ")
    for _time in range(2):
        handling.take_away(kept, by=cast.ada, reason="A child can be recognized.")
    kept.refresh_from_db()
    assert (kept.content, kept.removed_by) == (None, cast.ada)
    assert acts(impostor) == ["opened", "captured", "taken_away"]


@pytest.mark.parametrize(
    ("model", "change"),
    [
        (Impostor, {"warns": True, "state": "removed"}),
        (Capture, {"content": None}),
    ],
)
def test_the_database_refuses_what_cannot_be(cast, impostor, model, change):
    shot = capturing.read(picture(), name="shot.png")
    handling.add_captures(impostor, [shot], by=cast.tom)
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.update(**change)


def test_the_database_asks_for_day_and_reason(cast, impostor):
    common = {"impostor": impostor, "at": impostor.opened_at, "by": cast.tom}
    for what, said in (("told_platform", {}), ("removed", {}), ("noted", {"number": "1"})):
        with pytest.raises(IntegrityError), transaction.atomic():
            Act.objects.create(what=what, **common, **said)


@pytest.mark.parametrize(
    "text",
    ["@northsldeband", "instagram.com/northsldeband", "https://m.instagram.com/NorthsldeBand/?x=1"],
)
def test_a_warning_answers_whoever_checks_the_address(cast, text):
    approvals.enter_presets()
    warned_of(by=cast.tom)
    found = checking.check(text)
    assert found.verdict == "impostor"
    assert [row.address for row in found.posing] == ["instagram.com/northsldeband"]
    assert found.posing[0].reported_on == today()
    assert checking.check("x.com/northsldeband").verdict == "unknown"


def test_a_warning_of_a_site_or_a_post_reaches_what_lies_below(cast):
    approvals.enter_presets()
    warned_of("marlow-schools.example.net", by=cast.tom)
    warned_of("https://www.instagram.com/p/Cxyz/", by=cast.tom)
    assert checking.check("https://marlow-schools.example.net/login?next=1").verdict == "impostor"
    assert checking.check("https://www.instagram.com/p/Cxyz/?igsh=2").verdict == "impostor"


def test_without_a_warning_or_after_it_nothing_is_told(cast, impostor):
    assert checking.check(FAKE).verdict == "unknown"
    stepped(What.WARNED, impostor, by=cast.tom)
    assert checking.check(FAKE).verdict == "impostor"
    stepped(What.UNWARNED, impostor, by=cast.tom)
    assert checking.check(FAKE).verdict == "unknown"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("round_", range(5))
def test_two_close_a_case_at_once(round_):
    approvals.enter_presets()
    cast = call_the_cast()
    impostor = reported()
    ready, said = threading.Barrier(2), []

    def close(what, by):
        ready.wait()
        try:
            said.append(handling.take(what, impostor, by=by, text="Seen.").what)
        except handling.StepError as refused:
            said.append(str(refused))
        finally:
            connection.close()

    threads = [
        threading.Thread(target=close, args=(what, by))
        for what, by in ((What.REMOVED, cast.ada), (What.NOT_IMPOSTOR, cast.tom))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(acts(impostor)) == 2
    assert sum("has gone on meanwhile" in one for one in said) == 1
