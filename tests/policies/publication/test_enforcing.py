"""A scheduled version waits for its day, comes into force once, or is withdrawn before."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from district_portal import audit, mailing
from district_portal.district.current import today
from district_portal.district.models import District
from policies.drafts import drafting
from policies.models import Draft, FormerSlug, Policy, Version
from policies.publication import enforcing, publishing
from policies.redlining.tracing import trace
from tests.factories.acknowledgments import required
from tests.factories.policies import draft, published

pytestmark = pytest.mark.django_db


def in_days(days: int) -> dt.datetime:
    return timezone.now() + dt.timedelta(days=days)


def scheduled(code="529", title="Staff Networks", *, days=10, **fields) -> Version:
    return published(code, title, effective_on=today() + dt.timedelta(days=days), **fields)


def words(answer):
    return " ".join(strip_tags(answer.content.decode()).split())


def test_until_its_day_everything_stays_as_it_is(cast):
    first = published("529", "Staff Networks")
    second = scheduled(clauses=["Be kinder."], by=cast.polly, policy=first.policy)
    policy = Policy.objects.get()
    assert (second.number, second.state, policy.in_force) == (2, "scheduled", first)
    assert second.alignment["removed"]


def test_the_policy_takes_its_new_name_on_the_day(cast):
    first = published("529", "Staff Networks", series="Old")
    scheduled("533", "Networks", policy=first.policy, series="New")
    assert Policy.objects.get().slug == "529"
    assert enforcing.bring_due_into_force(at=in_days(9)) == 0
    assert enforcing.bring_due_into_force(at=in_days(10)) == 1
    policy = Policy.objects.get()
    assert (policy.code, policy.slug, policy.title, policy.series) == (
        "533",
        "533",
        "Networks",
        "New",
    )
    assert policy.in_force.number == 2
    assert FormerSlug.objects.get(slug="529").policy == policy
    first.refresh_from_db()
    assert first.state == "superseded"


def test_people_are_asked_to_sign_on_the_day_and_not_before(cast):
    requirement = required(published("529", "Staff Networks"), people=[cast.lou])
    version = scheduled(clauses=["Be kinder."])
    asked = requirement.assignments.filter(version=version)
    assert not asked.exists()
    enforcing.bring_due_into_force(at=in_days(10))
    assignment = asked.get()
    assert (assignment.person, assignment.ended_at) == (cast.lou, None)
    assert assignment.assigned_on == today(in_days(10))


def test_the_day_is_the_district_s_own(cast):
    version = scheduled(days=1)
    midnight = dt.datetime.combine(version.effective_on, dt.time(5, 59), dt.UTC)  # 11:59 p.m. there
    assert enforcing.bring_due_into_force(at=midnight) == 0
    assert enforcing.bring_due_into_force(at=midnight + dt.timedelta(minutes=2)) == 1


def test_twice_is_once(cast):
    version = scheduled()
    assert enforcing.bring_into_force(version, at=in_days(10))
    assert not enforcing.bring_into_force(version, at=in_days(10))
    assert audit.events(act="policies.came_into_force").count() == 1


def test_nothing_comes_into_force_too_early(cast):
    with pytest.raises(enforcing.TooEarlyError):
        enforcing.bring_into_force(scheduled(), at=in_days(5))


def test_one_that_cannot_come_into_force_holds_up_no_other(cast, caplog):
    stuck = scheduled("533", "Networks", policy=published("529", "Staff Networks").policy)
    Policy.objects.create(code="533", slug="533", title="Thief", sort_code="", sort_title="")
    other = scheduled("540", "Phones")
    assert enforcing.bring_due_into_force(at=in_days(10)) == 1
    stuck.refresh_from_db()
    other.refresh_from_db()
    assert (stuck.state, other.state) == ("scheduled", "in_force")
    assert "can't come into force" in caplog.text


def test_while_one_waits_nothing_else_is_published(cast):
    policy = published("529", "Staff Networks").policy
    scheduled(policy=policy)
    with pytest.raises(publishing.NotReadyError, match="Version 2 comes into force on"):
        publishing.publish(draft("529", "Staff Networks"), by=None, summary="Other words.")


def test_a_code_that_a_waiting_version_will_have_is_taken(cast):
    scheduled("533", "Networks", policy=published("529", "Staff Networks").policy)
    assert "has this code already" in " ".join(publishing.problems(draft("533", "Other")))


def test_a_code_that_is_taken_on_the_day_is_told_to_the_publisher_once(cast):
    first = published("529", "Staff Networks")
    waiting = scheduled("533", "Networks", policy=first.policy, by=cast.polly)
    Policy.objects.create(
        code="533", title="Phones", slug="533", sort_code="533", sort_title="phones"
    )
    assert enforcing.bring_due_into_force(at=in_days(10)) == 0
    assert enforcing.bring_due_into_force(at=in_days(11)) == 0
    mail = mailing.history(cast.polly).get(name="scheduled_code_taken")
    assert "Not in force as planned: 529 Staff Networks" in mail.subject
    assert waiting.get_absolute_url() in mail.text
    assert not mailing.history(cast.ada).filter(name="scheduled_code_taken").exists()
    first.refresh_from_db()
    assert first.state == "in_force"
    Policy.objects.filter(title="Phones").update(code="534", slug="534")
    assert enforcing.bring_due_into_force(at=in_days(12)) == 1


def test_where_the_publisher_is_gone_all_who_may_publish_are_told(cast):
    first = published("529", "Staff Networks")
    scheduled("533", "Networks", policy=first.policy, by=cast.left)
    Policy.objects.create(
        code="533", title="Phones", slug="533", sort_code="533", sort_title="phones"
    )
    enforcing.bring_due_into_force(at=in_days(10))
    for person in (cast.polly, cast.ada):
        assert mailing.history(person).filter(name="scheduled_code_taken").count() == 1


def test_a_withdrawn_version_keeps_its_text_and_its_number(cast):
    first = published("529", "Staff Networks", clauses=["Be kind.", "Ask first."])
    second = scheduled(clauses=["Be kind.", "Ask first and twice."])
    enforcing.withdraw(second, by=cast.polly, reason="The board waits.")
    second.refresh_from_db()
    assert second.state == "withdrawn"
    assert enforcing.bring_due_into_force(at=in_days(20)) == 0
    again = drafting.restore(second, by=cast.polly)
    third = publishing.publish(again, by=cast.polly, summary="Twice.")
    assert (third.number, third.sha256) == (3, second.sha256)
    assert [c.key for c in third.clauses.all()] == [c.key for c in first.clauses.all()]


def test_a_clause_that_was_new_in_a_withdrawn_version_is_itself_when_that_is_drafted_again(cast):
    published("529", "Staff Networks", clauses=["Be kind.", "Ask first."])
    second = scheduled(clauses=["Be kind.", "Ask first.", "Walk on the left side of every hall."])
    enforcing.withdraw(second, by=cast.polly, reason="The board waits.")
    third = publishing.publish(
        drafting.restore(second, by=cast.polly), by=cast.polly, summary="Again."
    )
    assert [c.key for c in third.clauses.all()] == [c.key for c in second.clauses.all()]
    assert third.alignment["added"] == [third.clauses.last().key]
    alignment = trace(second, third)
    assert (alignment.added, alignment.removed, len(alignment.pairs)) == ([], [], 3)


def test_a_clause_joined_away_and_written_twice_gets_a_key_once(cast):
    published("529", "Staff Networks", clauses=["Be kind."])
    second = scheduled(clauses=["Be kind.", "Walk on the left side of every hall."])
    enforcing.withdraw(second, by=cast.polly, reason="The board waits.")
    again = drafting.restore(second, by=cast.polly)
    again.nodes.append({**again.nodes[1], "id": 9})
    again.save()
    third = publishing.publish(again, by=cast.polly, summary="Again.")
    assert len({c.key for c in third.clauses.all()}) == 3


def test_what_is_in_force_cannot_be_withdrawn(cast):
    with pytest.raises(enforcing.NotScheduledError):
        enforcing.withdraw(published("529", "Staff Networks"), by=cast.polly, reason="No.")


def test_a_series_that_is_settled_meanwhile_stays(cast):
    policy = published("529", "Staff Networks", series="Old").policy
    scheduled(series="Old", policy=policy)
    Policy.objects.update(series="Settled")
    enforcing.bring_due_into_force(at=in_days(10))
    assert Policy.objects.get().series == "Settled"


# Pages


@pytest.fixture
def lou(cast, client):
    client.force_login(cast.lou)
    return client


def test_a_new_policy_that_waits_is_known_to_nobody_but_its_editors(cast, client):
    version = scheduled()
    address = version.policy.get_absolute_url()
    client.force_login(cast.lou)
    for hidden in (address, version.get_absolute_url(), f"{version.get_absolute_url()}text/"):
        assert client.get(hidden).status_code == 404
    assert "Staff Networks" not in words(client.get("/policies/"))
    client.force_login(cast.polly)
    assert "comes into force on" in words(client.get(address, follow=True))
    assert "Not yet in force" in words(client.get("/policies/"))
    enforcing.bring_due_into_force(at=in_days(10))
    client.force_login(cast.lou)
    assert client.get(address).status_code == 200


def test_readers_see_nothing_of_what_is_to_come(cast, lou):
    first = published("529", "Staff Networks")
    second = scheduled(clauses=["Send no faxes."])
    said = words(lou.get("/policies/529/"))
    assert "Version 2" not in said
    assert lou.get("/policies/529/v2/").status_code == 404
    key = second.clauses.get().key
    assert lou.get(reverse("policies:clause", args=["529", key])).status_code == 404
    gone = first.clauses.first().key
    assert lou.get(reverse("policies:clause", args=["529", gone])).status_code == 302


def test_a_reference_to_a_policy_that_waits_is_no_link(cast, lou):
    scheduled("540", "Phones")
    published("529", "Staff Networks", cross_refs=[{"code": "540", "title": "Phones"}])
    assert "/policies/540/" not in lou.get("/policies/529/").content.decode()


def test_an_editor_withdraws_with_a_reason_and_drafts_it_again(cast, client):
    published("529", "Staff Networks")
    scheduled(clauses=["Be kinder."])
    client.force_login(cast.polly)
    assert "Version 2 comes into force on" in words(client.get("/policies/529/"))
    refused = client.post("/policies/529/v2/withdraw/", {"reason": ""})
    assert "Say why it is withdrawn" in words(refused)
    said = words(
        client.post("/policies/529/v2/withdraw/", {"reason": "The board waits."}, follow=True)
    )
    assert "before it came into force: The board waits." in said
    answer = client.post("/policies/529/v2/draft/", follow=True)
    assert "Be kinder." in words(answer)
    assert Draft.objects.count() == 1
    again = client.post("/policies/529/v2/withdraw/", {"reason": "Once more."}, follow=True)
    assert "not scheduled any more" in words(again)


def test_the_version_page_says_how_to_correct_it(cast, client):
    published("529", "Staff Networks")
    client.force_login(cast.polly)
    assert "publish it as a technical revision" in words(client.get("/policies/529/v1/"))


@pytest.mark.parametrize("state", ["scheduled", "withdrawn"])
@pytest.mark.parametrize("who", ["lou", "hana", "anon"])
def test_no_page_lets_out_what_is_not_in_force(cast, client, who, state):
    District.objects.update(manual_is_public=True)
    published("529", "Staff Networks", clauses=["Be kind."])
    version = scheduled(clauses=["Send no carrier pigeons."])
    if state == "withdrawn":
        enforcing.withdraw(version, by=cast.polly, reason="No.")
    if who != "anon":
        client.force_login(getattr(cast, who))
    day = version.effective_on.isoformat()
    for address in (
        "v2/",
        "v2/text/",
        "v2/plain/",
        "v2/pdf/",
        "v2/discussion/",
        "v2/changes/v1/",
        "v1/changes/v2/",
        "v2/changes/v1/pdf/",
    ):
        assert client.get(f"/policies/529/{address}").status_code in (302, 404), address
    for address in (
        "/policies/529/",
        "/policies/529/v1/",
        f"/policies/529/as-of/{day}/",
        "/policies/529/changes/?old=1&new=2",
        "/policies/529/changes/",
        "/policies/search/?words=pigeons",
        "/policies/search/?words=pigeons&former=on",
        "/policies/?words=529",
    ):
        said = words(client.get(address, follow=True))
        assert "carrier" not in said, address
        assert "Version 2" not in said, address
