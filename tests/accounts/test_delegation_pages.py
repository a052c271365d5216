"""The pages on which somebody asks another to act, and the other answers."""

from __future__ import annotations

import datetime as dt

import pytest

from accounts import delegating
from accounts.models import Delegation
from district_portal.district.current import today
from tests.factories import approvals as requests
from tests.standing import standing

PAGE, ASK = "/people/delegations/", "/people/delegations/ask/"
DAY = dt.timedelta(days=1)


def ask(client, delegate, **more):
    sent = {
        "to": delegate.email,
        "matters": ["requests"],
        "since": today(),
        "until": today() + 5 * DAY,
    }
    return client.post(ASK, {**sent, **more}, follow=True)


@standing
def asked(cast):
    days = {"since": today(), "until": today() + 5 * DAY}
    return delegating.delegate(
        cast.pat, to=cast.theo, matters=Delegation.Matter.values, by=cast.pat, note="Skiing", **days
    )[0]


def test_pat_asks_and_theo_finds_it_among_the_tasks_and_accepts(cast, client):
    client.force_login(cast.pat)
    assert "Theo Nguyễn is asked." in ask(client, cast.theo).text
    client.force_login(cast.theo)
    assert "Will you act for Pat Novak?" in client.get("/").text
    row = Delegation.objects.get()
    page = client.post(f"{PAGE}{row.pk}/accept/", follow=True)
    assert "You have accepted. Pat Novak is told." in page.text
    assert "Acting for Pat Novak" in client.get("/").text
    assert "You act for Pat Novak until" in client.get("/queue/").text
    assert "Will you act for" not in client.get("/").text


@pytest.mark.parametrize(
    ("more", "field", "said"),
    [
        ({"to": ""}, "to", "Say who is to act"),
        ({"to": "pat@marlow.example"}, "to", "Name somebody else"),
        ({"to": "mia@marlow.example"}, "to", "Mia Álvarez can’t stand in on these days"),
        ({"matters": []}, "matters", "Choose at least one kind of matter"),
        ({"since": "2020-01-01"}, "since", "Choose today or a later day"),
        ({"until": "2020-01-01"}, "until", "within a year"),
    ],
)
def test_what_can_not_be_is_said_beside_the_field(cast, client, more, field, said):
    client.force_login(cast.pat)
    page = ask(client, cast.theo, **more)
    assert said in str(page.context["form"].errors[field])
    assert not Delegation.objects.exists()


def test_an_overlap_names_what_stands_in_the_way(cast, client, asked):
    client.force_login(cast.pat)
    page = ask(client, cast.hana, since=today() + 2 * DAY)
    assert "Theo Nguyễn acts, or is asked to" in str(page.context["form"].errors["since"])


def test_matters_entered_together_are_one_line_with_their_note(cast, client, asked):
    client.force_login(cast.theo)
    page = client.get(PAGE)
    assert page.text.count("Requests to decide, My people’s acknowledgments") == 1
    assert "Skiing" in page.text


def test_a_late_answer_is_told_that_it_is_over(cast, client, asked):
    delegating.end(asked, by=cast.pat)
    client.force_login(cast.theo)
    assert "It is over already" in client.post(f"{PAGE}{asked.pk}/accept/", follow=True).text


def test_the_district_administrator_sees_all_and_asks_for_another(cast, client, asked):
    client.force_login(cast.ada)
    assert "In the whole district" in client.get(PAGE).text
    ask(client, cast.hana, person=cast.theo.email)
    assert Delegation.objects.get(person=cast.theo).entered_by == cast.ada


def test_nobody_else_asks_in_anothers_name(cast, client):
    client.force_login(cast.pat)
    ask(client, cast.hana, person=cast.theo.email)
    assert Delegation.objects.get().person == cast.pat


def test_a_queue_says_in_whose_place(cast, client, asked):
    delegating.accept(asked, by=cast.theo)
    sent = requests.sent(cast.lou, manager=cast.val, place=cast.northside)
    client.force_login(cast.theo)
    assert "In place of Pat Novak" in client.get("/queue/").text
    assert "You act for Pat Novak until" in client.get(f"/queue/{sent.pk}/").text
    client.force_login(cast.lou)
    assert "Theo Nguyễn acts for Pat Novak until" in client.get(f"/requests/{sent.pk}/").text
