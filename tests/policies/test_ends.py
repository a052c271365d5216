"""What pages and mails say once something has ended: a version, a draft to read, a policy."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils.html import strip_tags

from district_portal import mailing
from district_portal.district.current import today
from district_portal.district.models import District
from district_portal.ui.dates import date_in_words
from policies.acknowledgments.deadlines import due_date
from policies.drafts import commenting, drafting, reviewing
from policies.publication import enforcing, publishing, rescinding
from policies.reviews import review_calendar
from tests.factories.acknowledgments import required
from tests.factories.policies import draft, published

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 3, 2)


@pytest.fixture
def polly(cast, client):
    client.force_login(cast.polly)
    return client


def words(answer):
    return " ".join(strip_tags(answer.content.decode()).split())


def rescind(policy, by=None, **fields):
    return rescinding.rescind(policy, on=today(), reason="529 replaces it.", by=by, **fields)


def to_come(**fields):
    return published("529", "Networks", effective_on=today() + dt.timedelta(days=14), **fields)


def test_who_rescinds_sees_which_policies_refer_to_it(polly, cast):
    published("529", "Networks")
    published("533", "Phones", clauses=["Mind Policy 529 at all times."])
    said = words(polly.get("/policies/529/rescind/"))
    assert "These policies refer to it" in said
    assert "533 Phones · clause 1" in said
    assert "refer to it" not in words(polly.get("/policies/533/rescind/"))


def test_the_owner_hears_of_it_and_where_two_publish_all_who_may(cast):
    policy = published("529", "Networks", owner=cast.polly).policy
    rescind(policy, by=cast.ada)
    mail = mailing.history(cast.polly).get(name="policy_rescinded")
    assert "Ada Lindqvist rescinded 529 Networks" in mail.text
    assert "529 replaces it." in mail.text
    assert not mailing.history(cast.ada).filter(name="policy_rescinded").exists()
    District.objects.update(two_people_publish=True)
    rescind(published("533", "Phones").policy, by=cast.polly)
    assert mailing.history(cast.ada).filter(name="policy_rescinded").count() == 1


def test_a_rescinded_policy_says_when_and_by_whom(polly, cast):
    policy = published("529", "Networks", effective_on=DAY).policy
    rescind(policy, by=cast.ada, resolution="26-14")
    assert "by Ada Lindqvist · Resolution 26-14" in words(polly.get("/policies/529/"))
    asked = words(polly.get(f"/policies/529/as-of/{today()}/"))
    assert "This policy was rescinded on" in asked
    assert "529 replaces it." in asked
    assert f"Rescinded {today():%b} {today().day}" in words(polly.get("/policies/?state=rescinded"))


def test_a_withdrawn_version_does_not_read_as_if_it_applied(polly, cast):
    published("529", "Networks", effective_on=DAY)
    enforcing.withdraw(to_come(), by=cast.polly, reason="The board waits.")
    said = words(polly.get("/policies/529/"))
    assert "Would have come into force on" in said
    assert "Withdrawn: The board waits." in said
    page = words(polly.get("/policies/529/v2/"))
    assert "Require acknowledgment" not in page
    assert "In force from" not in page


def test_the_text_of_another_day_does_not_ask_for_a_signature(client, cast):
    version = published("529", "Networks", effective_on=DAY)
    required(version, people=[cast.lou])
    published("529", "Networks", clauses=["Be kinder."], effective_on=DAY + dt.timedelta(days=9))
    client.force_login(cast.lou)
    assert "You must sign by" in words(client.get("/policies/529/"))
    assert "You must sign by" not in words(client.get(f"/policies/529/as-of/{DAY}/"))
    assert "You must sign by" not in words(client.get("/policies/529/v1/"))


def in_two_weeks(text, by):
    day = today() + dt.timedelta(days=14)
    return publishing.publish(text, by=by, summary="New.", effective_on=day)


BECAME = {
    "You are no longer asked": lambda text, by: reviewing.withdraw(text.opinions.get(), by=by),
    "was discarded": lambda text, by: drafting.discard(text, by=by),
    "as version 2, and can be read from then on": in_two_weeks,
}


@pytest.mark.parametrize("told", BECAME)
def test_who_was_asked_to_read_learns_what_became_of_the_draft(client, cast, told):
    published("529", "Networks")
    text = draft("529", "Networks")
    address = f"/policies/drafts/{text.pk}/review/"
    reviewing.ask(text, [cast.lou], by=cast.polly)
    client.force_login(cast.lou)
    assert client.get(address).status_code == 200
    BECAME[told](text, cast.polly)
    assert told in words(client.get(address))
    client.force_login(cast.pat)
    assert client.get(address).status_code == 404


def test_the_author_hears_of_a_comment_once_a_day_and_of_an_answer(cast):
    text = draft("529", "Networks", clauses=["Be kind."], created_by=cast.polly)
    first = commenting.add(text, by=cast.ada, text="Why?", node=1)
    commenting.add(text, by=cast.ada, text="And why not?")
    mail = mailing.history(cast.polly).get(name="draft_commented")
    assert "Ada Lindqvist commented on the draft of 529 Networks. It is about: 1. Be kind." in (
        " ".join(mail.text.split())
    )
    commenting.reply(first, by=cast.polly, text="Because.")
    assert "answered your comment" in mailing.history(cast.ada).get(name="draft_commented").text


def test_what_was_noted_at_a_review_stands_with_the_version_and_in_the_calendar(polly, cast):
    District.objects.update(review_every=12)
    policy = published("529", "Networks").policy
    review_calendar.record_review(policy, on=today(), by=cast.polly, note="Read with the counsel.")
    for address in ("/policies/529/", "/policies/reviews/"):
        assert "Read with the counsel." in words(polly.get(address))


def test_before_publishing_it_is_told_who_signs_by_when_and_who_can_read(polly, cast):
    revised = {"type": "revised", "iso": "2025-01-20", "printed": "January 20, 2025"}
    version = published("529", "Networks", dates=[revised])
    required(version, people=[cast.lou])
    District.objects.update(manual_is_public=True)
    text = drafting.revise(version.policy, by=cast.polly)
    address = f"/policies/drafts/{text.pk}/publish/"
    said = words(polly.get(address))
    assert "Everyone who has to sign this policy (1 person is asked)" in said
    assert "if the version is in force today." in said
    assert "The text says: Revised January 20, 2025. Publishing adds no date of its own." in said
    decided = {"revision": "minor", "summary": "New.", "asks_again": "nobody", "seen": 1}
    checked = words(polly.post(address, decided))
    assert "Everyone can read it, also without signing in" in checked
    asked = "Only those who have not signed: signatures of the version before still count"
    assert f"{asked} (1 person is asked)" in checked
    assert "Nobody has to sign again" not in checked
    assert "if the version is in force today" not in checked
    later = today() + dt.timedelta(days=60)
    due = words(polly.post(address, {**decided, "effective_on": str(later)}))
    rule = version.policy.requirements.get()
    assert date_in_words(due_date(rule, assigned_on=later), style="long") in due
