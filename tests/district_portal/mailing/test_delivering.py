from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from district_portal import mailing
from district_portal.mailing import delivering, ending, leasing, resending
from district_portal.mailing.models import Message
from tests.smtp import DROP_AFTER_BODY, DROP_BEFORE_BODY, SILENCE

pytestmark = pytest.mark.usefixtures("smtp_server")


@pytest.fixture(autouse=True)
def _no_waiting(settings):
    settings.MAIL_BACK_OFF_SECONDS = 0.0


@pytest.fixture(autouse=True)
def by_day(monkeypatch):
    monkeypatch.setattr(leasing, "may_disturb", lambda _at: True)


def the_message() -> Message:
    return Message.objects.get()


def test_a_queued_mail_goes_out_with_its_words_and_headers(queue_note, smtp_server, cast):
    queue_note()
    assert delivering.sweep() == {"sent": 1}

    (mail,) = smtp_server.received
    assert mail.to == cast.lou.email
    assert mail.subject == "A note for Lou"
    assert mail.text.replace("\r\n", "\n") == the_message().text
    assert mail.html.replace("\r\n", "\n") == the_message().html
    assert mail.id == the_message().message_id
    assert mail.message["Auto-Submitted"] == "auto-generated"
    assert mail.message["X-Auto-Response-Suppress"] == "All"
    assert mail.message["From"] == "Marlow Test District policy portal <policy-portal@localhost>"
    assert the_message().state == "sent"
    assert the_message().answer == "250 Taken"


def test_letters_of_every_script_and_lines_of_every_shape_arrive(queue_note, smtp_server, cast):
    words = "Ngày Álvarez “quoted” — .\n.\n..dots\nFrom here \n" + "long " * 400 + "=3D\tend"
    queue_note(to=cast.theo, context={"words": words})
    cast.theo.given_name = "Nguyễn"
    queue_note("note:2", to=cast.theo)
    delivering.sweep()

    assert words in smtp_server.received[0].text.replace("\r\n", "\n")
    assert smtp_server.received[1].subject == "A note for Nguyễn"
    assert max(len(line) for line in smtp_server.received[0].raw.split(b"\r\n")) <= 998


def test_one_connection_carries_all_mails(queue_note, smtp_server):
    for number in range(250):
        queue_note(f"note:{number}")
    assert delivering.sweep() == {"sent": 250}

    assert smtp_server.connections == 1
    assert len({mail.id for mail in smtp_server.received}) == 250


def test_a_sent_mail_is_not_sent_again(queue_note, smtp_server):
    queue_note()
    delivering.sweep()
    assert delivering.sweep() == {}
    assert len(smtp_server.received) == 1


def test_a_mail_waits_for_its_hour(queue_note, smtp_server):
    queue_note(due_at=timezone.now() + dt.timedelta(hours=1))
    assert delivering.sweep() == {}


def test_451_is_tried_again_and_does_not_hold_up_the_next(queue_note, smtp_server):
    smtp_server.answers += ["451 Not now"]
    queue_note("note:1")
    queue_note("note:2")
    assert delivering.sweep() == {"later": 1, "sent": 2}
    assert smtp_server.connections == 1


def test_each_attempt_waits_longer_and_never_over_an_hour_and_a_half(settings):
    settings.MAIL_BACK_OFF_SECONDS = 60.0
    first, fifth, last = (ending.back_off(n).total_seconds() for n in (0, 4, 40))
    assert 30 <= first <= 90
    assert 480 <= fifth <= 1440
    assert 1800 <= last <= 5400


def test_after_five_days_of_not_now_the_mail_has_failed(queue_note, smtp_server):
    queue_note()
    Message.objects.update(queued_at=timezone.now() - dt.timedelta(days=5, minutes=1))
    smtp_server.answers += ["451 Not now"]
    delivering.sweep()
    assert (the_message().state, the_message().answer) == ("failed", "451 Not now")


def test_421_is_answered_by_a_new_connection(queue_note, smtp_server):
    queue_note("note:1")
    queue_note("note:2")
    smtp_server.answers += ["421 Enough for one connection"]
    assert delivering.sweep() == {"later": 1, "sent": 2}
    assert smtp_server.connections == 2


def test_a_connection_closed_between_two_mails_costs_nothing(queue_note, smtp_server):
    queue_note("note:1")
    queue_note("note:2")
    smtp_server.on_mail = lambda _: smtp_server.answers.extend(
        [DROP_BEFORE_BODY] if len(smtp_server.received) == 1 else []
    )
    assert delivering.sweep() == {"sent": 2}
    assert set(Message.objects.values_list("attempts", "repeats")) == {(1, 0)}


def test_550_has_failed_at_once_with_the_servers_words(queue_note, smtp_server):
    smtp_server.answers += ["550 No such mailbox"]
    queue_note("note:1")
    queue_note("note:2")
    assert delivering.sweep() == {"refused": 1, "sent": 1}
    failed = Message.objects.get(state="failed")
    assert (failed.answer, failed.attempts) == ("550 No such mailbox", 1)


def test_554_after_the_body_has_failed_too(queue_note, smtp_server):
    smtp_server.answers += ["554 Looks like spam"]
    queue_note()
    assert delivering.sweep() == {"refused": 1}
    assert the_message().state == "failed"


def test_a_lost_answer_is_sent_again_as_the_same_mail_and_counted(queue_note, smtp_server):
    smtp_server.answers += [DROP_AFTER_BODY]
    queue_note()
    assert delivering.sweep() == {"unknown": 1, "sent": 1}

    first, second = smtp_server.received
    assert first.id == second.id
    assert (the_message().state, the_message().repeats) == ("sent", 1)


