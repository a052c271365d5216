from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from district_portal import audit
from district_portal.mailing import bouncing, delivering, looking, resending
from district_portal.mailing.models import Happening, Message


@pytest.fixture
def hana(client, cast):
    client.force_login(cast.hana)
    return client


@pytest.fixture
def sent(queue_note) -> Message:
    queue_note()
    Message.objects.update(state="sent", sent_at=timezone.now())
    return Message.objects.get()


def told(message: Message) -> list[tuple[str, str]]:
    return [(happening.what, happening.words) for happening in looking.history(message)]


def test_a_mail_that_came_back_is_noted_with_its_reason(hana, cast, sent):
    path = f"/mail/{sent.pk}/bounced/"
    assert "Why it came back" in hana.get(path).text
    answer = hana.post(path, {"reason": " Mailbox full "}, follow=True)
    assert "It is noted that the mail came back." in answer.text
    assert "Mailbox full" in answer.text
    sent.refresh_from_db()
    assert sent.state == "bounced"
    assert told(sent) == [("sent", ""), ("bounced", "Mailbox full")]
    (event,) = audit.events(act="mail.bounced")
    assert (event.actor, event.person_id) == ("Hana Sato", cast.lou.pk)


def test_without_a_reason_the_form_says_so_beside_the_field(hana, sent):
    answer = hana.post(f"/mail/{sent.pk}/bounced/", {"reason": " "})
    assert "Write what the mail that came back says" in answer.text
    sent.refresh_from_db()
    assert sent.state == "sent"
    with pytest.raises(ValueError, match="reason"):
        bouncing.bounce(sent, by=sent.person, reason="  ")


def test_pressing_twice_notes_it_once(hana, sent):
    for _press in range(2):
        answer = hana.post(f"/mail/{sent.pk}/bounced/", {"reason": "Full"}, follow=True)
    assert "does not stand as sent" in answer.text
    assert Happening.objects.count() == 1
    assert audit.events(act="mail.bounced").count() == 1


def test_what_never_went_out_can_not_come_back(hana, cast, queue_note):
    queue_note()
    queued = Message.objects.get()
    assert not bouncing.bounce(queued, by=cast.hana, reason="Full")
    answer = hana.get(f"/mail/{queued.pk}/bounced/", follow=True)
    assert "does not stand as sent" in answer.text


def test_it_is_taken_back(hana, cast, sent):
    bouncing.bounce(sent, by=cast.hana, reason="Full")
    answer = hana.post(f"/mail/{sent.pk}/arrived/", follow=True)
    assert "stands as sent again" in answer.text
    sent.refresh_from_db()
    assert sent.state == "sent"
    assert ("arrived", "") in told(sent)
    assert not bouncing.take_back(sent, by=cast.hana)


def test_what_came_back_goes_out_again_to_the_present_address(hana, cast, sent, smtp_server):
    bouncing.bounce(sent, by=cast.hana, reason="No such address")
    type(cast.lou).objects.filter(pk=cast.lou.pk).update(email="lou.new@marlow.example")
    page = hana.get(f"/mail/{sent.pk}/").text
    assert "lou.new@marlow.example" in page.replace("<wbr>", "")
    hana.post(f"/mail/{sent.pk}/resend/", {"to": "present"})
    delivering.sweep()
    assert [mail.to for mail in smtp_server.received] == ["lou.new@marlow.example"]
    sent.refresh_from_db()
    assert (sent.state, sent.repeats) == ("sent", 0)
    assert [what for what, _ in told(sent)] == ["bounced", "resent", "sent"]
    assert audit.events(act="mail.resent").get().after == {"to_present_address": True}


def test_a_secret_never_goes_to_another_address(cast, queue_note):
    queue_note(secret=True, in_doubt="hold")
    Message.objects.update(state="held")
    type(cast.lou).objects.filter(pk=cast.lou.pk).update(email="lou.new@marlow.example")
    held = Message.objects.select_related("person").get()
    assert resending.resend(held, by=cast.hana, to_present=True)
    held.refresh_from_db()
    assert held.address == cast.lou.email


def test_each_attempt_is_noted_and_an_unreachable_server_is_none(
    cast, queue_note, smtp_server, settings
):
    smtp_server.answers += ["451 Not now", "550 No such mailbox"]
    queue_note()
    message = Message.objects.get()
    reached = settings.EMAIL_PORT
    settings.EMAIL_PORT = 1
    delivering.sweep()
    settings.EMAIL_PORT = reached
    assert Message.objects.get().answer
    assert not Happening.objects.exists()
    for _attempt in range(2):
        Message.objects.update(due_at=timezone.now())
        delivering.sweep()
    message.refresh_from_db()
    assert told(message) == [("queued", "451 Not now"), ("failed", "550 No such mailbox")]
    resending.resend(message, by=cast.hana)
    delivering.sweep()
    message.refresh_from_db()
    assert [what for what, _ in told(message)] == ["queued", "failed", "resent", "sent"]
    assert message.queued_at < message.resent_at


def test_a_mail_of_former_days_tells_when_it_was_sent(sent):
    assert told(sent) == [("sent", "")]


def test_the_database_itself_refuses_a_bounce_without_reason_or_person(cast, sent):
    facts = {"message": sent, "at": timezone.now(), "what": "bounced"}
    for missing in ({"by": cast.hana, "words": ""}, {"by": None, "words": "Full"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Happening.objects.create(**facts, **missing)


def test_several_are_shown_first_and_then_sent_again(hana, cast, queue_note):
    for number in range(4):
        queue_note(f"note:{number}")
    Message.objects.filter(key__in=["note:0", "note:1"]).update(state="failed")
    Message.objects.filter(key="note:2").update(state="bounced", sent_at=timezone.now())
    numbers = list(Message.objects.order_by("pk").values_list("pk", flat=True))
    page = hana.get("/mail/again/", {"mail": numbers})
    assert "Send these 3 mails again?" in page.text
    assert Message.objects.filter(state="failed").count() == 2
    answer = hana.post("/mail/again/", {"mail": numbers}, follow=True)
    assert "3 mails go out again." in answer.text
    assert set(Message.objects.values_list("state", flat=True)) == {"queued"}
    assert audit.events(act="mail.resent").count() == 3
    again = hana.post("/mail/again/", {"mail": numbers[:3]}, follow=True)
    assert "3 were decided already." in again.text
    assert audit.events(act="mail.resent").count() == 3


@pytest.mark.parametrize("chosen", ["", "?mail=x", "?mail=99999999999999999999", "?mail=0"])
def test_who_ticks_nothing_is_told_so(hana, queue_note, chosen):
    queue_note()
    page = f"/mail/again/{chosen}"
    assert "No mail waits to go out again." in hana.get(page, follow=True).text
    Message.objects.update(state="failed")
    assert "Tick the mails first" in hana.get(page, follow=True).text


def test_only_what_can_go_out_again_can_be_ticked(hana, queue_note):
    queue_note("queued")
    assert 'type="checkbox"' not in hana.get("/mail/").text
    queue_note("failed")
    Message.objects.filter(key="failed").update(state="failed")
    assert hana.get("/mail/").text.count('type="checkbox"') == 1
