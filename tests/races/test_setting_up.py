"""Two people in the first set-up at once, and the same step twice."""

from __future__ import annotations

from functools import partial

import pytest
from django.test import Client

from accounts.models import Person, RoleGrant
from district_portal import audit
from district_portal.district.models import District
from district_portal.setup.first_run import letting_in
from district_portal.setup.models import FirstRun
from tests.races.together import together

pytestmark = pytest.mark.django_db(transaction=True)
ADA = {
    "given_name": "Ada",
    "family_name": "Lindqvist",
    "email": "ada@marlow.example",
    "held": ["district_administrator", "hr"],
    "password": "a long way around the pond",
    "again": "a long way around the pond",
}


def inside(token):
    client = Client()
    client.post("/setup/first/", {"token": token})
    return client


def test_two_in_the_set_up_make_one_district_one_person_and_one_end():
    token = letting_in.make_token()
    clients = [inside(token) for _ in range(6)]
    for path, sent in (
        ("district", {"name": "Marlow"}),
        ("look", {"go_on": "1"}),
        ("people", ADA),
        ("finish", {}),
    ):
        address = f"/setup/first/{path}/"
        answers = together([partial(client.post, address, sent) for client in clients])
        assert [answer.status_code for answer in answers] == [302] * len(clients)
    assert Person.objects.count() == 1
    assert RoleGrant.objects.count() == 2
    assert District.objects.get().set_up_at is not None
    assert len(FirstRun.objects.get().done) == len(set(FirstRun.objects.get().done))
    assert audit.events(act="setup.finished").count() == 1
    assert audit.events(act="people.entered").count() == 1


def test_the_first_who_look_at_an_empty_database_meet_one_row():
    tokens = together([letting_in.make_token for _ in range(4)])
    assert all(isinstance(token, str) for token in tokens)
    assert sum(letting_in.let_in(token, address="::1") is not None for token in tokens) == 1
