from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from district_portal import mailing
from district_portal.mailing import delivering, inbox
from district_portal.mailing.models import Message


@pytest.fixture
def lou(client, cast):
    client.force_login(cast.lou)
    return client


def the_message() -> Message:
    return Message.objects.get()


def subjects(page) -> list[str]:
    return [message.subject for message in page.context["page"]]


def unread_in_navigation(page) -> int:
    (_label, entries, _here), *_ = page.context["lines"]
    return next(entry.count for entry in entries if entry.label == "Messages")


def test_a_message_stands_in_the_inbox_as_soon_as_it_is_queued(lou, queue_note):
    queue_note()
    page = lou.get("/messages/")
    assert "A note for Lou" in page.text
    assert "Unread" in page.text


def test_opening_marks_it_as_read_and_looking_by_its_address_does_not(lou, queue_note):
    queue_note()
    path = f"/messages/{the_message().pk}/"
    assert "The bell is at &lt;8&gt;" in lou.get(path).text
    assert the_message().read_at is None
    answer = lou.post(f"{path}open/", follow=True)
    assert "The bell is at &lt;8&gt;" in answer.text
    first = the_message().read_at
    assert first is not None
    lou.post(f"{path}open/")
    assert the_message().read_at == first


def test_opening_is_asked_by_post_alone(lou, queue_note):
    queue_note()
    number = the_message().pk
    for path in (f"{number}/open/", f"{number}/unread/", "read/"):
        assert lou.get(f"/messages/{path}").status_code == 405
    assert the_message().read_at is None


def test_it_can_be_marked_as_unread_again(lou, queue_note):
    queue_note()
    inbox.open_one(the_message())
    answer = lou.post(f"/messages/{the_message().pk}/unread/", follow=True)
    assert "counts as unread again" in answer.text
    assert the_message().read_at is None
    assert not inbox.close_again(the_message())


def test_the_unread_stand_first_then_the_newest(lou, queue_note, cast):
    for number in (1, 2, 3, 4):
        queue_note(f"note:{number}")
        Message.objects.filter(key=f"note:{number}").update(subject=f"Note {number}")
    inbox.open_one(Message.objects.get(key="note:4"))
    inbox.open_one(Message.objects.get(key="note:1"))
    assert subjects(lou.get("/messages/")) == ["Note 3", "Note 2", "Note 4", "Note 1"]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("words=bell", ["The bell"]),
        ("words=BELL+the", ["The bell"]),
        ("read=no", ["The bus"]),
        ("read=yes", ["The bell"]),
        ("name=note", ["The bus", "The bell"]),
        ("name=digest", ["The bus", "The bell"]),
        ("read=nonsense", ["The bus", "The bell"]),
        ("words=zebra", []),
    ],
)
def test_the_inbox_is_filtered(lou, queue_note, asked, found):
    for key, subject in (("a", "The bell"), ("b", "The bus")):
        queue_note(key)
        Message.objects.filter(key=key).update(subject=subject)
    inbox.open_one(Message.objects.get(key="a"))
    assert subjects(lou.get(f"/messages/?{asked}")) == found


def test_all_that_stood_in_the_list_are_marked_as_read_and_nothing_later(lou, queue_note, cast):
    for number in range(3):
        queue_note(f"note:{number}")
    shown = lou.get("/messages/").context["newest_unread"]
    queue_note("later")
    queue_note("another's", to=cast.gus)
    answer = lou.post("/messages/read/", {"mail": shown}, follow=True)
    assert "3 messages are marked as read." in answer.text
    unread = Message.objects.filter(read_at=None).values_list("key", flat=True)
    assert set(unread) == {"later", "another's"}


@pytest.mark.parametrize("nonsense", ["", "x", "-1", "9" * 40])
def test_nonsense_marks_nothing_as_read(lou, queue_note, nonsense):
    queue_note()
    assert lou.post("/messages/read/", {"mail": nonsense}).status_code == 302
    assert the_message().read_at is None


def test_another_s_message_is_not_there(client, cast, queue_note):
    queue_note()
    number = the_message().pk
    for somebody in (cast.hana, cast.ada, cast.pat):
        client.force_login(somebody)
        assert client.get(f"/messages/{number}/").status_code == 404
        for act in ("open", "unread"):
            assert client.post(f"/messages/{number}/{act}/").status_code == 404
        assert "A note for Lou" not in client.get("/messages/").text
    assert the_message().read_at is None


def test_the_navigation_counts_what_is_unread_at_no_cost(lou, queue_note):
    queue_note("first")
    lou.get("/messages/")
    with CaptureQueriesContext(connection) as few:
        page = lou.get("/messages/")
    assert unread_in_navigation(page) == 1
    for number in range(30):
        queue_note(f"note:{number}")
    with CaptureQueriesContext(connection) as many:
        page = lou.get("/messages/")
    assert unread_in_navigation(page) == 31
    assert len(many) == len(few)


def test_many_messages_are_paged(lou, queue_note):
    for number in range(26):
        queue_note(f"note:{number}")
    assert len(subjects(lou.get("/messages/"))) == 25
    assert len(subjects(lou.get("/messages/?page=2"))) == 1


def test_the_link_of_a_secret_is_not_in_the_portal(lou, queue_note):
    queue_note(secret=True)
    page = lou.get(f"/messages/{the_message().pk}/").text
    assert "The bell" not in page
    assert "The link is in the mail alone" in page


def test_one_that_has_no_words_yet_is_read_in_those_it_would_have_now(lou, cast, hello):
    mailing.queue_many("hello", keys={cast.lou.pk: "hello"})
    assert "Good morning" in lou.get(f"/messages/{the_message().pk}/").text
    assert the_message().text == ""


def test_where_nothing_is_left_to_say_the_page_says_so(lou, cast, hello):
    mailing.queue_many("hello", keys={cast.lou.pk: "hello"})
    hello.silent = {cast.lou.pk}
    assert "There is nothing left to say" in lou.get(f"/messages/{the_message().pk}/").text


def test_one_that_gave_way_before_it_had_words_is_left_out(lou, cast, hello):
    mailing.queue_many("hello", keys={cast.lou.pk: "hello:1"})
    mailing.queue_many("hello", keys={cast.lou.pk: "hello:2"})
    assert [message.key for message in inbox.messages(cast.lou)] == ["hello:2"]


def test_what_the_mail_did_not_bring_is_read_in_the_portal(lou, queue_note, smtp_server):
    smtp_server.answers += ["550 No such mailbox"]
    queue_note()
    delivering.sweep()
    page = lou.get(f"/messages/{the_message().pk}/").text
    assert "The bell is at" in page
    assert "Could not be delivered" in page


def test_reading_does_not_disturb_the_sending(lou, queue_note, smtp_server):
    queue_note()
    inbox.open_one(the_message(), at=timezone.now())
    delivering.sweep()
    assert the_message().state == "sent"
    assert the_message().read_at is not None


def test_an_empty_inbox_says_what_will_come(lou):
    assert "No messages yet" in lou.get("/messages/").text
    assert "No message fits" in lou.get("/messages/?words=zebra").text
