"""A rescinded policy binds nobody and stays readable, until a version revives it."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse
from django.utils.html import strip_tags

from approvals.models import Promise
from district_portal import audit
from district_portal.district.current import today
from policies import reading
from policies.acknowledgments import assigning
from policies.acknowledgments.models import Signature
from policies.drafts import drafting, previewing
from policies.models import Policy, Rescission
from policies.publication import proposing, publishing, rescinding
from tests.factories import approvals as requests
from tests.factories.acknowledgments import required, signed
from tests.factories.policies import published

pytestmark = pytest.mark.django_db


def rescind(policy, *, days=0, reason="Nobody uses it.", **fields):
    on = today() + dt.timedelta(days=days)
    return rescinding.rescind(policy, on=on, reason=reason, **{"by": None, **fields})


def words(answer):
    return " ".join(strip_tags(answer.content.decode()).split())


def test_open_assignments_end_and_signatures_stay(cast):
    version = published("529", "Staff Networks")
    requirement = required(version, people=[cast.lou, cast.gus])
    signature = signed(cast.gus, version)
    rescind(version.policy)
    assert not assigning.open_for(cast.lou).exists()
    assert requirement.assignments.get(person=cast.lou).ended_why == "rule"
    assert requirement.assignments.get(person=cast.gus).signature == signature
    assert not assigning.verify()


def test_a_rescinded_policy_has_no_version_in_force(cast):
    version = published("529", "Staff Networks")
    rescission = rescind(version.policy, resolution="2026-15", by=cast.polly)
    policy = Policy.objects.get()
    assert (policy.state, policy.in_force, policy.last_in_force) == ("rescinded", None, version)
    assert (rescission.version, rescission.on) == (version, today())
    assert audit.events(act="policies.rescinded").get().actor == "Polly Hart"


def test_twice_is_once(cast):
    policy = published("529", "Staff Networks").policy
    assert rescind(policy) == rescind(policy)
    assert Rescission.objects.count() == 1


@pytest.mark.parametrize(("days", "why"), [(1, "today or an earlier"), (-1, "that day or a later")])
def test_the_day_lies_between_coming_into_force_and_today(cast, days, why):
    policy = published("529", "Staff Networks", effective_on=today()).policy
    with pytest.raises(rescinding.NotRescindableError, match=why):
        rescind(policy, days=days)


def test_what_is_scheduled_is_withdrawn_first(cast):
    policy = published("529", "Staff Networks").policy
    published("529", "Staff Networks", effective_on=today() + dt.timedelta(days=3))
    with pytest.raises(rescinding.NotRescindableError, match="Withdraw it first"):
        rescind(policy)


def test_the_next_version_revives_it_with_its_clauses_and_asks_again(cast):
    first = published("529", "Staff Networks")
    requirement = required(first, people=[cast.lou])
    rescind(first.policy)
    draft = drafting.restore(first, by=cast.polly)
    second = publishing.publish(draft, by=cast.polly, summary="Back again.")
    assert (second.number, second.policy.state) == (2, "in_force")
    assert [c.key for c in second.clauses.all()] == [c.key for c in first.clauses.all()]
    assert requirement.assignments.get(ended_at=None).version == second
    place = reading.whereabouts(second.policy, first.clauses.first().key)
    assert (place.clause.version, place.removed_in) == (second, None)


def test_a_promise_that_rests_on_it_is_still_asked_and_kept(cast, client):
    requests.enter_presets()
    version = published("529", "Staff Networks")
    name = Promise.objects.filter(kind="account", only_with_students=False).first().name
    requests.tie(name, version.clauses.first())
    sent = requests.sent(cast.lou, manager=cast.val, place=cast.northside)
    rescind(version.policy)
    client.force_login(cast.lou)
    assert client.get(requests.url("request", sent)).status_code == 200
    later = requests.sent(cast.lou, manager=cast.val, place=cast.northside, handle="@Later")
    assert later.submissions.get().attestations.count() > 0
    client.force_login(cast.ada)
    promise = Promise.objects.get(kind="account", name=name)
    assert client.get(reverse("approvals:promise", args=[promise.pk])).status_code == 200


# Pages


def test_the_page_says_what_will_happen_before_it_does(cast, client):
    version = published("529", "Staff Networks")
    required(version, people=[cast.lou, cast.gus])
    client.force_login(cast.polly)
    address = "/policies/529/rescind/"
    assert "2 people have not signed it yet" in words(client.get(address))
    assert "Say why it is rescinded" in words(client.post(address, {"on": today(), "reason": ""}))
    sent = {"on": today().isoformat(), "reason": "Nobody uses it.", "resolution": "2026-15"}
    assert "Rescind this policy?" in words(client.post(address, sent))
    assert not Rescission.objects.exists()
    said = words(client.post(address, {**sent, "confirmed": "yes"}, follow=True))
    assert "529 Staff Networks is rescinded." in said
    assert "This policy is rescinded" in said


def test_the_page_names_the_accounts_requests_and_promises_that_rest_on_it(cast, client):
    requests.enter_presets()
    version = published("529", "Staff Networks")
    client.force_login(cast.polly)
    said = words(client.get("/policies/529/rescind/"))
    assert "rest on it" not in said
    assert "Promises that name" not in said
    promise = Promise.objects.filter(kind="account", only_with_students=False).first()
    requests.tie(promise.name, version.clauses.first())
    people = {"manager": cast.val, "place": cast.northside}
    account = requests.registered(cast.lou, deciders=[cast.pat, cast.ada], **people)
    requests.sent(cast.lou, **people, handle="@Later")
    page = client.get("/policies/529/rescind/")
    said = words(page)
    assert "One approved account rests on a promise" in said
    assert f'<a href="{reverse("registry:account", args=[account.pk])}">' in page.content.decode()
    assert "One request that is under way" in said
    assert promise.wording in said


def test_whoever_decides_sees_that_a_promise_rests_on_what_is_rescinded(cast, client):
    requests.enter_presets()
    version = published("529", "Staff Networks")
    name = Promise.objects.filter(kind="account", only_with_students=False).first().name
    requests.tie(name, version.clauses.first())
    sent = requests.sent(cast.lou, manager=cast.val, place=cast.northside)
    client.force_login(cast.pat)
    address = reverse("approvals:decide", args=[sent.pk])
    assert "Rescinded" not in words(client.get(address))
    rescind(version.policy)
    assert "Rescinded" in words(client.get(address))


def test_an_editor_revives_it_from_its_last_text(cast, client):
    version = published("529", "Staff Networks", clauses=["Be kind."])
    rescind(version.policy)
    client.force_login(cast.polly)
    assert "Draft the next version from version 1" in words(client.get("/policies/529/"))
    assert "Be kind." in words(client.post("/policies/529/v1/draft/", follow=True))


def test_everyone_reads_when_and_why(cast, client):
    version = published("529", "Staff Networks", clauses=["Be kind."])
    rescind(version.policy, resolution="2026-15")
    client.force_login(cast.lou)
    for address in ("/policies/529/", "/policies/529/v1/"):
        said = words(client.get(address))
        assert "Nobody uses it." in said
        assert "Resolution 2026-15" in said
        assert "Be kind." in said
    assert "Rescinded" in words(client.get("/policies/"))


def test_who_must_no_longer_sign_is_told_so(cast, client):
    version = published("529", "Staff Networks")
    assignment = required(version, people=[cast.lou]).assignments.get()
    rescind(version.policy)
    client.force_login(cast.lou)
    assert client.get(f"/sign/{assignment.pk}/").status_code == 200
    client.post(f"/sign/{assignment.pk}/", {"agrees": "on", "typed_name": "Lou Berg"})
    assert not Signature.objects.exists()


def test_a_revival_is_compared_with_the_last_text(cast):
    version = published("529", "Staff Networks", clauses=["Be kind.", "Ask first."])
    rescind(version.policy)
    draft = drafting.revise(Policy.objects.get(), by=cast.polly)
    assert [node["text"] for node in draft.nodes] == ["Be kind.", "Ask first."]
    assert previewing.preview(draft).changed == 0


def test_who_was_about_to_publish_must_look_again(cast):
    policy = published("529", "Staff Networks").policy
    seen = drafting.revise(policy, by=cast.polly)
    decided = {
        "revision": "minor",
        "summary": "Other words.",
        "asks_again": "nobody",
        "effective_on": None,
        "board": {},
    }
    proposed = proposing.propose(seen, by=cast.polly, decisions=decided)
    rescind(policy)
    with pytest.raises(proposing.OthersProposalError):
        proposing.agree(proposed, by=cast.ada)
    with pytest.raises(publishing.ChangedError):
        publishing.publish(seen, by=cast.ada, summary="Other words.", seen=seen.revision)
    assert Policy.objects.get().state == "rescinded"
