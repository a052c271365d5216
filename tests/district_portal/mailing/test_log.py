from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from district_portal import audit, mailing
from district_portal.mailing import leasing, models, resending
from district_portal.mailing.models import Message

READERS = ["ada", "tom", "hana"]
STRANGERS = ["bea", "polly", "otto", "pat", "lou", "val"]


@pytest.fixture
def failed(queue_note) -> Message:
    queue_note("note:failed")
    Message.objects.update(state="failed", answer="550 No such mailbox", attempts=1)
    return Message.objects.get()


@pytest.fixture
def held(queue_note) -> Message:
    queue_note("note:held", in_doubt="hold")
    Message.objects.update(state="held", attempts=1)
    return Message.objects.get()


def sign_in(client, person):
    client.force_login(person)
    return client


@pytest.mark.parametrize("name", READERS)
def test_the_log_shows_subject_address_and_state(client, cast, failed, name):
    page = sign_in(client, getattr(cast, name)).get("/mail/").text
    for words in ("A note for Lou", cast.lou.email, "Failed"):
        assert words in page


@pytest.mark.parametrize("name", STRANGERS)
def test_others_find_no_log(client, cast, failed, name):
    client = sign_in(client, getattr(cast, name))
    assert client.get("/mail/").status_code == 404
    assert client.get(f"/mail/{failed.pk}/").status_code == 404
    assert client.post(f"/mail/{failed.pk}/resend/").status_code == 404
    assert client.post(f"/mail/{failed.pk}/leave/").status_code == 404
    assert Message.objects.get().state == "failed"


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("who=berg", ["lou"]),
        ("who=lou+BERG", ["lou"]),
        ("who=gus%40marlow", ["gus"]),
        ("state=failed", ["gus"]),
        ("name=hello", []),
        ("state=nonsense", ["lou", "gus"]),
    ],
)
def test_the_log_is_filtered(client, cast, queue_note, asked, found):
    queue_note("a", to=cast.lou)
    queue_note("b", to=cast.gus)
    Message.objects.filter(key="b").update(state="failed")
    page = sign_in(client, cast.hana).get(f"/mail/?{asked}").text
    for name in ("lou", "gus"):
        assert (f"A note for {name.capitalize()}" in page) == (name in found)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("since=2026-03-02", ["b", "c"]),
        ("until=2026-03-01", ["a"]),
        ("since=2026-03-02&until=2026-03-02", ["b"]),
        ("since=nonsense", ["a", "b", "c"]),
    ],
)
def test_the_log_is_filtered_by_days_of_the_district(client, cast, queue_note, asked, found):
    # Midnight of 2 March in Chicago is 6:00 of that day in UTC.
    moments = {"a": (2, 5, 59), "b": (2, 6, 0), "c": (3, 6, 0)}
    for key, (day, hour, minute) in moments.items():
        queue_note(key)
        at = dt.datetime(2026, 3, day, hour, minute, tzinfo=dt.UTC)
        Message.objects.filter(key=key).update(queued_at=at)
    page = sign_in(client, cast.hana).get(f"/mail/?{asked}")
    assert sorted(mail.key for mail in page.context["mails"]) == found


def test_days_the_wrong_way_round_are_refused_beside_the_field(client, cast, queue_note):
    queue_note()
    page = sign_in(client, cast.hana).get("/mail/?since=2026-03-02&until=2026-03-01").text
    assert "Choose the same day or a later one" in page


def test_the_counts_stand_on_top(client, cast, queue_note):
    for number, state in enumerate(["failed", "failed", "held", "queued", "doubtful"]):
        queue_note(f"note:{number}")
        Message.objects.filter(key=f"note:{number}").update(state=state)
    queue_note("sent")
    Message.objects.filter(key="sent").update(state="sent", sent_at=timezone.now())
    counts = sign_in(client, cast.hana).get("/mail/").context["counts"]
    assert counts == {"waiting": 2, "held": 1, "failed": 2, "bounced": 0, "sent": 1}


@pytest.mark.thorough
def test_the_log_costs_the_same_with_three_and_with_thirty_mails(client, cast, queue_note):
    sign_in(client, cast.hana)
    costs = []
    for count in (3, 30):
        for number in range(count):
            queue_note(f"note:{number}", to=[cast.lou, cast.gus, cast.val][number % 3])
        with CaptureQueriesContext(connection) as queries:
            client.get("/mail/")
        costs.append(len(queries))
    assert costs[0] == costs[1]


@pytest.mark.parametrize("name", READERS)
def test_a_mail_shows_subject_and_answer_but_another_s_text_to_nobody(client, cast, failed, name):
    page = sign_in(client, getattr(cast, name)).get(f"/mail/{failed.pk}/").text
    assert "A note for Lou" in page
    assert "550 No such mailbox" in page
    assert "Send it again" in page
    assert "The bell" not in page
    assert "What it says is for the person it goes to." in page


