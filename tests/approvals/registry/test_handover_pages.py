"""Who must say how an account goes on finds it, says it, and everybody reads that they must."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts import moving
from approvals.registry import closing
from approvals.registry.models import Account, Handover
from district_portal.district.current import today
from tests.approvals.test_pages import PEOPLE, open_for
from tests.factories import approvals as factory
from tests.standing import standing


def registered(cast, **changes):
    fields = {"manager": cast.val, "place": cast.northside, "writes_to_students": "no"}
    fields["recovery_owner"] = cast.tom.email
    return factory.registered(cast.lou, deciders=[cast.pat, cast.ada], **{**fields, **changes})


@standing
def account(cast):
    account = registered(cast)
    moving.leave(cast.lou, by=cast.hana)
    return account


def address(account, name="handover"):
    return reverse(f"registry:{name}", args=[account.pk])


def page_of(client, where):
    return client.get(where).content.decode()


def test_it_is_for_who_acts_and_for_the_district_administrator(client, cast, account):
    found = open_for(client, cast, address(account))
    assert found[200] == {"pat", "ada"}
    assert found[404] == set(PEOPLE) - {"pat", "ada", "lou"}
    assert open_for(client, cast, address(account, "close"))[200] == {"pat", "ada"}


def test_it_is_on_my_tasks_in_the_navigation_and_on_the_page(client, cast, account):
    client.force_login(cast.pat)
    page = page_of(client, "/")
    assert "Say who looks after Northside Band" in page
    assert 'Registry <span class="count">1<' in page
    client.force_login(cast.gus)
    assert "Say who looks after" not in page_of(client, "/")
    page = " ".join(page_of(client, account.get_absolute_url()).split())
    assert "Lou Berg has left the district." in page
    assert "Pat Novak says what happens to it." in page
    assert "Say what happens to it</a>" not in page


def test_the_next_owner_is_named_by_form(client, cast, account):
    client.force_login(cast.pat)
    where = address(account)
    page = client.post(where, {"owner": "", "recovery_owner": ""}).content.decode()
    assert "Name who looks after it from now on" in page
    typed = {"owner": "Val O'Neill", "another": "", "recovery_owner": cast.tom.email}
    page = client.post(where, typed).content.decode()
    assert "Keep or name at least one manager beside the owner" in page
    answer = client.post(where, {**typed, "another": "Hana Sato"})
    assert answer.url == account.get_absolute_url()
    account.refresh_from_db()
    assert account.owner == cast.val
    assert set(account.managers.all()) == {cast.val, cast.hana}
    assert client.get(where).status_code == 404, "there is nothing to hand over any more"
    assert "It is being handed over" not in page_of(client, account.get_absolute_url())
    client.force_login(cast.val)
    assert address(account, "care") in page_of(client, account.get_absolute_url())


def test_it_is_closed_instead(client, cast, account):
    client.force_login(cast.pat)
    assert "Nobody will take it over: close the account" in page_of(client, address(account))
    client.post(address(account, "close"), {"reason": "Nobody goes on with it."})
    account.refresh_from_db()
    assert account.state == "closed"
    assert "Say who looks after" not in page_of(client, "/")


def test_the_registry_finds_what_is_to_be_handed_over(client, cast, account):
    client.force_login(cast.gus)
    listed = reverse("registry:list")
    assert "Northside Band</a>" in page_of(client, f"{listed}?care=handover")
    assert "Northside Band</a>" in page_of(client, f"{listed}?care=unconfirmed")
    closing.close(account, reason="Over.", by=cast.ada)
    for care in ("handover", "unconfirmed"):
        assert "No account matches" in page_of(client, f"{listed}?care={care}")
    assert client.get(f"{listed}?care=odd").status_code == 200


def test_who_is_about_to_let_somebody_go_is_told_what_follows(client, cast):
    registered(cast)
    client.force_login(cast.hana)
    where = reverse("people:act", args=[cast.lou.pk, "end"])
    typed = {"last_day": today().isoformat(), "at_once": "on"}
    page = client.post(where, typed).content.decode()
    assert "Lou Berg looks after 1 account." in page


@pytest.mark.thorough
def test_my_tasks_cost_the_same_for_1_and_10_handovers(client, cast):
    for number in range(10):
        registered(cast, handle=f"@band{number}", name=f"Band {number}")
    client.force_login(cast.pat)
    counts = []
    for leaver in (None, cast.lou):
        if leaver:
            moving.leave(leaver, by=cast.hana)
        client.get("/")
        with CaptureQueriesContext(connection) as seen:
            client.get("/")
        counts.append(len(seen))
    assert Handover.objects.count() == Account.objects.count() == 10
    assert counts[0] == counts[1]
