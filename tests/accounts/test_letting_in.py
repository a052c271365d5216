"""Where no mail reaches somebody, whoever runs the server hands them a link."""

from __future__ import annotations

import datetime as dt
import io
import re

import pytest
import time_machine
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from accounts import moving, second_factor
from district_portal import audit
from district_portal.district.models import District
from district_portal.mailing.models import Message
from district_portal.permissions import Role
from tests.accounts.test_second_factor import set_up, with_app

PASSWORD = "three rivers and a bridge"


@pytest.fixture(autouse=True)
def _nothing_was_tried_before():
    cache.clear()


def let_in(person, *more):
    out = io.StringIO()
    call_command("let_in", person.email, "--why", "Mail is down; she called", *more, stdout=out)
    return out.getvalue()


def open_link(said, client):
    path = re.search(r"https?://[^/]+(/accounts/\S+)", said)[1]
    page = client.get(path, follow=True)
    if "no longer works" in page.text:
        return None
    address = page.redirect_chain[-1][0]
    return client.post(address, {"password1": PASSWORD, "password2": PASSWORD}, follow=True)


@pytest.mark.django_db(transaction=True)
def test_whose_role_needs_a_factor_comes_in_and_sets_up_the_first(cast, client):
    District.objects.update(second_factor_roles=[Role.DISTRICT_ADMINISTRATOR])
    said = let_in(cast.ada)
    page = open_link(said, client)
    assert "Your role needs a second factor" in page.text
    set_up(client)
    assert client.get("/").status_code == 200
    assert open_link(said, Client()) is None


def test_it_lasts_an_hour(cast, client):
    said = let_in(cast.lou)
    with time_machine.travel(timezone.now() + dt.timedelta(minutes=61), tick=True):
        assert open_link(said, client) is None
    with time_machine.travel(timezone.now() + dt.timedelta(minutes=58), tick=True):
        assert open_link(said, client)


def test_it_is_recorded_and_the_person_is_told_once_mail_goes_out(cast):
    said = let_in(cast.lou)
    event = audit.events(act="signing_in.link_handed_over").get()
    assert (event.person_id, event.actor) == (cast.lou.pk, "The portal")
    assert event.after == {"why": "Mail is down; she called"}
    mail = Message.objects.get(person=cast.lou, name="sign_in_changed")
    assert "server made a link" in mail.text
    assert re.search(r"https?://\S+key/\S+", said)[0] not in mail.text


def test_the_factor_that_is_there_is_asked_for_unless_it_is_reset(cast, client):
    with_app(cast.lou)
    page = open_link(let_in(cast.lou), client)
    assert "Your second factor" in page.text
    assert client.get("/").status_code == 302
    said = let_in(cast.lou, "--reset-factors")
    assert "starts anew" in said
    assert not second_factor.has_factor(cast.lou)
    assert audit.events(act="signing_in.factors_reset").get().after["why"]
    open_link(said, client)
    assert client.get("/").status_code == 200


def test_it_opens_nothing_to_who_left_and_says_so_of_who_is_unknown(cast, client):
    said = let_in(cast.lou)
    moving.leave(cast.lou, by=None)
    assert open_link(said, client) is None
    with pytest.raises(CommandError, match="not here today"):
        let_in(cast.lou)
    with pytest.raises(CommandError, match="Nobody"):
        call_command("let_in", "nobody@marlow.example", "--why", "x")
    with pytest.raises(CommandError, match="Say why"):
        call_command("let_in", cast.gus.email, "--why", " ")
