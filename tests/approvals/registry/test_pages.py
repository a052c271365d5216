"""The registry's pages: open to all staff, kept by those who look after an account."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from approvals.registry.models import Account
from district_portal.district.current import today
from tests.approvals.test_pages import PEOPLE, open_for
from tests.factories import approvals as factory
from tests.factories.policies import published
from tests.standing import standing


@standing
def account(cast):
    return factory.registered(
        cast.lou, deciders=[cast.pat, cast.ada], manager=cast.hana, place=cast.northside
    )


def told(**changes):
    return {"told_on": today().isoformat(), "channel": "letter", "text": "Dear parents", **changes}


def page_of(client, address, **asked):
    return client.get(address, asked).content.decode()


def test_all_staff_see_the_list_and_an_account(client, cast, account):
    assert open_for(client, cast, reverse("registry:list")) == {200: set(PEOPLE)}
    assert open_for(client, cast, account.get_absolute_url()) == {200: set(PEOPLE)}
    client.logout()
    assert client.get(account.get_absolute_url()).status_code == 302


def test_the_notice_is_for_those_who_look_after_the_account(client, cast, account):
    found = open_for(client, cast, reverse("registry:notice", args=[account.pk]))
    assert found[200] == {"lou", "hana", "ada", "tom"}
    assert found[404] == set(PEOPLE) - found[200]


def test_the_bound_address_and_the_words_of_approvers_are_not_for_everyone(client, cast, account):
    client.force_login(cast.gus)
    page = page_of(client, account.get_absolute_url())
    assert "Nothing may go live yet" in page
    assert "band@marlow.example" not in page
    assert "Tell parents and record it" not in page
    assert "Request 2026-1" not in page
    client.force_login(cast.hana)
    page = page_of(client, account.get_absolute_url())
    assert "band@marlow.example" in page
    assert "Tell parents and record it" in page


def test_the_navigation_counts_what_waits_until_parents_are_told_for_its_owner(
    client, cast, account
):
    counted = 'Registry <span class="count">1<'
    client.force_login(cast.hana)
    assert counted not in page_of(client, "/")
    client.force_login(cast.lou)
    assert counted in page_of(client, "/")
    client.post(reverse("registry:notice", args=[account.pk]), told())
    assert "Registry</a>" in page_of(client, "/")


def test_the_notice_makes_it_active_by_form(client, cast, account):
    client.force_login(cast.lou)
    address = reverse("registry:notice", args=[account.pk])
    assert "Dear parents and guardians" in page_of(client, address)
    page = client.post(address, {"text": ""}).content.decode()
    for words in ("Enter what parents were told", "Choose how they", "Enter the day on which"):
        assert words in page
    assert "not in the future" in client.post(address, told(told_on="2199-01-01")).content.decode()
    assert client.post(address, told()).url == account.get_absolute_url()
    assert client.post(address, told()).status_code == 302, "a double click is harmless"
    assert account.notices.count() == 1
    page = page_of(client, account.get_absolute_url())
    assert "Nothing may go live" not in page
    assert "Letter home" in page


def test_the_owner_finds_the_waiting_account_on_my_tasks(client, cast, account):
    client.force_login(cast.lou)
    assert "Tell parents about Northside Band" in page_of(client, "/")
    client.force_login(cast.hana)
    assert "Tell parents about Northside Band" not in page_of(client, "/")


def test_it_is_found_by_name_handle_link_owner_platform_place_and_state(client, cast, account):
    client.force_login(cast.gus)
    address = reverse("registry:list")
    for words in ("northside b", "@northsideband", "instagram.com/north", "berg"):
        assert "Northside Band</a>" in page_of(client, address, words=words), words
    found = {"platform": account.platform_id, "place": cast.northside.pk, "state": "waiting"}
    assert "Northside Band</a>" in page_of(client, address, **found)
    for none in ({"words": "choir"}, {"state": "active"}, {"place": cast.transportation.pk}):
        assert "No account matches" in page_of(client, address, **none)
    for odd in ({"words": "\x00"}, {"platform": "x"}, {"sort": "odd"}, {"policy": "none"}):
        assert client.get(address, odd).status_code == 200


def test_a_policy_tells_how_many_accounts_rest_on_it(client, cast):
    factory.enter_presets()
    version = published("417.2", "Employee Social Media", clauses=["Sign your posts."])
    factory.tie("true-identity", version.clauses.get())
    factory.registered(
        cast.lou, deciders=[cast.pat, cast.ada], manager=cast.hana, place=cast.northside
    )
    client.force_login(cast.gus)
    page = page_of(client, version.policy.get_absolute_url())
    assert "One approved account rests on promises to keep this policy." in page
    listed = page_of(client, reverse("registry:list"), policy="417.2")
    assert "Northside Band</a>" in listed
    other = published("511", "Conduct")
    assert "rests on promises" not in page_of(client, other.policy.get_absolute_url())


@pytest.mark.thorough
def test_the_list_costs_the_same_for_3_and_30_accounts(client, cast):
    factory.enter_presets()
    client.force_login(cast.ada)
    counts = []
    for total in (3, 30):
        for number in range(Account.objects.count(), total):
            factory.registered(
                cast.lou,
                deciders=[cast.pat, cast.ada],
                manager=cast.hana,
                place=cast.northside,
                handle=f"@band{number}",
            )
        client.get(reverse("registry:list"))
        with CaptureQueriesContext(connection) as seen:
            client.get(reverse("registry:list"))
        counts.append(len(seen))
    assert counts[0] == counts[1]
