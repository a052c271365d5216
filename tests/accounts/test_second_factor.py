from __future__ import annotations

import re
import time

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
)
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from accounts import second_factor, signing_in
from district_portal import audit
from district_portal.district.models import District
from district_portal.mailing.models import Message
from district_portal.permissions import Role
from tests.cast import PASSWORD
from tests.permissions.test_matrix import COUNT, ROWS
from tests.permissions.world import build
from tests.standing import standing


@pytest.fixture(autouse=True)
def _nothing_was_tried_before():
    cache.clear()


@standing
def _administrators_need_one(cast):
    District.objects.update(second_factor_roles=[Role.DISTRICT_ADMINISTRATOR])


def code(secret, steps=0):
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


def with_app(person):
    secret = generate_totp_secret()
    TOTP.activate(person, secret)
    RecoveryCodes.activate(person)
    return secret


def sign_in(client, person):
    return client.post("/accounts/login/", {"login": person.email, "password": PASSWORD})


def open_mailed_link(client):
    client.post("/accounts/by-mail/", {"next": "/accounts/second-factor/"})
    text = Message.objects.filter(name="link_to_prove").latest("pk").text
    return client.get(re.search(r"https?://[^/]+(/accounts/by-mail/\S+)", text)[1], follow=True)


def set_up(client):
    page = client.get("/accounts/second-factor/app/")
    secret = re.search(r'totp-key">(\w+)<', page.text)[1]
    return client.post("/accounts/second-factor/app/", {"code": code(secret)}, follow=True)


@pytest.mark.django_db(transaction=True)
def test_an_app_is_set_up_asked_for_at_sign_in_and_told_by_mail(cast, client):
    sign_in(client, cast.lou)
    page = set_up(client)
    assert len(re.findall(r"<li><code>\d{8}</code>", page.text)) == 10
    assert Message.objects.get(person=cast.lou, name="sign_in_changed")
    assert audit.events(act="signing_in.app_added", person_id=cast.lou.pk).count() == 1
    other = Client()
    answer = sign_in(other, cast.lou)
    assert answer.headers["Location"] == "/accounts/code/"
    assert other.get("/").status_code == 302
    stored = Authenticator.objects.get(user=cast.lou, type="totp").data["secret"]
    secret = second_factor.FactorAdapter().decrypt(stored)
    assert secret not in stored
    page = other.post("/accounts/code/", {"code": "000000"})
    assert "wrong or too old" in page.text
    other.post("/accounts/code/", {"code": code(secret, 1)})
    assert other.get("/").status_code == 200


def test_recovery_codes_are_shown_once_and_work_once(cast, client):
    secret = with_app(cast.lou)
    sign_in(client, cast.lou)
    client.post("/accounts/code/", {"code": code(secret)})
    page = client.get("/accounts/second-factor/codes/")
    codes = re.findall(r"<li><code>(\d{8})</code>", page.text)
    assert len(codes) == 10
    assert not re.search(r"\d{8}</code>", client.get("/accounts/second-factor/codes/").text)
    for attempt, found in ((1, 200), (2, 302)):
        other = Client()
        sign_in(other, cast.lou)
        other.post("/accounts/code/", {"code": codes[0]})
        assert other.get("/").status_code == found, attempt


def test_new_recovery_codes_end_the_old_ones_and_are_told_by_mail(
    cast, client, django_capture_on_commit_callbacks
):
    secret = with_app(cast.lou)
    old = RecoveryCodes.activate(cast.lou).get_unused_codes()[0]
    sign_in(client, cast.lou)
    client.post("/accounts/code/", {"code": code(secret)})
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/accounts/second-factor/codes/new/")
    assert old not in RecoveryCodes.activate(cast.lou).get_unused_codes()
    assert audit.events(act="signing_in.codes_renewed").count() == 1


