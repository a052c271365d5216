import time

import pytest
from allauth.core.exceptions import ReauthenticationRequired
from django.test import RequestFactory

from accounts import recent_sign_in
from tests.cast import PASSWORD


def sign_in(client, person, minutes_ago=0):
    client.post("/accounts/login/", {"login": person.email, "password": PASSWORD})
    session = client.session
    session["account_authentication_methods"][-1]["at"] = time.time() - 60 * minutes_ago
    session.save()


def request_of(client, person):
    request = RequestFactory().get("/")
    request.user, request.session = person, client.session
    return request


@pytest.mark.parametrize(("minutes_ago", "recent"), [(0, True), (29, True), (31, False)])
def test_a_sign_in_is_recent_for_half_an_hour(cast, client, minutes_ago, recent):
    sign_in(client, cast.lou, minutes_ago)
    proved = recent_sign_in.proved_at(request_of(client, cast.lou))
    assert recent_sign_in.is_recent(proved) is recent


def test_it_is_of_this_session_and_of_this_person(cast, client):
    sign_in(client, cast.lou)
    request = request_of(client, cast.gus)
    del request.session["signed_in_at"]
    assert recent_sign_in.proved_at(request) is None
    with pytest.raises(ReauthenticationRequired):
        recent_sign_in.require(request)


def test_what_was_sent_goes_on_after_the_answer(cast, client):
    sign_in(client, cast.ada, minutes_ago=31)
    page = client.post(f"/people/{cast.lou.pk}/sign-out/")
    assert page.headers["Location"].startswith("/accounts/reauthenticate/?next=")
    page = client.post(page.headers["Location"], {"password": PASSWORD}, follow=True)
    assert "Lou Berg was not signed in anywhere." in page.text


def test_a_stranger_is_not_even_asked(cast, client):
    sign_in(client, cast.gus, minutes_ago=31)
    assert client.post(f"/people/{cast.lou.pk}/sign-out/").status_code == 404