def test_while_it_waits_to_be_sent_again_it_is_shown_as_doubtful(queue_note, smtp_server, settings):
    settings.MAIL_BACK_OFF_SECONDS = 60.0
    smtp_server.answers += [DROP_AFTER_BODY]
    queue_note()
    delivering.sweep()
    assert the_message().state == "doubtful"


def test_a_notice_that_must_not_come_twice_is_held(queue_note, smtp_server):
    smtp_server.answers += [DROP_AFTER_BODY]
    queue_note(in_doubt="hold")
    assert delivering.sweep() == {"unknown": 1}
    assert (the_message().state, the_message().repeats) == ("held", 0)
    assert delivering.sweep() == {}


def test_a_server_that_always_hangs_up_after_the_body_gets_the_mail_four_times_at_most(
    queue_note, smtp_server
):
    smtp_server.answers += [DROP_AFTER_BODY] * 9
    queue_note()
    for _ in range(9):
        delivering.sweep()
    assert (the_message().state, the_message().repeats) == ("held", 3)
    assert len(smtp_server.received) == 4


def test_a_silent_server_is_left_after_the_timeout(queue_note, smtp_server, settings):
    settings.EMAIL_TIMEOUT = 2
    smtp_server.answers += [SILENCE]
    queue_note(in_doubt="hold")
    assert delivering.sweep() == {"unknown": 1}
    assert the_message().state == "held"


def test_without_a_server_all_mails_stay_and_no_attempt_counts(queue_note, settings):
    settings.MAIL_BACK_OFF_SECONDS = 60.0
    settings.EMAIL_PORT = 1
    queue_note("note:1")
    queue_note("note:2")
    assert delivering.sweep() == {"unreachable": 1}
    assert set(Message.objects.values_list("state", "attempts", "lease")) == {("queued", 0, "")}


def test_a_mail_is_recovered_when_its_sweep_died_before_the_body(queue_note, smtp_server):
    queue_note()
    leasing.claim()
    assert delivering.sweep() == {}

    Message.objects.update(leased_until=timezone.now() - dt.timedelta(seconds=1))
    assert delivering.sweep() == {"sent": 1}
    assert the_message().repeats == 0


@pytest.mark.parametrize(
    ("in_doubt", "state", "repeats", "mails"), [("repeat", "sent", 1, 1), ("hold", "held", 0, 0)]
)
def test_a_mail_whose_sweep_died_in_the_body_is_repeated_or_held(
    queue_note, smtp_server, in_doubt, state, repeats, mails
):
    queue_note(in_doubt=in_doubt)
    (claimed,) = leasing.claim()
    assert leasing.go_on(ended=None, begun=claimed)
    Message.objects.update(leased_until=timezone.now() - dt.timedelta(seconds=1))

    delivering.sweep()
    assert (the_message().state, the_message().repeats) == (state, repeats)
    assert len(smtp_server.received) == mails


def test_a_sweep_that_lost_its_lease_sends_nothing(queue_note):
    queue_note()
    (claimed,) = leasing.claim()
    Message.objects.update(lease="somebody else's")
    assert not leasing.go_on(ended=None, begun=claimed)


def test_a_secret_is_emptied_once_it_is_sent(queue_note, smtp_server):
    queue_note(secret=True)
    delivering.sweep()
    assert "The bell" in smtp_server.received[0].text
    assert (the_message().text, the_message().html) == ("", "")


def test_a_secret_that_failed_is_emptied_and_not_offered_again(
    queue_note, smtp_server, client, cast
):
    smtp_server.answers += ["550 No such mailbox"]
    queue_note(secret=True)
    delivering.sweep()
    message = the_message()
    assert (message.state, message.text, message.html) == ("failed", "", "")
    assert not resending.resend(message, by=cast.hana)
    client.force_login(cast.hana)
    page = client.get(f"/mail/{message.pk}/").text
    assert "Send it again" not in page
    assert "Leave it unsent" in page
    assert "Send again:" not in client.get("/mail/").text


def test_urgent_mails_pass_by_the_many(queue_note, smtp_server, cast, hello):
    mailing.queue_many("hello", keys={cast.gus.pk: "hello"})
    queue_note()
    delivering.sweep()
    assert [mail.to for mail in smtp_server.received] == [cast.lou.email, cast.gus.email]


def test_the_many_rest_at_night_and_others_go(queue_note, smtp_server, cast, hello, monkeypatch):
    monkeypatch.setattr(leasing, "may_disturb", lambda _at: False)
    mailing.queue_many("hello", keys={cast.gus.pk: "hello"})
    queue_note()
    assert delivering.sweep() == {"sent": 1}
    assert smtp_server.received[0].to == cast.lou.email


def test_what_is_written_when_sent_is_kept_and_what_has_nothing_to_say_is_cancelled(
    smtp_server, cast, hello
):
    hello.silent.add(cast.gus.pk)
    mailing.queue_many("hello", keys={who.pk: f"hello:{who.pk}" for who in (cast.gus, cast.lou)})
    assert delivering.sweep() == {"sent": 1}
    assert Message.objects.get(person=cast.gus).state == "cancelled"
    assert "Good morning" in Message.objects.get(person=cast.lou).text


def test_a_kind_that_cannot_be_written_holds_up_no_other(queue_note, smtp_server, cast, hello):
    hello.broken = True
    mailing.queue_many("hello", keys={cast.gus.pk: "hello"})
    queue_note()
    assert delivering.sweep() == {"sent": 1}
    failed = Message.objects.get(state="failed")
    assert failed.answer == "KeyError: 'words'"