@pytest.mark.usefixtures("_administrators_need_one")
@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize(
    "path", ["/", "/people/", "/setup/", "/policies/", "/requests/new/", "/mail/", "/nowhere/"]
)
def test_a_role_that_needs_one_does_nothing_before(cast, client, method, path):
    sign_in(client, cast.ada)
    answer = getattr(client, method)(path)
    assert answer.headers["Location"] == "/accounts/second-factor/"
    answer = getattr(client, method)(path, headers={"HX-Request": "true"})
    assert answer.headers["HX-Redirect"] == "/accounts/second-factor/"


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("_administrators_need_one")
def test_setting_one_up_opens_the_way_at_once(cast, client):
    sign_in(client, cast.ada)
    page = client.get("/", follow=True)
    assert "Your role needs a second factor" in page.text
    open_mailed_link(client)
    set_up(client)
    assert client.get("/").status_code == 200


@pytest.mark.usefixtures("_administrators_need_one")
@pytest.mark.parametrize("what", ["app", "passkeys/add"])
def test_the_password_alone_sets_up_no_first_factor(cast, client, what):
    sign_in(client, cast.ada)
    page = client.get("/accounts/second-factor/")
    assert "First show that it is you" in page.text
    assert "Set up an app" not in page.text
    for method in (client.get, client.post):
        answer = method(f"/accounts/second-factor/{what}/", {"code": "123456"})
        assert answer.headers["Location"] == "/accounts/second-factor/"
    page = open_mailed_link(client)
    assert page.redirect_chain[-1][0] == "/accounts/second-factor/"
    assert "Set up an app" in page.text
    assert client.get(f"/accounts/second-factor/{what}/").status_code == 200


@pytest.mark.usefixtures("_administrators_need_one")
def test_a_mailed_link_proves_it_in_the_browser_that_asked_once(cast, client):
    thief, ada = Client(), Client()
    sign_in(thief, cast.ada)
    sign_in(ada, cast.ada)
    thief.post("/accounts/by-mail/")
    text = Message.objects.get(name="link_to_prove").text
    link = re.search(r"https?://[^/]+(/accounts/by-mail/\S+)", text)[1]
    page = ada.get(link)
    assert page.status_code == 410
    assert "somebody signed in with your password" in page.text
    for browser in (thief, ada):
        answer = browser.get("/accounts/second-factor/app/")
        assert answer.headers["Location"] == "/accounts/second-factor/"
    assert thief.get(link).status_code == 302
    assert thief.get(link).status_code == 410
    assert audit.events(act="signing_in.proof_asked", person_id=cast.ada.pk).count() == 1


@pytest.mark.usefixtures("_administrators_need_one")
def test_a_mailed_link_of_an_hour_ago_proves_nothing(cast, client):
    sign_in(client, cast.ada)
    client.post("/accounts/by-mail/")
    session = client.session
    session["link_to_prove"]["at"] -= 3601
    session.save()
    text = Message.objects.get(name="link_to_prove").text
    link = re.search(r"https?://[^/]+(/accounts/by-mail/\S+)", text)[1]
    assert client.get(link).status_code == 410


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("_administrators_need_one")
def test_the_link_of_an_invitation_opens_the_way_to_the_first_factor(cast, client):
    link = signing_in.password_link(cast.ada)
    page = client.get(re.sub("^https?://[^/]+", "", link), follow=True)
    new = {"password1": "three small red boats", "password2": "three small red boats"}
    client.post(page.request["PATH_INFO"], new, follow=True)
    assert "Set up an app" in client.get("/accounts/second-factor/").text
    set_up(client)
    assert client.get("/").status_code == 200


NOT_CLOSED = {
    "acknowledgments:kiosk",  # says no more than to sign out first
    "account_logout",
    "account_reauthenticate",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "language",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
    "oidc_login",
    "oidc_again",
    "oidc_callback",
    "socialaccount_login_cancelled",
    "prove_by_mail",
    "prove_by_mail_open",
    "setup:logo",
    "setup:colors",
}


@standing
def world(cast):
    return build(cast)


