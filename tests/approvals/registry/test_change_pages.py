"""From the page of an account to a request for its change or its end, and back to its history."""

from __future__ import annotations

import re

import pytest

from approvals import as_it_stands
from approvals.models import Request
from approvals.registry import closing
from tests.factories import approvals as factory
from tests.standing import standing


@standing
def account(cast):
    return factory.registered(
        cast.lou,
        deciders=[cast.pat, cast.ada],
        manager=cast.hana,
        place=cast.northside,
        writes_to_students="no",
    )


def page_of(client, about):
    return client.get(about.get_absolute_url()).content.decode()


def begin(client, account, what="change"):
    answer = client.post(f"{account.get_absolute_url()}{what}/")
    return answer.url


def test_the_owner_begins_on_the_page_of_the_account_and_takes_the_draft_up_again(
    client, cast, account
):
    client.force_login(cast.lou)
    page = page_of(client, account)
    assert "Ask for a change of what was approved" in page
    assert page.index('href="#look-after"') < page.index("Purpose") < page.index('id="look-after"')
    assert "Ask that it be closed" not in page_of(client, account)
    url = begin(client, account)
    page = client.get(url).content.decode()
    assert 'value="Northside Band"' in page
    assert "What should change" in page
    assert begin(client, account) == url
    assert Request.objects.filter(kind="account_change").count() == 1


def test_the_request_goes_its_way_and_shows_what_is_and_what_is_asked(client, cast, account):
    asked = factory.change_of(account, by=cast.lou, purpose="Concerts")
    client.force_login(cast.lou)
    assert client.get(factory.url("details", asked)).status_code == 200
    promised = client.post(factory.url("promises", asked), {})
    assert promised.url == factory.url("check", asked)
    page = client.get(factory.url("check", asked)).content.decode()
    assert "<del>" in page
    assert "Concerts" in page
    assert "What stays as it is" in page
    assert client.post(factory.url("check", asked)).url == factory.url("sent", asked)
    asked.refresh_from_db()
    assert "This is asked for and not decided yet." in page_of(client, account)
    client.force_login(cast.pat)
    page = client.get(factory.url("decide", asked)).content.decode()
    assert "Concert dates and rehearsal clips" in page
    assert "Northside Band in the registry" in page
    client.force_login(cast.gus)
    assert "not decided yet" not in page_of(client, account), "it is not theirs to read"
    for person in (cast.pat, cast.ada):
        factory.decided(asked, by=person)
    client.force_login(cast.lou)
    page = page_of(client, account)
    assert "Changed, as was approved" in page
    assert "not decided yet" not in page
    assert "It has grown." in page


def test_two_steps_are_enough_where_nothing_is_promised(client, cast, account):
    client.force_login(cast.lou)
    page = client.get(begin(client, account)).text
    asked = factory.change_of(account, by=cast.lou, purpose="Concerts")
    assert "Step 1 of 2" in page
    assert re.search(r"<h1[^>]*>Change of Northside Band</h1>", page)
    assert "One request for each account." not in page
    assert client.get(factory.url("promises", asked)).url == factory.url("check", asked)
    page = client.get(factory.url("check", asked)).text
    assert "Step 2 of 2" in page
    assert "You promise" not in page
    factory.send(asked)
    assert "promised" not in client.get(factory.url("request", asked)).text
    client.force_login(cast.pat)
    assert "promised" not in client.get(factory.url("decide", asked)).text


def test_where_students_come_in_anew_their_promises_are_asked_for(client, cast, account):
    asked = factory.change_of(account, by=cast.lou, writes_to_students="yes", under_13="no")
    client.force_login(cast.lou)
    assert "Step 2 of 3" in client.get(factory.url("promises", asked)).text


def test_who_comes_by_an_address_of_a_button_lands_on_the_page_that_has_it(client, cast, account):
    where = account.get_absolute_url()
    client.force_login(cast.lou)
    assert client.get(f"{where}change/").url == where
    assert client.get("/requests/new/account/").url == "/requests/new/"
    client.force_login(cast.hana)
    assert client.get(f"{where}ask-to-close/").url == where
    assert not Request.objects.filter(state="draft").exists()


