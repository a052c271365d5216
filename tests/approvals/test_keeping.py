"""What is typed into a request is kept while one types; two windows never undo one another."""

from __future__ import annotations

import json

from approvals import requesting
from approvals.models import Request
from tests.factories import approvals as factory
from tests.standing import standing


@standing
def draft(cast):
    return factory.draft(cast.lou, manager=cast.hana, place=cast.northside)


def seen(client, draft, name="details"):
    page = client.get(factory.url(name, draft)).content.decode()
    return page.partition('name="seen" value="')[2].partition('"')[0]


def keep(client, draft, name="details", **typed):
    answer = client.post(factory.url(name, draft), {**typed, "autosave": "1"})
    return answer.status_code, json.loads(answer.content)


def kept(draft):
    draft.refresh_from_db()
    return draft.draft["details"]


def test_what_is_typed_is_kept_as_it_is_without_a_word_about_what_is_wrong(client, cast, draft):
    client.force_login(cast.lou)
    status, told = keep(client, draft, seen=seen(client, draft), name_="", purpose="Half a sen")
    assert status == 200
    assert told["said"].startswith("Saved at ")
    assert kept(draft) == {"purpose": ["Half a sen"]}
    assert told["seen"] == seen(client, draft)
    status, _told = keep(client, draft, seen=told["seen"], purpose="Half a sentence.")
    assert (status, kept(draft)["purpose"]) == (200, ["Half a sentence."])


def test_only_what_the_step_asks_is_kept(client, cast, draft):
    client.force_login(cast.lou)
    keep(client, draft, purpose="Concerts", password="secret", state="approved", manager_pick="3")
    assert kept(draft) == {"purpose": ["Concerts"], "manager_pick": ["3"]}
    assert draft.state == "draft"


def test_an_older_window_is_told_and_undoes_nothing(client, cast, draft):
    client.force_login(cast.lou)
    older = seen(client, draft)
    keep(client, draft, seen=older, purpose="From the newer window")
    status, told = keep(client, draft, seen=older, purpose="From the older one")
    assert status == 409
    assert told["said"].startswith("Not saved: at ")
    assert kept(draft)["purpose"] == ["From the newer window"]


def test_the_buttons_of_an_older_window_ask_once_more_and_then_go_through(client, cast, draft):
    client.force_login(cast.lou)
    older, typed = seen(client, draft), {**draft.draft["details"], "purpose": ["Mine"]}
    keep(client, draft, seen=older, purpose="Newer")
    answer = client.post(factory.url("details", draft), {**typed, "seen": older})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Another window was faster" in page
    assert ">\nMine</textarea>" in page
    assert kept(draft)["purpose"] == ["Newer"]
    now = page.partition('name="seen" value="')[2].partition('"')[0]
    answer = client.post(factory.url("details", draft), {**typed, "seen": now})
    assert answer.url == factory.url("promises", draft)
    assert kept(draft)["purpose"] == ["Mine"]


def test_the_same_sent_twice_is_no_conflict(client, cast, draft):
    client.force_login(cast.lou)
    older, typed = seen(client, draft), {**draft.draft["details"], "purpose": ["Mine"]}
    for _ in range(2):
        answer = client.post(factory.url("details", draft), {**typed, "seen": older})
        assert answer.url == factory.url("promises", draft)


def test_another_step_is_another_matter(client, cast, draft):
    client.force_login(cast.lou)
    older = seen(client, draft)
    status, told = keep(client, draft, "promises", seen=seen(client, draft, "promises"))
    assert status == 200
    assert told["seen"] == seen(client, draft, "promises")
    assert keep(client, draft, seen=older, purpose="Concerts")[0] == 200


def test_nothing_is_kept_once_it_was_sent_and_nothing_of_others(client, cast, draft):
    sent = factory.send(draft)
    client.force_login(cast.lou)
    status, told = keep(client, sent, purpose="Too late")
    assert status == 409
    assert "sent or changed in the meantime" in told["said"]
    assert Request.objects.get().submissions.get().answers["purpose"].startswith("Concert dates")
    client.force_login(cast.gus)
    answer = client.post(factory.url("details", sent), {"autosave": "1"})
    assert answer.status_code == 404


def test_promises_are_not_kept_over_details_that_lack_something(client, cast, draft):
    client.force_login(cast.lou)
    keep(client, draft, purpose="Only this")
    assert keep(client, draft, "promises")[0] == 409


def test_a_fingerprint_differs_by_what_was_typed_alone(cast, draft):
    before = requesting.fingerprint(draft, "details")
    draft.draft = {"promises": {}, "details": dict(reversed(draft.draft["details"].items()))}
    assert requesting.fingerprint(draft, "details") == before
    draft.draft["details"]["purpose"] = ["Another"]
    assert requesting.fingerprint(draft, "details") != before