@pytest.mark.usefixtures("_administrators_need_one")
@pytest.mark.parametrize("has_one", [False, True])
def test_every_address_but_those_named_is_closed_before_the_factor_is_given(
    cast, client, world, has_one
):
    sign_in(client, cast.ada)
    if has_one:
        with_app(cast.ada)
        first, besides = "/accounts/second-factor/again/", set()
    else:
        first, besides = "/accounts/second-factor/", {"mfa_index", "mfa_list_webauthn"}
    reached = set()
    for method, name, *arguments in (row[:-COUNT] for row in ROWS):
        address = reverse(name, args=[world[argument] for argument in arguments])
        answer = getattr(client, method.lower())(address) if name != "account_logout" else None
        if not answer or answer.headers.get("Location", "").partition("?")[0] != first:
            reached.add(name)
    open_to_all = NOT_CLOSED - {"account_reauthenticate"}
    assert reached - besides - NOT_CLOSED == set()
    assert open_to_all <= reached


@pytest.mark.usefixtures("_administrators_need_one")
def test_a_session_that_signed_in_without_it_must_give_it_and_cannot_take_it_away(cast, client):
    sign_in(client, cast.ada)
    secret = with_app(cast.ada)  # on another device
    first = client.get("/people/").headers["Location"]
    assert first == "/accounts/second-factor/again/?next=%2Fpeople%2F"
    for path in ("/accounts/second-factor/app/remove/", "/accounts/second-factor/codes/new/"):
        assert client.post(path).headers["Location"].startswith("/accounts/second-factor/again/")
    assert second_factor.has_factor(cast.ada)
    answer = client.post(first, {"code": code(secret)})
    assert answer.headers["Location"] == "/people/"
    assert client.get("/people/").status_code == 200


@pytest.mark.usefixtures("_administrators_need_one")
def test_others_go_on_as_before(cast, client):
    sign_in(client, cast.lou)
    assert client.get("/").status_code == 200


def test_a_lost_device_is_reset_by_another_administrator_only(cast):
    with_app(cast.lou)
    phone = Client()
    phone.force_login(cast.lou)
    assert phone.get("/").status_code == 200
    assert second_factor.reset(cast.lou, by=cast.tom)
    assert not Authenticator.objects.filter(user=cast.lou).exists()
    assert phone.get("/").status_code == 302
    assert not second_factor.reset(cast.lou, by=cast.tom)
    event = audit.events(act="signing_in.factors_reset").get()
    assert (event.actor_id, event.person_id) == (cast.tom.pk, cast.lou.pk)
    assert "Done by Tom Reyes" in Message.objects.get(name="sign_in_changed").text
    with pytest.raises(second_factor.OwnFactorsError):
        second_factor.reset(cast.tom, by=cast.tom)
    with_app(cast.ada)
    with pytest.raises(second_factor.HigherError):
        second_factor.reset(cast.ada, by=cast.tom)
    assert Authenticator.objects.filter(user=cast.ada).exists()


def test_the_page_resets_for_others_and_refuses_for_oneself(cast, client):
    with_app(cast.lou)
    with_app(cast.ada)
    client.force_login(cast.ada)
    assert "Device lost" in client.get(f"/people/{cast.lou.pk}/").text
    client.post(f"/people/{cast.lou.pk}/reset-factors/")
    assert not second_factor.has_factor(cast.lou)
    page = client.post(f"/people/{cast.ada.pk}/reset-factors/", follow=True)
    assert "nobody resets their own" in page.text
    assert second_factor.has_factor(cast.ada)


def test_guessing_codes_is_stopped(cast, client):
    secret = with_app(cast.lou)
    sign_in(client, cast.lou)
    for _ in range(10):
        client.post("/accounts/code/", {"code": "000000"})
    page = client.post("/accounts/code/", {"code": code(secret)})
    assert "Too many attempts" in page.text


def test_a_code_opens_once_also_within_the_minutes_around_it(cast):
    secret = with_app(cast.lou)
    with time_machine.travel(1_790_000_000, tick=False) as clock:
        early = code(secret, steps=1)
        first, second = Client(), Client()
        sign_in(first, cast.lou)
        first.post("/accounts/code/", {"code": early})
        assert first.get("/").status_code == 200
        clock.shift(45)
        sign_in(second, cast.lou)
        second.post("/accounts/code/", {"code": f"{early[:3]} {early[3:]}"})
        assert second.get("/").status_code == 302
        second.post("/accounts/code/", {"code": code(secret)})
        assert second.get("/").status_code == 200
