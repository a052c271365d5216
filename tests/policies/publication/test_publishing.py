import datetime as dt
import hashlib

import pytest

from district_portal.district.current import today
from policies.drafts import editing
from policies.models import Draft, Version
from policies.publication import adopting, asking_again, publishing
from tests.factories.policies import draft, published

pytestmark = pytest.mark.django_db


def test_a_draft_becomes_the_version_in_force(cast):
    version = published("529", "Staff Networks", by=cast.polly)
    assert (version.number, version.state) == (1, "in_force")
    assert version.policy.slug == "529"
    assert [clause.text for clause in version.clauses.all()] == ["Be kind.", "Ask first."]
    assert not Draft.objects.exists()


def test_anyone_can_recompute_the_fingerprint(cast):
    version = published("529", "Staff Networks", clauses=["Be kind."])
    assert version.canonical_text == "0\titem\t1.\tBe kind.\n"
    assert version.sha256 == hashlib.sha256(b"0\titem\t1.\tBe kind.\n").hexdigest()


def test_the_next_version_supersedes_the_one_before(cast):
    first = published("529", "Staff Networks")
    second = published("529", "Staff Networks", clauses=["Be kind.", "Ask twice."])
    first.refresh_from_db()
    assert (first.state, second.state, second.number) == ("superseded", "in_force", 2)
    assert second.policy.in_force == second


def test_a_clause_that_stays_keeps_its_key(cast):
    first = published("529", "Staff Networks", clauses=["Be kind.", "Ask first."])
    second = published("529", "Staff Networks", clauses=["Ask first.", "Be kind."])
    keys = {clause.text: clause.key for clause in first.clauses.all()}
    assert {clause.text: clause.key for clause in second.clauses.all()} == keys


def test_when_nobody_signs_again_older_signatures_count(cast):
    published("529", "Staff Networks")
    second = published("529", "Staff Networks", clauses=["Be kind!"], asks_again="nobody")
    third = published("529", "Staff Networks", clauses=["Be kind!!"], asks_again="nobody")
    fourth = published("529", "Staff Networks", clauses=["Be good."], asks_again="everyone")
    assert [second.accepts_from, third.accepts_from, fourth.accepts_from] == [1, 1, 4]


def test_publishing_a_second_time_publishes_nothing(cast):
    once = draft("529", "Staff Networks")
    version = publishing.publish(once, by=cast.polly)
    twice = Draft(pk=version.from_draft)
    with pytest.raises(publishing.AlreadyPublishedError) as raised:
        publishing.publish(twice, by=cast.polly)
    assert raised.value.version == version
    assert Version.objects.count() == 1


def test_what_was_edited_since_the_publisher_looked_is_not_published(cast):
    seen = draft("529", "Staff Networks", clauses=["Be kind."])
    editing.change_clause(seen, 1, revision=1, by=cast.ada, text="Be rude.")
    with pytest.raises(publishing.ChangedError):
        publishing.publish(seen, by=cast.polly, seen=1)
    assert not Version.objects.exists()
    assert publishing.publish(seen, by=cast.polly, seen=2).clauses.get().text == "Be rude."


def test_those_who_signed_before_a_named_version_sign_again(cast):
    first = published("529", "Staff Networks")
    second = published("529", "Staff Networks", clauses=["Be kind!"], asks_again="nobody")
    choices = asking_again.choices(first.policy)
    assert [choice.value for choice in choices] == ["everyone", "2", "nobody"]
    third = published("529", "Staff Networks", clauses=["Be good."], asks_again=second.number)
    assert third.accepts_from == 2
    with pytest.raises(ValueError, match="version 1"):
        published("529", "Staff Networks", clauses=["Be fine."], asks_again=1)


@pytest.mark.parametrize(
    ("board", "wrong"),
    [
        ({"first_reading_on": -3, "second_reading_on": -2, "adopted_on": -1}, []),
        ({"first_reading_on": -3, "adopted_on": -3}, []),
        ({"first_reading_on": -1, "second_reading_on": -2}, ["second_reading_on"]),
        ({"second_reading_on": -1, "adopted_on": -2}, ["adopted_on"]),
        ({"first_reading_on": -1, "adopted_on": -2}, ["adopted_on"]),
        ({"adopted_on": 1}, ["adopted_on"]),
        ({}, []),
    ],
)
def test_the_board_s_days_follow_each_other_and_have_come(cast, board, wrong):
    days = {name: today() + dt.timedelta(days=days) for name, days in board.items()}
    assert list(adopting.objections(days, day=today())) == wrong


def test_versions_follow_each_other_in_time(cast):
    published("529", "Staff Networks", effective_on=today())
    yesterday = today() - dt.timedelta(days=1)
    with pytest.raises(publishing.NotReadyError, match="that day or a later one"):
        published("529", "Staff Networks", effective_on=yesterday)


def test_what_the_board_did_is_kept_with_the_version(cast):
    board = {"adopted_on": today(), "vote": "7–0", "resolution": "2026-14"}
    version = publishing.publish(draft("529", "Staff Networks"), by=cast.polly, board=board)
    version.refresh_from_db()
    assert (version.adopted_on, version.vote, version.resolution) == (today(), "7–0", "2026-14")
    assert version.first_reading_on is None
