"""The pages on which the district writes what its mails say."""

from __future__ import annotations

import pytest
from django.utils.html import strip_tags

from district_portal.mailing import wording
from district_portal.mailing.models import Wording
from district_portal.mailing.wording import Text
from tests.factories.acknowledgments import cost, sign_in

pytestmark = pytest.mark.django_db
LIST, PAGE = "/setup/mail/texts/", "/setup/mail/texts/digest/"
SUBJECT = "Due {due date}"
BODY = "Dear {first name},\n\n{policies}\n\n{link}"


@pytest.fixture
def polly(cast, client):
    return sign_in(client, cast.polly)


def words(answer):
    return " ".join(strip_tags(answer.content.decode()).split())


def send(client, act="save", *, subject=SUBJECT, body=BODY, based_on=0, page=PAGE):
    told = {"subject": subject, "body": body, "based_on": based_on, "act": act}
    return client.post(page, told, follow=True)


def test_the_list_names_every_kind_in_words_and_whose_text_it_has(polly, cast):
    wording.reword("digest", Text(SUBJECT, BODY), by=cast.ada, based_on=0)
    said = words(polly.get(LIST))
    assert "Reminder to sign Names all that waits for a person’s signature. The district’s" in said
    assert str(cast.ada) in said
    assert "Late people, to human resources" in said
    assert "escalation" not in said.lower()
    assert "New password" in said
    assert 'href="/setup/mail/texts/password_link/"' not in polly.get(LIST).content.decode()


@pytest.mark.thorough
def test_the_list_costs_as_many_queries_for_many_texts_as_for_one(polly, cast):
    wording.reword("digest", Text(SUBJECT, BODY), by=cast.ada, based_on=0)
    few = cost(polly, LIST)
    for name in ("nudge", "request_waiting", "delegation_asked"):
        text = wording.default(name)
        changed = Text(f"Marlow: {text.subject}", text.body)
        wording.reword(name, changed, by=cast.polly, based_on=0)
    assert cost(polly, LIST) == few


def test_the_page_begins_with_the_portal_s_own_text_and_its_sample(polly):
    answer = polly.get(PAGE)
    own = wording.default("digest")
    assert answer.context["form"]["body"].value() == own.body
    said = words(answer)
    assert "Hello Alex," in said
    assert "999 Sample Policy" in said
    assert "Restore the default text" not in said


def test_a_preview_shows_what_was_typed_and_saves_nothing(polly):
    answer = send(polly, "preview", body=f"{BODY}\n<script>alert(1)</script>")
    assert answer.context["preview"].text.startswith("Dear Alex,\n\n- 999 Sample Policy")
    assert "<script>alert" not in answer.content.decode()
    assert "Nothing is saved by looking at it" in words(answer)
    assert not Wording.objects.exists()


def test_a_text_is_saved_restored_and_gone_on_from(polly, cast):
    assert "The text is saved" in words(send(polly))
    assert wording.text("digest") == Text(SUBJECT, BODY)
    answer = polly.get(PAGE)
    assert "The district’s text" in words(answer)
    assert "/setup/mail/texts/digest/restore/1/" in answer.content.decode()
    answer = polly.post(f"{PAGE}restore/1/", follow=True)
    assert "The portal’s own text counts again" in words(answer)
    assert wording.text("digest") == wording.default("digest")
    answer = polly.get(f"{PAGE}?from=1")
    assert answer.context["form"]["subject"].value() == SUBJECT
    assert answer.context["form"]["based_on"].value() == 2


@pytest.mark.parametrize("act", ["preview", "save"])
def test_what_is_wrong_is_said_beside_the_field_and_naming_the_name(polly, act):
    answer = send(polly, act, subject="Please sign", body="Dear {frist name},\n\n{policies}")
    assert answer.context["form"].errors == {
        "subject": ["The subject needs {due date} or {summary}."],
        "body": [
            "This mail knows no {frist name}. Did you mean {first name}?",
            "{link} is missing: the one link, which leads to the task.",
        ],
    }
    assert "There is a preview as soon as the text is free of mistakes" in words(answer)
    assert not Wording.objects.exists()