def test_asked_once_more_one_comes_to_what_was_sent(client, cast, account):
    asked = factory.change_sent(account, by=cast.lou, purpose="Concerts")
    client.force_login(cast.lou)
    assert begin(client, account) == asked.get_absolute_url()


def test_what_is_asked_for_already_is_said_in_the_form(client, cast, account):
    factory.change_sent(account, by=cast.lou, purpose="Concerts")
    again = factory.change_of(account, by=cast.lou, purpose="Homework")
    client.force_login(cast.lou)
    page = client.post(factory.url("details", again), again.draft["details"]).content.decode()
    assert "has asked for the same already" in page
    assert client.post(factory.url("check", again)).url.endswith("?check=1")


def test_a_manager_asks_for_the_end_and_nobody_else(client, cast, account):
    client.force_login(cast.hana)
    assert "Ask that it be closed" in page_of(client, account)
    page = client.get(begin(client, account, "ask-to-close")).content.decode()
    assert "Why should it be closed?" in page
    for other in (cast.gus, cast.lou):
        client.force_login(other)
        assert client.post(f"{account.get_absolute_url()}ask-to-close/").status_code == 404
    client.force_login(cast.hana)
    assert client.post(f"{account.get_absolute_url()}change/").status_code == 404


def test_a_closed_account_is_asked_about_no_more(client, cast, account):
    asked = factory.change_of(account, by=cast.lou, purpose="Concerts")
    sent = factory.change_sent(account, by=cast.hana, kind="account_closing")
    closing.close(account, reason="Over.", by=cast.lou)
    client.force_login(cast.lou)
    assert begin(client, account) == account.get_absolute_url()
    page = client.get(f"{factory.url('details', asked)}?check=1").content.decode()
    assert "This account is closed. Discard the draft." in page
    client.force_login(cast.hana)
    assert "The account was closed." in client.get(sent.get_absolute_url()).content.decode()


def test_among_what_one_may_need_they_lead_to_one_s_own_accounts(client, cast, account):
    client.force_login(cast.lou)
    assert 'href="/registry/?whose=mine"' in client.get("/requests/new/").text
    for person, mine in ((cast.lou, True), (cast.hana, True), (cast.gus, False)):
        client.force_login(person)
        page = client.get("/registry/?whose=mine").text
        assert (account.get_absolute_url() in page) is mine, person
        assert account.get_absolute_url() in client.get("/registry/").text
    client.force_login(cast.lou)
    assert client.post("/requests/new/account_change/").status_code == 404


def test_comments_are_no_longer_opened_by_hand(client, cast, account):
    client.force_login(cast.lou)
    page = client.get(f"{account.get_absolute_url()}care/").content.decode()
    assert 'name="comments"' not in page
    assert "changes by a request alone" in page


@pytest.mark.parametrize(("name", "most"), [("details", 12), ("check", 19)])
def test_the_pages_of_a_change_cost_few_statements(
    client, cast, account, name, most, django_assert_max_num_queries
):
    asked = factory.change_of(account, by=cast.lou, purpose="Concerts")
    client.force_login(cast.lou)
    client.get(factory.url(name, asked))
    with django_assert_max_num_queries(most):
        client.get(factory.url(name, asked))


@pytest.mark.parametrize("kind", ["account_change", "account_closing"])
def test_a_draft_about_an_account_that_is_kept_no_longer_says_so_and_can_be_discarded(
    client, cast, account, kind
):
    by = cast.lou if kind == "account_change" else cast.hana
    draft = factory.change_of(account, by=by, kind=kind)
    Request.objects.filter(pk=draft.pk).update(about=as_it_stands.about(0))
    client.force_login(by)
    for step in ("details", "promises", "check"):
        page = client.get(factory.url(step, draft))
        assert page.status_code == 410
        assert "is kept no longer" in page.content.decode()
        assert factory.url("discard", draft) in page.content.decode()
    typed = client.post(factory.url("details", draft), {"why": "So.", "autosave": "1"})
    assert typed.status_code == 409
    client.post(factory.url("discard", draft))
    assert not Request.objects.filter(pk=draft.pk).exists()