def test_the_person_it_goes_to_reads_it(client, cast, queue_note):
    queue_note(to=cast.hana)
    page = sign_in(client, cast.hana).get(f"/mail/{Message.objects.get().pk}/").text
    assert "The bell is at &lt;8&gt;" in page


def test_a_secret_that_was_left_unsent_is_emptied(client, cast, queue_note):
    queue_note(secret=True, in_doubt="hold")
    Message.objects.update(state="held")
    sign_in(client, cast.hana).post(f"/mail/{Message.objects.get().pk}/leave/")
    message = Message.objects.get()
    assert (message.state, message.text, message.html) == ("cancelled", "", "")


def test_the_portal_s_own_words_are_said_in_the_reader_s_language(monkeypatch):
    monkeypatch.setattr(models, "gettext", {leasing.DIED: "Se murió"}.get)
    assert Message(answer=leasing.DIED).answer_in_words == "Se murió"
    assert Message(answer="").answer_in_words == ""


def test_the_text_of_a_secret_is_shown_to_nobody(client, cast, queue_note):
    queue_note(secret=True)
    page = sign_in(client, cast.ada).get(f"/mail/{Message.objects.get().pk}/").text
    assert "The bell" not in page
    assert "shown to nobody but the person" in page


def test_one_that_is_written_when_sent_says_so(client, cast):
    mailing.queue_many("hello", keys={cast.lou.pk: "hello"})
    page = sign_in(client, cast.hana).get(f"/mail/{Message.objects.get().pk}/").text
    assert "<h1>Hello</h1>" in page.replace("\n", "")
    assert "It is written when it goes out." in page


def test_a_mail_sent_perhaps_twice_says_so(client, cast, queue_note):
    queue_note()
    Message.objects.update(state="sent", sent_at=timezone.now(), repeats=1)
    client = sign_in(client, cast.hana)
    assert "Sent perhaps twice" in client.get("/mail/").text
    assert "It may have come twice" in client.get(f"/mail/{Message.objects.get().pk}/").text


def test_a_failed_mail_is_sent_again_by_hand_and_it_is_recorded(client, cast, failed, smtp_server):
    response = sign_in(client, cast.hana).post(f"/mail/{failed.pk}/resend/", follow=True)
    assert "The mail goes out again." in response.text
    failed.refresh_from_db()
    assert (failed.state, failed.attempts, failed.repeats) == ("queued", 0, 0)
    (event,) = audit.events(act="mail.resent")
    assert (event.actor, event.person_id, event.before) == (
        "Hana Sato",
        cast.lou.pk,
        {"state": "failed"},
    )
    assert cast.lou.email not in event.object


def test_a_held_mail_sent_again_counts_as_a_repeat(cast, held):
    assert resending.resend(held, by=cast.hana)
    held.refresh_from_db()
    assert (held.state, held.repeats) == ("doubtful", 1)


def test_pressing_twice_changes_nothing_more(client, cast, held):
    client = sign_in(client, cast.hana)
    client.post(f"/mail/{held.pk}/resend/")
    response = client.post(f"/mail/{held.pk}/resend/", follow=True)
    assert "Somebody has decided about this mail already." in response.text
    client.post(f"/mail/{held.pk}/leave/")
    held.refresh_from_db()
    assert (held.state, held.repeats) == ("doubtful", 1)
    assert audit.events(act__startswith="mail.").count() == 1


def test_a_stuck_mail_can_be_left(client, cast, held):
    response = sign_in(client, cast.tom).post(f"/mail/{held.pk}/leave/", follow=True)
    assert "The mail will not be sent." in response.text
    held.refresh_from_db()
    assert held.state == "cancelled"
    assert audit.events(act="mail.left").count() == 1


def test_a_sent_mail_cannot_be_sent_again(cast, queue_note):
    queue_note()
    message = Message.objects.get()
    assert not resending.resend(message, by=cast.hana)
    assert not resending.leave(message, by=cast.hana)


def test_who_may_see_mail_finds_it_in_the_navigation_with_what_is_stuck(client, cast, failed):
    assert 'href="/mail/"' in sign_in(client, cast.hana).get("/mail/").text
    assert 'href="/mail/"' not in sign_in(client, cast.lou).get("/").text


def test_the_page_of_a_person_shows_their_last_mails(client, cast, failed):
    page = sign_in(client, cast.hana).get(f"/people/{cast.lou.pk}/").text
    assert f'href="/mail/{failed.pk}/"' in page
    assert f'href="/mail/{failed.pk}/"' not in client.get(f"/people/{cast.gus.pk}/").text
