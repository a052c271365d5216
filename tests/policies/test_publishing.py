import hashlib

import pytest

from policies import publishing
from policies.models import Draft, Version
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
