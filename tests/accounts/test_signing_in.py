import re
import time

import pytest
from django.core.cache import cache
from django.core.management import CommandError, call_command

from accounts import moving, signing_in
from accounts.models import Person
from accounts.views import sign_ins
from district_portal import audit
from district_portal.mailing.models import Message
from district_portal.permissions import Role
from tests.cast import PASSWORD

NEW = "a quite new passphrase"


@pytest.fixture(autouse=True)
def _no_one_was_locked_out():
    cache.clear()


def sign_in(client, email, password=PASSWORD):
    return client.post("/accounts/login/", {"login": email, "password": password})


def link_to(person):
    text = Message.objects.filter(person=person).latest("pk").text
    return re.search(r"https?://[^/]+(/accounts/\S+)", text)[1]


def test_people_on_the_roster_sign_in_with_address_and_password(cast, client):
    assert sign_in(client, "lou@marlow.example").status_code == 302
    assert client.get("/").status_code == 200


def test_the_address_may_be_typed_in_any_case(cast, client):
    assert sign_in(client, "LOU@Marlow.Example").status_code == 302


def test_who_left_does_not_get_in(cast, client):
    moving.leave(cast.lou, by=None)
    sign_in(client, "lou@marlow.example")
    assert client.get("/").status_code == 302


def test_who_leaves_while_signed_in_is_out_at_once(cast, client):
    sign_in(client, "lou@marlow.example")
    moving.leave(cast.lou, by=None)
    assert client.get("/").headers["Location"].startswith("/accounts/login/")


def test_nobody_signs_up(cast, client):
    client.post(
        "/accounts/signup/", {"email": "new@marlow.example", "password1": NEW, "password2": NEW}
    )
    assert not Person.objects.filter(email="new@marlow.example").exists()


def test_guessing_is_stopped_after_five_tries(cast, client):
    for _ in range(5):
        sign_in(client, "lou@marlow.example", "wrong wrong wrong")
    page = sign_in(client, "lou@marlow.example")
    assert page.status_code == 200
    assert "Too many" in page.text


def test_the_first_password_is_chosen_through_a_link_in_a_mail(cast, client):
    cast.lou.set_unusable_password()
    cast.lou.save()
    assert signing_in.invite(cast.lou, by=cast.hana)
    page = client.get(link_to(cast.lou), follow=True)
    page = client.post(page.request["PATH_INFO"], {"password1": NEW, "password2": NEW})
    assert page.status_code == 302
    client.logout()
    assert sign_in(client, "lou@marlow.example", NEW).status_code == 302


def test_a_link_works_once(cast, client):
    signing_in.invite(cast.lou, by=cast.hana)
    link = link_to(cast.lou)
    page = client.get(link, follow=True)
    client.post(page.request["PATH_INFO"], {"password1": NEW, "password2": NEW})
    client.logout()
    assert "no longer works" in client.get(link, follow=True).text


def test_a_forgotten_password_is_mailed_a_link_and_a_stranger_learns_nothing(cast, client):
    known = client.post("/accounts/password/reset/", {"email": "lou@marlow.example"})
    unknown = client.post("/accounts/password/reset/", {"email": "nobody@marlow.example"})
    assert known.headers["Location"] == unknown.headers["Location"]
    assert Message.objects.get(name="password_link").person == cast.lou
    assert link_to(cast.lou).startswith("/accounts/password/reset/key/")


def test_two_invitations_in_one_minute_are_one(cast):
    assert signing_in.invite(cast.lou, by=cast.hana)
    assert not signing_in.invite(cast.lou, by=cast.hana)
    assert audit.events(act="signing_in.invited").count() == 1


def test_who_has_no_address_or_left_is_not_invited(cast):
    assert not signing_in.invite(cast.left, by=cast.hana)
    cast.lou.email = None
    assert not signing_in.invite(cast.lou, by=cast.hana)


def test_weak_passwords_are_refused(cast, client):
    signing_in.invite(cast.lou, by=cast.hana)
    page = client.get(link_to(cast.lou), follow=True)
    page = client.post(
        page.request["PATH_INFO"], {"password1": "password1", "password2": "password1"}
    )
    assert page.status_code == 200
    assert not page.context["form"].is_valid()


def test_an_officer_is_appointed_by_command(cast):
    call_command("appoint", "kim@marlow.example", "board_officer", name=["Kim", "Doe"], invite=True)
    kim = Person.objects.get(email="kim@marlow.example")
    assert Role.BOARD_OFFICER in kim.roles
    assert Message.objects.filter(person=kim, name="first_password").exists()
    with pytest.raises(CommandError, match="Nobody on the roster"):
        call_command("appoint", "who@marlow.example", "hr")


def test_a_link_leads_to_the_portals_own_address_whatever_host_was_asked(cast, client, settings):
    settings.PORTAL_ADDRESS = "https://policies.marlow.example"
    headers = {"host": "localhost"}
    client.post("/accounts/password/reset/", {"email": "lou@marlow.example"}, headers=headers)
    text = Message.objects.get(name="password_link").text
    assert "https://policies.marlow.example/accounts/password/reset/key/" in text
    assert "//localhost" not in text


def test_choosing_a_password_is_recorded(cast, client):
    signing_in.invite(cast.lou, by=cast.hana)
    page = client.get(link_to(cast.lou), follow=True)
    client.post(page.request["PATH_INFO"], {"password1": NEW, "password2": NEW})
    event = audit.events(act="signing_in.password_set").get()
    assert (event.actor_id, event.after) == (cast.lou.pk, None)


def test_wrong_passwords_of_one_visitor_shut_nobody_else_out(cast, client):
    for number in range(20):
        sign_in(client, f"stranger{number}@marlow.example", "wrong wrong wrong")
    assert sign_in(client, "lou@marlow.example").status_code == 302


def test_asking_for_a_link_takes_as_long_for_a_stranger(cast, client):
    for email in ("lou@marlow.example", "nobody@marlow.example"):
        began = time.monotonic()
        client.post("/accounts/password/reset/", {"email": email})
        assert time.monotonic() - began >= sign_ins.SECONDS, email


def test_a_link_is_dead_once_the_person_has_signed_in_or_left(cast, client):
    signing_in.invite(cast.lou, by=cast.hana)
    link = link_to(cast.lou)
    sign_in(client, "lou@marlow.example")
    client.logout()
    assert "no longer works" in client.get(link, follow=True).text
    signing_in.invite(cast.gus, by=cast.hana)
    moving.leave(cast.gus, by=None)
    assert "no longer works" in client.get(link_to(cast.gus), follow=True).text
