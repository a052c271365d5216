"""Somebody who has left tries every way in that they had."""

from __future__ import annotations

import datetime as dt
import re

import pytest
import time_machine
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings as portal_settings
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from accounts import moving, signing_in, tasks, turning
from accounts.models import Person
from district_portal.district.current import today
from district_portal.mailing.models import Message
from tests.accounts.roster.sheets import applied, sheet_of_today, without
from tests.accounts.test_second_factor import code
from tests.cast import PASSWORD
from tests.oidc.running import CLIENT, SECRET, run_provider

PORTAL = "http://127.0.0.1:8000"
NEW = "three small red boats"


@pytest.fixture(scope="module")
def other(tmp_path_factory):
    back = [f"{PORTAL}/accounts/with/oidc/back/"]
    with run_provider(tmp_path_factory.mktemp("oidc"), back=back) as provider:
        yield provider


@pytest.fixture
def _elsewhere(settings, other):
    from district_portal.settings import elsewhere  # noqa: PLC0415

    cache.clear()
    settings.PORTAL_ADDRESS = PORTAL
    settings.SOCIALACCOUNT_REQUESTS_TIMEOUT = 30
    app = elsewhere.other(CLIENT, SECRET, server=other.server, name="Another")
    settings.SOCIALACCOUNT_PROVIDERS = {"elsewhere": {"APPS": [app]}}


def _is_in(client):
    return client.get("/").status_code == 200


def _by_password(person, client=None):
    client = client or Client()
    client.post("/accounts/login/", {"login": person.email, "password": PASSWORD})
    return client


def _path_in(message):
    return re.search(r"https?://[^/]+(/accounts/\S+)", message.text)[1]


def _elsewhere_walk(client, other, **data):
    went = client.post("/accounts/with/oidc/", data).headers["Location"]
    client.get(other.walk(went, who="lou").removeprefix(PORTAL), follow=True)


def by_hand(person):
    moving.leave(person, by=None)


def by_hand_before_the_last_day(person):
    moving.leave(person, by=None, last_day=today() + dt.timedelta(days=9), at_once=True)


def by_a_sheet(person):
    number = person.number
    run = applied(without(number, sheet_of_today()).replace(f",{number},", ",,"))
    assert (run.state, run.left) == ("applied", 1)


def by_the_turn_of_the_day(person):
    """What was planned yesterday takes effect by what beat does each minute."""
    assert Person.objects.get(pk=person.pk).is_active
    tasks.turn()


WAYS_OUT = [by_hand, by_hand_before_the_last_day, by_a_sheet, by_the_turn_of_the_day]


def plan_for_yesterday(person):
    """As if HR had entered yesterday that it was the last day, and nothing had run since."""
    yesterday = today() - dt.timedelta(days=1)
    with time_machine.travel(timezone.now() - dt.timedelta(days=1)):
        turning.turn()
        moving.leave(person, by=None, last_day=yesterday)


def test_a_day_begins_within_a_minute():
    turn = portal_settings.CELERY_BEAT_SCHEDULE["turn"]
    assert (turn["task"], turn["schedule"] <= 60) == (tasks.turn.name, True)


@pytest.mark.usefixtures("_elsewhere")
@pytest.mark.parametrize("leave", WAYS_OUT, ids=lambda way: way.__name__)
def test_who_left_is_out_at_once_and_no_way_leads_back(cast, other, leave):
    lou = cast.lou
    if leave is by_the_turn_of_the_day:
        plan_for_yesterday(lou)
    signing_in.invite(lou, by=None)
    invitation = _path_in(Message.objects.get(person=lou, name="first_password"))
    open_one = _by_password(lou)
    _elsewhere_walk(open_one, other, purpose="link")
    signing_in.invite(lou, by=None)
    Client().post("/accounts/password/reset/", {"email": lou.email})
    reset = _path_in(Message.objects.filter(person=lou, name="password_link").latest("pk"))
    half_open = Client()
    half_open.get(reset, follow=True)
    secret = generate_totp_secret()
    TOTP.activate(lou, secret)
    between = _by_password(lou)  # the password was given, the code not yet
    going = Client()
    went = going.post("/accounts/with/oidc/").headers["Location"]
    assert _is_in(open_one)

    leave(lou)

    assert not _is_in(open_one)
    assert not _is_in(_by_password(lou))
    between.post("/accounts/code/", {"code": code(secret)})
    assert not _is_in(between)
    going.get(other.walk(went, who="lou").removeprefix(PORTAL), follow=True)
    assert not _is_in(going)
    fresh = Client()
    _elsewhere_walk(fresh, other)
    assert not _is_in(fresh)
    for link in (invitation, reset):
        browser = Client()
        page = browser.get(link, follow=True)
        assert "no longer works" in page.text
    half_open.post(
        re.sub(r"-[^-/]+-[^/]+/$", "-set-password/", reset), {"password1": NEW, "password2": NEW}
    )
    assert not _is_in(half_open)
    assert not Person.objects.get(pk=lou.pk).check_password(NEW)
    mails = Message.objects.filter(person=lou).count()
    Client().post("/accounts/password/reset/", {"email": lou.email})
    assert Message.objects.filter(person=lou).count() == mails
    Person.objects.filter(pk=lou.pk).update(is_active=True)  # rehired: the old sessions stay closed
    assert not _is_in(open_one)