def test_what_is_empty_is_said_in_its_own_words(polly):
    errors = send(polly, subject="", body=" ").context["form"].errors
    assert errors == {"subject": ["Write a subject"], "body": ["Write the text"]}


@pytest.mark.parametrize("based_on", ["", "x", "-1", "99999999999"])
def test_nonsense_in_place_of_the_number_does_no_harm(polly, based_on):
    assert send(polly, based_on=based_on).status_code == 200


def test_who_was_slower_is_told_and_saves_the_second_time(polly, cast):
    wording.reword("digest", Text(f"{SUBJECT}!", BODY), by=cast.ada, based_on=0)
    answer = send(polly)
    said = words(answer)
    assert f"{cast.ada} changed this text at" in said
    assert wording.text("digest").subject == f"{SUBJECT}!"
    form = answer.context["form"]
    assert (form["subject"].value(), form["based_on"].value()) == (SUBJECT, "1")
    assert "The text is saved" in words(send(polly, based_on=1))


def test_a_restoring_by_an_old_page_is_told(polly, cast):
    for number, mark in enumerate("!?"):
        text = Text(f"{SUBJECT}{mark}", BODY)
        wording.reword("digest", text, by=cast.ada, based_on=number)
    answer = polly.post(f"{PAGE}restore/1/", follow=True)
    assert f"{cast.ada} changed this text at" in words(answer)
    assert wording.text("digest").subject == f"{SUBJECT}?"


def test_it_asks_for_a_recent_sign_in(cast, client):
    sign_in(client, cast.polly, minutes_ago=60)
    for page in (PAGE, f"{PAGE}restore/0/"):
        answer = client.post(page, {"subject": SUBJECT, "body": BODY, "act": "save"})
        assert answer.status_code == 302
        assert "reauthenticate" in answer["Location"]
    assert not Wording.objects.exists()


def test_around_what_the_portal_says_the_district_writes_too(polly):
    page = "/setup/mail/texts/review_asked/"
    assert "Here stands what the portal has to say" in words(polly.get(page))
    ours = {"subject": "Marlow: {summary}", "body": "Hi {first name},\n{message}\n{link}"}
    assert "The text is saved" in words(send(polly, page=page, **ours))
    assert wording.text("review_asked") == Text(**ours)


@pytest.mark.parametrize("name", ["password_link", "trial", "nothing"])
def test_what_stays_as_it_is_has_no_page(polly, name):
    assert polly.get(f"/setup/mail/texts/{name}/").status_code == 404
    assert polly.post(f"/setup/mail/texts/{name}/restore/0/").status_code == 404


def test_the_way_there_is_in_the_navigation_or_in_the_set_up(cast, client):
    assert LIST in sign_in(client, cast.polly).get("/").content.decode()
    assert LIST in sign_in(client, cast.ada).get("/setup/").content.decode()
    assert LIST not in sign_in(client, cast.tom).get("/setup/").content.decode()
    assert LIST not in sign_in(client, cast.lou).get("/").content.decode()


def test_the_spanish_text_is_written_and_looked_at_by_itself(polly):
    spanish = f"{PAGE}?language=es"
    assert 'href="?language=es"' in polly.get(PAGE).text
    seen = words(polly.get(spanish))
    assert "Hola, {first name}:" in seen
    assert "Hola, Alex:" in seen
    body = "Estimada {first name}:\n\n{policies}\n\n{link}"
    shown = words(send(polly, "preview", subject="Para el {due date}", body=body, page=spanish))
    assert "Estimada Alex:" in shown
    assert "vence el " in shown
    refused = send(polly, body=body.replace("first name", "nombre"), page=spanish)
    assert "This mail knows no {nombre}" in words(refused)
    send(polly, subject="Para el {due date}", body=body, page=spanish)
    assert wording.text("digest", language="es") == Text("Para el {due date}", body)
    assert wording.changed("digest") is None


def test_every_kind_is_offered_in_each_language(polly):
    seen = polly.get(f"{LIST}roster_night/?language=es").text
    assert "Hola, {first name}:" in seen
    assert "roster_night" in polly.get(f"{LIST}?language=es").text
