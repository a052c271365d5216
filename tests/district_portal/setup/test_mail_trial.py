"""A test message goes to a real mail server, and its answer is shown."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.utils.html import strip_tags

from district_portal import audit

pytestmark = pytest.mark.django_db
AT = "tester@elsewhere.example"


@pytest.fixture(autouse=True)
def _nobody_has_tried_yet():
    cache.clear()


@pytest.fixture
def tom(cast, client):
    client.force_login(cast.tom)
    return client


def words(answer):
    return " ".join(strip_tags(answer.content.decode()).split())


def send(client, address=AT):
    return words(client.post("/setup/mail/", {"address": address}, follow=True))


def test_it_goes_out_at_once_and_the_answer_is_told(tom, smtp_server):
    said = send(tom)
    assert "The mail server took the test message" in said
    assert "What the server said: 250" in said
    (mail,) = smtp_server.received
    assert (mail.to, "Marlow Test District" in mail.subject) == (AT, True)
    assert mail.text.startswith("Hello,")
    event = audit.events(act="mail.tried").get()
    assert (event.actor, event.after) == ("Tom Reyes", {"outcome": "SENT"})


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ("550 No such mailbox", "The mail server refused the test message"),
        ("451 Try again later", "did not take it this time"),
    ],
)
def test_a_refusal_is_told_in_the_server_s_words(tom, smtp_server, answer, said):
    smtp_server.answers += [answer]
    told = send(tom)
    assert said in told
    assert answer in told


def test_a_server_that_is_not_there_is_told(tom, settings):
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    assert "No mail server can be reached" in send(tom)


def test_a_failure_stands_there_with_what_was_typed_until_it_is_mended(tom, smtp_server):
    smtp_server.answers += ["550 No such mailbox"]
    send(tom)
    for _ in range(2):
        page = tom.get("/setup/mail/")
        assert "The mail server refused the test message" in words(page)
        assert f'value="{AT}"' in page.text
    assert "refused" not in send(tom)
    assert "took the test message" not in words(tom.get("/setup/mail/"))


def test_no_secret_is_shown(tom, settings):
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "portal", "the server's own secret"
    page = tom.get("/setup/mail/").content.decode()
    assert "portal" in page
    assert "the server" in page
    assert "own secret" not in page


def test_nobody_makes_a_flood_of_it(tom, smtp_server):
    for _ in range(10):
        send(tom)
    assert "That were many" in send(tom)
    assert len(smtp_server.received) == 10


def test_what_is_no_address_is_said_beside_the_field(tom, smtp_server):
    assert "Enter an address such as" in send(tom, "tester")
    assert smtp_server.received == []
