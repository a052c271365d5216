"""The first set-up: guarded by a token, left and taken up again, and over for good."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone
from django.utils.html import strip_tags

from accounts.models import Person
from district_portal import audit, mailing
from district_portal.demo.opening import open_district
from district_portal.district.models import District
from district_portal.district.naming import name_district
from district_portal.permissions import Role
from district_portal.setup.first_run import finishing, letting_in, stepping, welcoming
from district_portal.setup.first_run.stepping import Step
from district_portal.setup.models import FirstRun
from policies.acknowledgments import counting, requiring
from policies.acknowledgments.models import Assignment, OnRoll
from tests.accounts.roster.sheets import SHEET, applied
from tests.factories.acknowledgments import signed
from tests.factories.district import set_up
from tests.factories.policies import published

pytestmark = pytest.mark.django_db
PASSWORD = "a long way around the pond"
ADA = {
    "given_name": "Ada",
    "family_name": "Lindqvist",
    "email": "ada@marlow.example",
    "held": ["district_administrator", "hr"],
}


@pytest.fixture(autouse=True)
def _nobody_has_tried_yet():
    cache.clear()


@pytest.fixture
def inside(client):
    """A client that has entered the token."""
    enter(client, letting_in.make_token())
    return client


def enter(client, token):
    return client.post("/setup/first/", {"token": token}, follow=True)


def words(answer):
    return " ".join(strip_tags(answer.content.decode()).split())


def name_it(client, **fields):
    return client.post("/setup/first/district/", {"name": "Marlow", **fields})


def put_in(client, **fields):
    told = {**ADA, "password": PASSWORD, "again": PASSWORD, **fields}
    return client.post("/setup/first/people/", told, follow=True)


@pytest.mark.parametrize("path", ["/", "/policies/", "/accounts/login/", "/setup/", "/nowhere/"])
def test_every_page_leads_to_the_set_up(client, path):
    assert client.get(path).headers["Location"] == "/setup/first/"
    assert client.post(path).headers["Location"] == "/setup/first/"


def test_what_tells_nothing_stays_open(client):
    assert client.get("/accessibility/").status_code == 200
    assert client.get("/robots.txt").status_code == 200


def test_a_named_district_without_its_end_is_not_set_up(client):
    District.objects.create(pk=1, name="Marlow")
    assert client.get("/").headers["Location"] == "/setup/first/"


@pytest.mark.thorough
def test_demo_and_command_count_as_set_up(client):
    name_district("Marlow", time_zone="America/Chicago", by=None)
    assert client.get("/").headers["Location"].startswith("/accounts/login/")
    District.objects.all().delete()
    open_district()
    assert District.objects.get().set_up_at is not None


def test_the_token_is_printed_once_and_kept_as_a_hash(capsys):
    call_command("setup_token")
    token = re.search(r"(?:[A-Z2-9]{5}-){3}[A-Z2-9]{5}", capsys.readouterr().out)[0]
    run = FirstRun.objects.get()
    assert run.token_digest == letting_in.digest(token)
    assert token not in str(audit.events().values())
    assert letting_in.let_in(f" {token.lower().replace('-', ' ')} ", address="::1")


def test_a_new_token_makes_the_old_one_and_its_sessions_void(client, inside):
    assert client.get("/setup/first/district/").status_code == 200
    letting_in.make_token()
    assert client.get("/setup/first/district/").headers["Location"] == "/setup/first/"


def test_a_token_is_good_for_a_week():
    long_ago = timezone.now() - letting_in.GOOD_FOR - dt.timedelta(minutes=1)
    token = letting_in.make_token(at=long_ago)
    assert letting_in.let_in(token, address="::1") is None
    assert letting_in.let_in(token, address="::1", at=long_ago + dt.timedelta(days=6))


@pytest.mark.parametrize("step", [step.value for step in Step] + ["nothing"])
def test_no_step_opens_without_the_token(client, step):
    letting_in.make_token()
    path = "/setup/first/" + {"year": "school-year", "days": "school-days"}.get(step, step) + "/"
    answer = client.post(path, {"name": "Mine"})
    assert answer.headers["Location"] == "/setup/first/" if step != "nothing" else answer
    assert not District.objects.exists()


def test_an_empty_pass_opens_nothing_where_no_token_was_made(client):
    session = client.session
    session["first_run"] = ""
    session.save()
    FirstRun.objects.create(pk=1)
    assert client.get("/setup/first/district/").headers["Location"] == "/setup/first/"


def test_wrong_tries_are_slowed_down_and_do_not_shut_out_other_addresses(client):
    token = letting_in.make_token()
    for _ in range(10):
        assert "This is not the token" in words(enter(client, "ABCDE-ABCDE-ABCDE-ABCDE"))
    assert "Too many tries" in words(enter(client, token))
    elsewhere = Client(REMOTE_ADDR="192.0.2.7")
    assert "step 1 of 8" in words(enter(elsewhere, token))


def test_the_first_step_comes_first_then_any(inside):
    assert inside.get("/setup/first/mail/").headers["Location"] == "/setup/first/district/"
    assert name_it(inside).headers["Location"] == "/setup/first/look/"
    for path in ("look", "school-year", "school-days", "mail", "people", "roster", "finish"):
        assert inside.get(f"/setup/first/{path}/").status_code == 200


def test_it_is_left_and_taken_up_again_on_another_device(inside):
    name_it(inside, administrator_word="Superintendent")
    inside.post("/setup/first/look/", {"go_on": "1"})
    token = letting_in.make_token()
    phone = Client()
    answer = enter(phone, token)
    assert answer.request["PATH_INFO"] == "/setup/first/school-year/"
    assert "Superintendent" in phone.get("/setup/first/district/").content.decode()


def test_skipping_marks_nothing_and_going_on_does(inside):
    name_it(inside)
    skip = re.search(r'href="([^"]*)">Skip for', inside.get("/setup/first/look/").content.decode())[
        1
    ]
    assert inside.get(skip).status_code == 200
    assert FirstRun.objects.get().done == ["district"]
    inside.post("/setup/first/look/", {"go_on": "1"})
    inside.post("/setup/first/look/", {"go_on": "1"})
    assert FirstRun.objects.get().done == ["district", "look"]


def test_a_person_chooses_their_own_password_and_gets_their_roles(inside):
    name_it(inside)
    assert "Ada is entered" in words(put_in(inside))
    ada = Person.objects.get()
    assert ada.check_password(PASSWORD)
    assert {Role.DISTRICT_ADMINISTRATOR, Role.HR} <= ada.roles
    event = audit.events(act="signing_in.password_set").get()
    assert event.actor_id == ada.pk


def test_the_same_person_twice_is_one_and_the_last_word_holds(inside):
    name_it(inside)
    put_in(inside)
    put_in(inside, given_name="Adina", email="ADA@marlow.example", held=["district_administrator"])
    ada = Person.objects.get()
    assert (str(ada), Role.HR in ada.roles) == ("Adina Lindqvist", False)


def test_the_first_sheet_knows_who_was_entered_by_the_number(inside):
    name_it(inside)
    put_in(inside, number="7")
    put_in(inside, number=" 1 ")
    assert "Another person has this number" in words(
        put_in(inside, number="1", email="polly@marlow.example")
    )
    ada = Person.objects.get()
    run = applied(SHEET)
    assert (run.state, run.problems, run.returned, run.added) == ("applied", 0, 1, 3)
    assert (ada.posting.position, ada.posting.person.email) == ("Superintendent", ada.email)
    put_in(inside, number="5", given_name="Adina")
    ada.refresh_from_db()
    assert (ada.number, ada.given_name) == ("1", "Ada")


def test_somebody_is_taken_out_again(inside):
    name_it(inside)
    put_in(inside, number="1")
    ada = Person.objects.get()
    for _ in range(2):
        inside.post("/setup/first/people/", {"let_go": str(ada.pk)})
    assert not Person.objects.exists()


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"again": "something else entirely"}, "The two passwords differ"),
        ({"password": "short", "again": "short"}, "too short"),
        ({"email": "ada"}, "Enter an address such as"),
        ({"held": []}, "Choose at least one role"),
        ({"held": ["auditor"]}, "Choose one from the list"),
        ({"given_name": "A<script>"}, "Leave out line breaks"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field(inside, fields, said):
    name_it(inside)
    assert said in words(put_in(inside, **fields))
    assert not Person.objects.exists()


def test_it_ends_only_when_somebody_can_get_in(inside):
    name_it(inside)
    assert "Nobody is to lead the portal yet" in words(inside.post("/setup/first/finish/"))
    put_in(inside, password="", again="")
    assert "no test message has gone out" in words(inside.post("/setup/first/finish/"))
    finishing.note_mail()
    assert inside.post("/setup/first/finish/").headers["Location"] == "/setup/first/done/"
    assert District.objects.get().set_up_at is not None


def test_the_last_look_shows_the_clock_that_was_chosen(inside):
    name_it(inside)
    year = {"time_zone": "America/Denver", "school_year_month": 8, "school_year_day": 15}
    inside.post("/setup/first/school-year/", year)
    assert "Mountain, from August 15" in words(inside.get("/setup/first/finish/"))


def test_the_end_voids_the_token_and_mails_links_to_those_without_a_password(inside):
    token = letting_in.make_token()
    enter(inside, token)
    name_it(inside)
    put_in(inside)
    put_in(
        inside, given_name="Polly", email="polly@marlow.example",
        held=["policy_administrator"], password="", again="",
    )  # fmt: skip
    inside.post("/setup/first/roster/", {"when": "next"})
    done = inside.post("/setup/first/finish/", follow=True)
    assert "polly@marlow.example" in words(done)
    assert "next=%2Fpeople%2Froster%2Fnew%2F" in done.content.decode()
    polly, ada = Person.objects.get(given_name="Polly"), Person.objects.get(given_name="Ada")
    assert mailing.history(polly).get().name == "first_password"
    assert not mailing.history(ada).exists()
    assert FirstRun.objects.get().token_digest == ""
    late = Client()
    late.post("/setup/first/", {"token": token})
    assert late.get("/setup/first/people/").headers["Location"] == "/accounts/login/"


@pytest.mark.parametrize("path", ["", "district/", "people/", "finish/"])
def test_nothing_is_left_of_it_once_the_district_is_set_up(inside, path):
    name_it(inside)
    set_up(name="Marlow")
    for answer in (inside.get(f"/setup/first/{path}"), inside.post(f"/setup/first/{path}", ADA)):
        assert answer.headers["Location"] == "/accounts/login/"
    assert not Person.objects.exists()
    assert "set up already" in words(inside.get("/accounts/login/"))
    with pytest.raises(CommandError):
        call_command("setup_token")
    call_command("setup_token", if_needed=True)


def test_whoever_finishes_second_is_told_that_it_is_done(inside):
    name_it(inside)
    put_in(inside)
    assert inside.post("/setup/first/finish/").headers["Location"] == "/setup/first/done/"
    with pytest.raises(stepping.AlreadySetUpError):
        finishing.finish()
    with pytest.raises(stepping.AlreadySetUpError), stepping.taking(Step.LOOK):
        raise AssertionError("never reached")
    assert audit.events(act="setup.finished").count() == 1


def test_no_page_of_it_is_kept_by_anybody(inside):
    name_it(inside)
    for path in ("", "district/", "people/", "finish/"):
        assert "no-store" in inside.get(f"/setup/first/{path}").headers["Cache-Control"]


def test_who_stands_on_the_roster_only_loses_the_roles(cast):
    District.objects.update(set_up_at=None)
    welcoming.let_go(cast.hana)
    assert not cast.hana.grants.exists()
    assert Person.objects.get(pk=cast.hana.pk).is_active


def test_who_has_signed_before_stays_without_access_and_is_counted_no_more(cast):
    District.objects.update(set_up_at=None)
    ida = Person.objects.enter(
        given_name="Ida", family_name="Lindqvist", email="ida@marlow.example"
    )
    requiring.require(published("511", "Conduct").policy, by=None, people=[ida])
    signed(ida, Assignment.objects.get(person=ida).version)
    counting.call_roll()
    assert OnRoll.objects.filter(person=ida).exists()
    welcoming.let_go(ida)
    assert not Person.objects.get(pk=ida.pk).is_active
    assert not OnRoll.objects.filter(person=ida).exists()
    assert counting.difference() == 0
