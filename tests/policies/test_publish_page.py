"""Publishing in the browser: decide, see what will happen, confirm; once."""

import pytest
from django.utils.html import strip_tags

from policies.drafts import editing
from policies.models import Version
from policies.publication import publishing
from tests.factories.acknowledgments import required
from tests.factories.policies import draft, published

pytestmark = pytest.mark.django_db

DECIDED = {
    "revision": "substantive",
    "summary": "Two managers.",
    "asks_again": "everyone",
    "seen": "1",
}


@pytest.fixture
def polly(cast, client):
    client.force_login(cast.polly)
    return client


def words(answer):
    return " ".join(strip_tags(answer.content.decode()).split())


def send(client, the_draft, **values):
    return client.post(f"/policies/drafts/{the_draft.pk}/publish/", values, follow=True)


def test_a_first_version_is_confirmed_and_published(polly):
    the_draft = draft("529", "Staff Networks", clauses=["Be kind.", "Ask first."])
    page = polly.get(f"/policies/drafts/{the_draft.pk}/publish/")
    assert "Version 1 will have 2 clauses." in words(page)
    answer = send(polly, the_draft, seen=1, confirmed="yes")
    assert answer.redirect_chain == [("/policies/529/", 302)]
    assert "Version 1 is published and in force." in words(answer)
    assert "Whoever must sign it now" not in words(answer)


def test_nothing_is_published_before_it_is_confirmed(polly):
    required(published("529", "Staff Networks"))
    the_draft = draft("529", "Staff Networks", clauses=["Be kinder."])
    answer = send(polly, the_draft, **DECIDED)
    said = words(answer)
    assert "Publish version 2?" in said
    assert "Version 1 is superseded" in said
    assert "must sign the new version" in said
    assert "Two managers." in said
    assert Version.objects.count() == 1
    told = words(send(polly, the_draft, **DECIDED, confirmed="yes"))
    assert "in force. Whoever must sign it now finds it under “My tasks”." in told
    version = Version.objects.get(number=2)
    assert (version.summary, version.revision, version.accepts_from) == (
        "Two managers.",
        "substantive",
        2,
    )


def test_a_decision_can_be_taken_back_before_it_is_confirmed(polly):
    published("529", "Staff Networks")
    the_draft = draft("529", "Staff Networks", clauses=["Be kinder."])
    answer = send(polly, the_draft, **DECIDED, change="yes")
    assert "Two managers." in words(answer)
    assert "Continue" in words(answer)
    assert Version.objects.count() == 1


def test_a_next_version_needs_every_decision_in_its_own_words(polly):
    required(published("529", "Staff Networks"))
    said = words(send(polly, draft("529", "Staff Networks"), seen=1))
    for message in (
        "Choose the kind of revision",
        "Say what changed, in a sentence or two",
        "Choose who must sign again",
    ):
        assert message in said


def test_where_nobody_must_sign_it_is_not_asked_who_signs_again(polly):
    published("529", "Staff Networks")
    the_draft = draft("529", "Staff Networks", clauses=["Be kinder."])
    decided = {"revision": "minor", "summary": "Kinder.", "seen": 1}
    page = polly.get(f"/policies/drafts/{the_draft.pk}/publish/")
    checked = send(polly, the_draft, **decided)
    for answer in (page, checked):
        assert "Nobody is asked to sign this policy" in words(answer)
        assert "sign again" not in words(answer)
    send(polly, the_draft, **decided, confirmed="yes")
    assert Version.objects.get(number=2).accepts_from == 1


def test_an_unanswered_question_is_asked_once_somebody_must_sign_meanwhile(polly):
    version = published("529", "Staff Networks")
    the_draft = draft("529", "Staff Networks", clauses=["Be kinder."])
    required(version)
    decided = {"revision": "minor", "summary": "Kinder.", "seen": 1, "confirmed": "yes"}
    assert "Choose who must sign again" in words(send(polly, the_draft, **decided))
    assert Version.objects.count() == 1


def test_a_changed_code_is_said_before_it_happens(polly):
    version = published("529", "Staff Networks")
    the_draft = draft("533", "Staff Networks", policy=version.policy)
    assert "code changes from 529 to 533" in words(send(polly, the_draft, **DECIDED))


def test_a_draft_that_was_edited_meanwhile_is_looked_at_again(polly, cast):
    the_draft = draft("529", "Staff Networks", clauses=["Be kind."])
    editing.indent(the_draft, 1, revision=1, by=cast.ada)
    answer = send(polly, the_draft, seen=1, confirmed="yes")
    assert "The draft has changed since you opened it." in words(answer)
    assert not Version.objects.exists()


def test_a_second_click_leads_to_the_version_and_says_who_published_it(polly, cast):
    the_draft = draft("529", "Staff Networks")
    publishing.publish(the_draft, by=cast.ada)
    answer = send(polly, the_draft, seen=1, confirmed="yes")
    assert answer.redirect_chain == [("/policies/529/v1/", 302)]
    assert "published by Ada Lindqvist" in words(answer)
    assert Version.objects.count() == 1


def test_a_draft_without_a_code_cannot_be_published(polly):
    the_draft = draft("", "Staff Networks")
    answer = send(polly, the_draft, seen=1, confirmed="yes")
    assert "not ready yet" in words(answer)
    assert not Version.objects.exists()


def test_a_code_that_another_policy_took_is_said_not_crashed(polly):
    published("529", "Staff Networks")
    other = published("530", "Phones")
    the_draft = draft("529", "Phones", policy=other.policy)
    answer = send(polly, the_draft, **DECIDED, confirmed="yes")
    assert answer.status_code == 200
    assert Version.objects.count() == 2


def test_someone_who_only_reads_cannot_publish(cast, client):
    client.force_login(cast.lou)
    the_draft = draft("529", "Staff Networks")
    assert send(client, the_draft, seen=1, confirmed="yes").status_code == 404
    assert not Version.objects.exists()
