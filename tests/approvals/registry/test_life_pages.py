"""The pages on which an account is suspended, closed, opened again and looked after."""

from __future__ import annotations

from django.urls import reverse

from approvals.registry import closing, looking_after
from tests.approvals.test_pages import PEOPLE, open_for
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


def address(name, account):
    return reverse(f"registry:{name}", args=[account.pk])


def page_of(client, account):
    return client.get(account.get_absolute_url()).content.decode()


def test_each_act_is_for_those_who_may(client, cast, account):
    may = {
        "care": {"lou", "ada", "tom"},
        "confirm": {"lou"},
        "suspend": {"ada", "tom"},
        "close": {"lou", "ada"},
    }
    for name, people in may.items():
        found = open_for(client, cast, address(name, account))
        assert found == {200: people, 404: set(PEOPLE) - people}, name
    closing.suspend(account, reason="Strange posts.", by=cast.tom)
    assert open_for(client, cast, address("reopen", account))[200] == {"ada"}


def test_what_a_district_administrator_owns_is_opened_again_by_the_board_officer(client, cast):
    own = factory.registered(
        cast.ada,
        deciders=[cast.bea],
        manager=cast.hana,
        place=cast.district,
        writes_to_students="no",
        represents="class",
    )
    closing.suspend(own, reason="Strange posts.", by=cast.tom)
    assert open_for(client, cast, address("reopen", own))[200] == {"bea"}


def test_it_is_suspended_and_opened_again_by_form_and_the_page_tells_it(client, cast, account):
    client.force_login(cast.tom)
    page = client.post(address("suspend", account), {"reason": " "}).content.decode()
    assert "Say why you suspend it" in page
    for _ in range(2):
        answer = client.post(address("suspend", account), {"reason": "Strange posts."})
        assert answer.url == account.get_absolute_url()
    assert account.entries.count() == 1
    page = page_of(client, account)
    assert "Suspended on" in page
    assert "Strange posts." in page
    assert "Open it again" not in page
    client.force_login(cast.gus)
    page = page_of(client, account)
    assert "Suspended on" in page
    assert "Strange posts." not in page
    client.force_login(cast.ada)
    assert "Open it again" in page_of(client, account)
    again = {"reason": "It was a joke.", "seen": "suspended"}
    client.post(address("reopen", account), again)
    page = page_of(client, account)
    assert "Suspended on" not in page
    assert "Open again, Ada Lindqvist" in page


def test_an_old_page_is_told_who_was_faster(client, cast, account):
    closing.close(account, reason="The band has ended.", by=cast.lou)
    client.force_login(cast.ada)
    for name in ("suspend", "care"):
        page = client.post(address(name, account), {"reason": "x"}, follow=True).content.decode()
        assert "Lou Berg closed this account on" in page
    assert account.entries.count() == 1


def test_the_history_runs_from_the_request_to_today(client, cast, account):
    closing.suspend(account, reason="Strange posts.", by=cast.tom)
    client.force_login(cast.lou)
    page = page_of(client, account)
    told = ["Asked for, Lou Berg", "Approved, Pat Novak", "Approved, Ada", "Suspended, Tom Reyes"]
    places = [page.index(words) for words in told]
    assert places == sorted(places)


def typed(account, **changes):
    care = looking_after.care_of(account)
    return {
        "managers": [person.pk for person in care.managers],
        "another": "",
        "recovery_owner": care.recovery_owner.email,
        "district_address": care.district_address,
        "comment_rules": "",
        **changes,
    }


def test_managers_are_changed_by_form(client, cast, account):
    client.force_login(cast.lou)
    where = address("care", account)
    page = client.post(where, typed(account, managers=[])).content.decode()
    assert "Keep or name at least one manager beside the owner" in page
    page = client.post(where, typed(account, recovery_owner="lou@marlow.example")).content.decode()
    assert "Name somebody else than the owner" in page
    page = client.post(where, typed(account, district_address="x@gmail.com")).content.decode()
    assert "not a private one" in page
    page = client.post(where, typed(account, another="Nobody Knows")).content.decode()
    assert "Nobody on the roster" in page
    answer = client.post(where, typed(account, managers=[], another="Val O'Neill"))
    assert answer.url == account.get_absolute_url()
    assert set(account.managers.all()) == {cast.lou, cast.val}
    page = page_of(client, account)
    assert "<del>Hana Sato</del> <ins>Val O’Neill</ins>" in page


def test_what_somebody_else_changed_meanwhile_is_not_undone(client, cast, account):
    client.force_login(cast.lou)
    where = address("care", account)
    seen = client.get(where).context["form"].initial["seen"]
    care = looking_after.care_of(account)
    looking_after.change(
        account,
        looking_after.Care((cast.val,), care.recovery_owner, "new@marlow.example", ""),
        by=cast.tom,
    )
    page = client.post(where, {**typed(account), "managers": [cast.hana.pk], "seen": seen})
    assert page.status_code == 200
    assert set(account.managers.all()) == {cast.lou, cast.val}


def test_the_owner_confirms_by_form(client, cast, account):
    client.force_login(cast.lou)
    where = address("confirm", account)
    assert "Hana Sato has the recovery codes" in client.get(where).content.decode()
    assert "Mark what you have looked at" in client.post(where, {}).content.decode()
    assert "Not confirmed yet" in page_of(client, account)
    client.post(where, {"two_factor": "on", "recovery": "on"})
    page = page_of(client, account)
    assert "Not confirmed yet" not in page
    assert page.count("Confirmed by the owner on") == 2


def test_the_list_and_everyone_s_page_follow_at_once(client, cast, account):
    client.force_login(cast.gus)
    listed = reverse("official:list")
    assert "Northside Band" in client.get(listed).content.decode()
    closing.suspend(account, reason="Strange posts.", by=cast.tom)
    assert "Northside Band" not in client.get(listed).content.decode()
    assert "Northside Band" not in client.get(reverse("official:csv")).content.decode()
    found = client.get(reverse("registry:list"), {"state": "suspended"}).content.decode()
    assert "Northside Band</a>" in found
