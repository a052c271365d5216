"""The pages on which roles are seen, given, ended and explained."""

from __future__ import annotations

import datetime as dt

import pytest

from accounts import explaining, roles
from accounts.models import Person, RoleGrant
from district_portal import permissions
from district_portal.district.current import today
from district_portal.permissions import Role
from tests.cast import PASSWORD
from tests.factories.roles import dismiss

GIVE = "/people/roles/give/"
DAY = dt.timedelta(days=1)


@pytest.fixture
def ada(cast, client):
    """Ada, who has just signed in."""
    client.post("/accounts/login/", {"login": cast.ada.email, "password": PASSWORD})
    return client


def give(client, somebody, role, **more):
    sent = {"person": somebody.email, "role": role, "since": today().isoformat(), **more}
    return client.post(GIVE, sent)


def test_a_role_is_given_for_a_place_and_some_days(cast, ada):
    first, last = today() + 3 * DAY, today() + 30 * DAY
    give(ada, cast.lou, "hr", place=cast.northside.pk, since=first, until=last)
    grant = RoleGrant.objects.get(person=cast.lou)
    assert (grant.place, grant.since, grant.until) == (cast.northside, first, last)
    assert grant.granted_by == cast.ada
    assert "Planned" in ada.get(f"/people/{cast.lou.pk}/").text
    assert "Lou Berg" not in ada.get("/people/roles/").text
    assert "Lou Berg" in ada.get("/people/roles/?shown=planned").text


@pytest.mark.parametrize(
    ("role", "more", "field", "said"),
    [
        ("", {}, "role", "Choose a role"),
        ("hr", {"person": "nobody@x.example"}, "person", "Nobody on the roster"),
        ("hr", {"since": "2020-01-01"}, "since", "Choose today or a later day"),
        ("hr", {"until": "2020-01-01"}, "until", "The last day lies before the first"),
        ("policy_administrator", {"place": True}, "place", "held for the whole district"),
    ],
)
def test_what_can_not_be_is_said_beside_the_field(cast, ada, role, more, field, said):
    if "place" in more:
        more = {"place": cast.northside.pk}
    page = give(ada, cast.lou, role, **more)
    assert said in str(page.context["form"].errors[field])
    assert not RoleGrant.objects.filter(person=cast.lou).exists()


def test_who_holds_it_already_is_told_from_when_and_by_whom(cast, ada):
    roles.appoint(cast.lou, role=Role.HR, by=cast.ada, since=today() + 5 * DAY)
    page = give(ada, cast.lou, "hr")
    assert "given by Ada Lindqvist" in str(page.context["form"].errors["since"])


def test_a_district_administrator_ends_with_a_successor_only(cast, ada):
    grant = RoleGrant.objects.get(person=cast.ada)
    page = ada.post(f"/people/roles/{grant.pk}/end/", {"on": today()})
    assert "nobody would be District Administrator" in str(page.context["form"].errors["on"])
    give(ada, cast.tom, "district_administrator", since=today() + 5 * DAY)
    page = ada.post(f"/people/roles/{grant.pk}/end/", {"on": today() + 6 * DAY})
    assert page.status_code == 302
    grant.refresh_from_db()
    assert grant.until == today() + 5 * DAY


def test_a_planned_role_is_taken_back(cast, ada):
    grant = roles.appoint(cast.lou, role=Role.HR, by=cast.ada, since=today() + 5 * DAY)
    ada.post(f"/people/roles/{grant.pk}/end/", {"on": today() + 5 * DAY})
    assert not RoleGrant.objects.filter(person=cast.lou).exists()


def test_ended_ones_are_found_and_have_no_end_any_more(cast, ada):
    dismiss(cast.hana, role=Role.HR, by=cast.ada)
    grant = RoleGrant.objects.get(person=cast.hana)
    assert "Hana Sato" in ada.get("/people/roles/?shown=ended").text
    assert ada.get(f"/people/roles/{grant.pk}/end/").status_code == 404


def test_every_permission_says_in_words_what_may_be_done_and_how_far():
    for name, scopes in permissions.declared().items():
        assert str(permissions.in_words(name)) != name
        assert [scope.__name__ for scope in scopes.values() if not hasattr(scope, "words")] == []


def test_only_roles_that_may_be_limited_give_what_a_place_may_limit():
    limitable = {Role.TITLE_IX_COORDINATOR, Role.HR, Role.AUDITOR}
    for name in permissions.ends_at_places():
        assert limitable & set(permissions.declared()[name]), name


def test_a_role_is_explained_by_what_it_may(cast):
    words = [may.words for may in explaining.of_role(Role.DISTRICT_ADMINISTRATOR)]
    assert "Give and end roles" in words
    assert "Sign a policy" not in words


def test_what_somebody_may_do_names_its_grounds(cast):
    roles.appoint(cast.pat, role=Role.AUDITOR, by=cast.ada, place=cast.northside)
    grounds = {ground.role: ground for ground in explaining.of_person(cast.pat)}
    assert grounds[Role.SUPERVISOR].words == "Supervises 3 people, Heads Northside School"
    assert grounds[Role.AUDITOR].words.startswith("Auditor for Northside School, since ")
    assert all(may.at_places for may in grounds[Role.AUDITOR].gives)


def test_who_left_may_nothing(cast):
    assert explaining.of_person(cast.left) == []


def test_why_names_the_tie_to_what_is_shown(cast):
    def because(person, permission, obj=None):
        return [ground.words for ground in explaining.why(person, permission, obj)]

    assert because(cast.lou, "people.view", cast.lou) == ["It is yours."]
    assert because(cast.pat, "people.view", cast.lou) == [
        "You supervise Lou Berg, directly or through others."
    ]
    assert because(cast.lou, "people.view", cast.gus) == []
    assert because(cast.hana, "people.view", cast.lou)[0].startswith("Human resources, since")


def test_the_foot_of_a_page_leads_to_why(cast, client):
    client.force_login(cast.pat)
    page = client.get(f"/people/{cast.lou.pk}/")
    address = page.text.split('href="/why/?', 1)[1].split('"', 1)[0].replace("&amp;", "&")
    why = client.get(f"/why/?{address}")
    assert "You supervise Lou Berg, directly or through others." in why.text
    client.force_login(cast.gus)
    assert "Lou Berg" not in client.get(f"/why/?{address}").text


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("page=/", "On the roster of the district"),
        ("page=/accessibility/", "also without signing in"),
        ("page=/people/roles/", "Nothing to explain"),
        ("page=/no/such/page/", "Nothing to explain"),
        ("page=https://elsewhere.example/", "On the roster of the district"),
        ("of=people.view:accounts.person:1", "Nothing to explain"),
        ("", "Nothing to explain"),
    ],
)
def test_why_answers_for_every_address(cast, client, asked, said):
    client.force_login(cast.lou)
    page = client.get(f"/why/?{asked}")
    assert said in page.text
    assert "elsewhere.example" not in page.text


def test_my_own_access_page_is_mine_and_others_is_for_few(cast, client):
    client.force_login(cast.lou)
    assert "What you may do, and why" in client.get(f"/people/{cast.lou.pk}/access/").text
    assert client.get(f"/people/{cast.pat.pk}/access/").status_code == 404
    client.force_login(cast.otto)
    assert "What Pat Novak may do" in client.get(f"/people/{cast.pat.pk}/access/").text


def test_a_person_who_gets_a_role_has_it_with_the_next_click(cast, ada):
    give(ada, cast.lou, "auditor")
    assert Role.AUDITOR in Person.objects.get(pk=cast.lou.pk).roles
