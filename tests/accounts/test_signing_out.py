import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts import moving, signing_out
from district_portal import audit
from tests.cast import PASSWORD


@pytest.fixture(autouse=True)
def _no_one_was_locked_out():
    cache.clear()


def signed_in(person):
    client = Client()
    client.post("/accounts/login/", {"login": person.email, "password": PASSWORD})
    assert client.get("/").status_code == 200
    return client


def is_in(client):
    return client.get("/").status_code == 200


def test_all_sign_ins_of_some_people_end_and_those_of_others_go_on(cast):
    phone, desk, gus = signed_in(cast.lou), signed_in(cast.lou), signed_in(cast.gus)
    assert signing_out.end_sign_ins({cast.lou.pk, cast.val.pk}) == 2
    assert (is_in(phone), is_in(desk), is_in(gus)) == (False, False, True)
    assert not UserSession.objects.filter(user=cast.lou).exists()
    assert signing_out.end_sign_ins({cast.lou.pk}) == 0


def test_one_sign_in_may_go_on(cast):
    phone, desk = signed_in(cast.lou), signed_in(cast.lou)
    signing_out.end_sign_ins({cast.lou.pk}, but=desk.session.session_key)
    assert (is_in(phone), is_in(desk)) == (False, True)


def test_an_administrator_s_signing_out_is_recorded_once(cast):
    signed_in(cast.lou)
    assert signing_out.sign_out(cast.lou, by=cast.ada) == 1
    assert signing_out.sign_out(cast.lou, by=cast.ada) == 0
    event = audit.events(act="signing_in.signed_out").get()
    assert (event.actor_id, event.person_id, event.after) == (
        cast.ada.pk,
        cast.lou.pk,
        {"ended": 1},
    )


def test_one_device_is_signed_out_and_nobody_ends_another_s(cast):
    signed_in(cast.lou)
    row = UserSession.objects.get(user=cast.lou)
    assert not signing_out.end_one(cast.gus, pk=row.pk)
    assert not signing_out.end_one(cast.lou, pk=row.pk, but=row.session_key)
    assert signing_out.end_one(cast.lou, pk=row.pk)
    assert not Session.objects.filter(session_key=row.session_key).exists()


def test_a_session_that_is_on_no_list_does_not_outlive_a_stay(cast):
    hidden, listed = signed_in(cast.lou), signed_in(cast.gus)
    key = hidden.session.session_key
    UserSession.objects.filter(session_key=key).delete()
    unlist(hidden)
    moving.leave(cast.lou, by=None)
    assert Session.objects.filter(session_key=key).exists()
    moving.hire(cast.lou, place=cast.northside, position="Aide", supervisor=cast.pat, by=None)
    assert not is_in(hidden)
    assert not Session.objects.filter(session_key=key).exists()
    assert is_in(signed_in(cast.lou))
    unlist(listed)
    assert is_in(listed)
    assert UserSession.objects.filter(session_key=listed.session.session_key).exists()


def unlist(client):
    session = client.session
    session.pop("listed_as")
    session.save()


def test_a_session_with_a_new_key_is_on_the_list_with_the_same_answer(cast):
    client = signed_in(cast.lou)
    before = client.session.session_key
    new = "three small red boats"
    answer = client.post(
        "/accounts/password/change/",
        {"oldpassword": PASSWORD, "password1": new, "password2": new},
    )
    assert answer.status_code == 302
    key = client.session.session_key
    assert key != before
    assert UserSession.objects.filter(user=cast.lou, session_key=key).exists()
    moving.leave(cast.lou, by=None)
    assert not Session.objects.filter(session_key=key).exists()


def test_a_listed_session_costs_no_further_question(cast):
    client = signed_in(cast.lou)
    client.get("/accounts/where/")
    with CaptureQueriesContext(connection) as queries:
        client.get("/accounts/where/")
    asked = [query["sql"] for query in queries if "audit_event" in query["sql"]]
    assert not asked
