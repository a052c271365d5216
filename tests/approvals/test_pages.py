"""The pages of requests: who sees them, what they do twice, late, and for many rows."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from approvals.models import Decision, Request, Step, Submission
from tests.factories import approvals as factory

PEOPLE = "ada bea tom polly hana otto pat lou mia val theo gus".split()  # noqa: SIM905


def open_for(client, cast, address, *, method="get", data=None):
    """Who gets the page: names of the cast by status."""
    found = {}
    for name in PEOPLE:
        client.force_login(getattr(cast, name))
        status = getattr(client, method)(address, data or {}).status_code
        found.setdefault(status, set()).add(name)
    return found


def said(response):
    return " ".join(str(message) for message in get_messages(response.wsgi_request))


def queries(client, address):
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert client.get(address).status_code == 200
    return len(seen)


def post_decision(client, request, step, outcome="approved", reason=""):
    data = {"step": step.pk, "outcome": outcome, "reason": reason}
    return client.post(factory.url("decide", request), data)


@pytest.mark.parametrize("name", ["requests", "new", "queue"])
def test_lists_are_open_to_everyone_who_signs_in(client, cast, name):
    assert open_for(client, cast, reverse(f"approvals:{name}")) == {200: set(PEOPLE)}
    client.logout()
    assert "/accounts/login/" in client.get(reverse(f"approvals:{name}")).url


def test_a_sent_request_is_seen_by_those_concerned_and_those_who_oversee(client, cast, asked):
    found = open_for(client, cast, factory.url("request", asked))
    assert found[200] == {"lou", "pat", "ada", "otto"}
    assert found[404] == set(PEOPLE) - found[200]


def test_a_draft_is_its_writer_s_alone(client, cast):
    drafted = factory.draft(cast.lou, manager=cast.hana, place=cast.northside)
    for page in ("details", "promises", "check"):
        assert open_for(client, cast, factory.url(page, drafted))[200] == {"lou"}
    assert open_for(client, cast, factory.url("request", drafted)).keys() == {302, 404}


@pytest.mark.parametrize("page", ["discard", "withdraw"])
def test_nobody_else_discards_or_withdraws(client, cast, asked, page):
    found = open_for(client, cast, factory.url(page, asked), method="post")
    assert found == {302: {"lou"}, 404: set(PEOPLE) - {"lou"}}
    client.force_login(cast.lou)
    assert client.get(factory.url(page, asked)).status_code == 405


def test_only_the_one_seated_gets_the_decision_form(client, cast, asked):
    found = open_for(client, cast, factory.url("decide", asked))
    assert found == {
        200: {"pat"},
        302: {"lou", "ada", "otto"},
        404: set(PEOPLE) - {"pat", "lou", "ada", "otto"},
    }


def test_the_whole_way_by_form(client, cast):
    factory.enter_presets()
    client.force_login(cast.lou)
    started = client.post(reverse("approvals:start", args=["account"]))
    request = Request.objects.get()
    details = factory.typed(manager=cast.hana, place=cast.northside)
    answered = client.post(started.url, details)
    assert answered.url == factory.url("promises", request)
    page = client.get(answered.url).content.decode()
    boxes = re.findall(r'name="(promise_\d+)"', page)
    assert len(boxes) == 9
    assert client.post(answered.url, dict.fromkeys(boxes[1:], "on")).status_code == 200
    answered = client.post(answered.url, dict.fromkeys(boxes, "on"))
    assert answered.url == factory.url("check", request)
    page = client.get(answered.url).content.decode()
    assert "Nothing may go live before consent" in page
    assert "Pat Novak</" not in page
    assert re.search(r"Pat Novak, your supervisor", page)
    assert f'href="{factory.url("details", request)}#id_purpose"' in page
    sent = client.post(answered.url)
    assert sent.url == factory.url("sent", request)
    assert request.submissions.get().attestations.count() == 9
    assert client.post(answered.url).url == sent.url, "a double click sends once"
    assert Submission.objects.count() == 1
    assert "2026-1" in client.get(sent.url).content.decode()


def test_what_was_changed_in_another_window_is_checked_again_before_it_goes(client, cast):
    drafted = factory.draft(cast.lou, manager=cast.hana, place=cast.northside)
    client.force_login(cast.lou)
    check = factory.url("check", drafted)
    seen = re.search(r'name="seen" value="([^"]+)"', client.get(check).content.decode())[1]
    changed = factory.typed(manager=cast.hana, place=cast.northside, purpose="Something else")
    client.post(factory.url("details", drafted), changed)
    answer = client.post(check, {"seen": seen})
    assert answer.url == check
    assert not Submission.objects.exists()
    page = client.get(check).content.decode()
    assert "You have changed this in the meantime" in page
    client.post(check, {"seen": re.search(r'name="seen" value="([^"]+)"', page)[1]})
    assert Submission.objects.count() == 1


def test_saving_for_later_keeps_what_was_typed_without_complaint(client, cast):
    factory.enter_presets()
    client.force_login(cast.lou)
    started = client.post(reverse("approvals:start", args=["account"]))
    client.post(started.url, {"purpose": "Half a thou\x00ght", "handle": "??", "later": "1"})
    page = client.get(started.url).content.decode()
    assert "Half a thought" in page
    assert "There is a problem" not in page
    assert "Draft without a title" in client.get(reverse("approvals:requests")).content.decode()


def test_a_step_can_not_be_jumped_over(client, cast):
    factory.enter_presets()
    client.force_login(cast.lou)
    client.post(reverse("approvals:start", args=["account"]))
    request = Request.objects.get()
    for page in ("promises", "check"):
        answer = client.post(factory.url(page, request))
        assert answer.url == factory.url("details", request) + "?check=1"
    assert "Choose a platform" in client.get(answer.url).content.decode()
    assert request.submissions.count() == 0


def test_an_unknown_kind_is_not_found(client, cast):
    client.force_login(cast.lou)
    assert client.post(reverse("approvals:start", args=["rocket"])).status_code == 404


def test_deciding_leads_to_the_next_in_the_queue(client, cast, asked):
    other = factory.sent(cast.mia, manager=cast.hana, place=cast.northside, handle="@choir")
    client.force_login(cast.pat)
    page = client.get(factory.url("decide", asked)).content.decode()
    assert "1 of 2 in your queue" in page
    assert "It then goes to Ada Lindqvist, District Administrator." in page
    answer = post_decision(client, asked, factory.step_of(asked))
    assert answer.url == factory.url("decide", other)
    assert f"You approved request {asked.number}" in said(answer)
    answer = post_decision(client, other, factory.step_of(other), "denied", "No.")
    assert answer.url == reverse("approvals:queue")


def test_it_is_said_what_was_decided_where_it_goes_and_that_another_comes_now(client, cast, asked):
    factory.sent(cast.lou, manager=cast.hana, place=cast.northside, handle="@northsidechoir")
    step = factory.step_of(asked)
    client.force_login(cast.pat)
    decided = {"outcome": "approved", "step": step.pk}
    page = client.post(factory.url("decide", asked), decided, follow=True).text
    assert f"You approved request {asked.number}, {asked.title}. Lou Berg is told." in page
    assert "It then goes to Ada Lindqvist" in page
    assert "This is the next one in your queue." in page


def test_who_decides_can_look_at_the_account_and_reads_where_they_are_named_in_it(client, cast):
    asked = factory.sent(cast.lou, manager=cast.pat, place=cast.northside)
    client.force_login(cast.pat)
    page = client.get(factory.url("decide", asked)).text
    address = asked.submissions.get().answers["address"]
    assert f'<a href="{address}" rel="noopener noreferrer">' in page
    assert "You are named in this request yourself: Second manager" in page
    factory.decided(asked, by=cast.pat)
    client.force_login(cast.ada)
    assert "You are named" not in client.get(factory.url("decide", asked)).text


def test_the_navigation_counts_the_requests_that_came_back(client, cast, asked):
    client.force_login(cast.lou)
    assert "Requests</a>" in client.get("/").content.decode()
    factory.decided(asked, by=cast.pat, outcome="returned", reason="Who else signs in?")
    assert 'Requests <span class="count">1<' in client.get("/").content.decode()


def test_a_refusal_without_reason_is_explained_at_the_field(client, cast, asked):
    client.force_login(cast.pat)
    for outcome, words in (("returned", "Say what has to change"), ("denied", "Say why you deny")):
        answer = post_decision(client, asked, factory.step_of(asked), outcome, "  ")
        assert words in answer.content.decode()
    answer = client.post(factory.url("decide", asked), {"step": factory.step_of(asked).pk})
    assert "Choose what you decide" in answer.content.decode()
    assert not Decision.objects.exists()


def test_a_double_click_decides_once_and_says_so(client, cast, asked):
    client.force_login(cast.pat)
    step = factory.step_of(asked)
    post_decision(client, asked, step)
    answer = post_decision(client, asked, step)
    assert answer.url == asked.get_absolute_url()
    assert "You have decided this already." in said(answer)
    assert Decision.objects.count() == 1


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_stale_page_tells_who_decided_and_when(client, cast, asked, method):
    factory.decided(asked, by=cast.pat)
    step = factory.step_of(asked)
    factory.decided(asked, by=cast.ada)
    client.force_login(cast.pat)
    data = {"step": step.pk, "outcome": "denied", "reason": "No"} if method == "post" else {}
    answer = getattr(client, method)(factory.url("decide", asked), data)
    assert answer.url == asked.get_absolute_url()
    assert re.search(r"Ada Lindqvist approved this \(\w+ \d+, \d{4}, ", said(answer))
    assert Decision.objects.count() == 2


@pytest.mark.parametrize(
    ("outcome", "did"), [("returned", "returned this for changes"), ("denied", "denied this")]
)
def test_who_refused_and_why_stands_at_the_top_and_once(client, cast, asked, outcome, did):
    factory.decided(asked, by=cast.pat)
    step = factory.step_of(asked)
    factory.decided(asked, by=cast.ada, outcome=outcome, reason="Which band?")
    client.force_login(cast.pat)
    answer = post_decision(client, asked, step)
    page = client.get(answer.url).text
    assert page.count(f"Ada Lindqvist {did}") == 1
    assert page.index("Which band?") < page.index("What is asked for")


def test_a_withdrawn_request_tells_the_approver_so(client, cast, asked):
    step = factory.step_of(asked)
    client.force_login(cast.lou)
    client.post(factory.url("withdraw", asked))
    client.force_login(cast.pat)
    assert "Lou Berg has withdrawn this request." in said(post_decision(client, asked, step))


def test_a_step_of_another_request_is_not_decided(client, cast, asked):
    other = factory.sent(cast.mia, manager=cast.hana, place=cast.northside, handle="@choir")
    client.force_login(cast.pat)
    assert post_decision(client, asked, factory.step_of(other)).status_code == 200
    assert not Decision.objects.exists()


def test_two_requests_for_one_address_can_not_both_be_approved(client, cast, asked):
    second = factory.sent(cast.mia, manager=cast.hana, place=cast.northside)
    for request in (asked, second):
        factory.decided(request, by=cast.pat)
    factory.decided(asked, by=cast.ada)
    client.force_login(cast.ada)
    page = client.get(factory.url("decide", second)).content.decode()
    assert "This account is registered already" in page
    answer = post_decision(client, second, factory.step_of(second))
    assert "This address is registered already: Northside Band, Lou Berg." in (
        answer.content.decode()
    )
    assert factory.step_of(second)
    assert Decision.objects.count() == 3


def test_everyone_but_the_requester_finds_others_only_when_they_may(client, cast, asked):
    client.force_login(cast.otto)
    address = reverse("approvals:requests")
    assert asked.title not in client.get(address).content.decode()
    assert asked.title in client.get(address, {"whose": "all"}).content.decode()
    client.force_login(cast.gus)
    assert asked.title not in client.get(address, {"whose": "all"}).content.decode()


def test_filters_narrow_and_nonsense_is_left_out(client, cast, asked):
    client.force_login(cast.lou)
    address = reverse("approvals:requests")
    assert asked.title in client.get(address, {"state": "open", "words": "band"}).content.decode()
    for nonsense in ({"state": "denied"}, {"words": "choir"}):
        assert "No request matches" in client.get(address, nonsense).content.decode()
    for odd in ({"state": "odd"}, {"words": "\x00"}, {"page": "x"}):
        assert client.get(address, odd).status_code == 200
    client.force_login(cast.pat)
    queue = reverse("approvals:queue")
    assert asked.title in client.get(queue, {"words": "berg"}).content.decode()
    assert "No request matches" in (
        client.get(queue, {"place": cast.transportation.pk}).content.decode()
    )


@pytest.mark.thorough
def test_a_list_costs_the_same_for_3_and_30_rows(client, cast):
    factory.enter_presets()
    counts = {}
    pages = [
        (cast.pat, reverse("approvals:queue")),
        (cast.lou, reverse("approvals:requests")),
        (cast.ada, reverse("approvals:requests") + "?whose=all"),
        (cast.pat, "/"),
        (cast.lou, "/"),
    ]
    for total in (6, 30):
        for number in range(Request.objects.count(), total):
            factory.sent(cast.lou, manager=cast.hana, place=cast.northside, handle=f"@band{number}")
        for person, address in pages:
            client.force_login(person)
            counts.setdefault((str(person), address), []).append(queries(client, address))
    assert all(few == many for few, many in counts.values()), counts


def test_no_page_of_a_request_costs_more_than_its_budget(client, cast, asked):
    counts = {}
    for person, page in ((cast.pat, "decide"), (cast.lou, "request"), (cast.lou, "sent")):
        client.force_login(person)
        counts[page] = queries(client, factory.url(page, asked))
    assert max(counts.values()) <= 40, counts


def test_each_wish_leads_to_its_own_kind(client, cast):
    client.force_login(cast.lou)
    kinds = client.get(reverse("approvals:new")).text
    wishes = re.findall(r'href="/requests/new/#(\w+)"', client.get("/").text)
    assert set(wishes) == {"account", "exemption", "relationship"}
    for name in wishes:
        assert f'id="{name}"' in kinds


def test_who_has_asked_for_nothing_finds_what_waits_for_others_and_with_whom(client, cast):
    asked = factory.sent(cast.lou, manager=cast.hana, place=cast.northside)
    client.force_login(cast.ada)
    everything = reverse("approvals:requests") + "?whose=all&state=open"
    assert everything.replace("&", "&amp;") in client.get(reverse("approvals:requests")).text
    found = client.get(everything).text
    assert asked.title in found
    assert "With Pat" in found


def test_what_has_waited_longest_for_its_decision_stands_first(client, cast):
    first, last = (
        factory.sent(cast.lou, manager=cast.hana, place=cast.northside, handle=handle)
        for handle in ("@waits_long", "@waits_a_moment")
    )
    a_week = dt.timedelta(days=7)
    Step.objects.filter(pk=factory.step_of(first).pk).update(opened_at=timezone.now() - a_week)
    Request.objects.filter(pk=first.pk).update(changed_at=timezone.now() + a_week)
    client.force_login(cast.ada)
    found = client.get(reverse("approvals:requests") + "?whose=all&state=open").text
    assert found.index(first.number) < found.index(last.number)
