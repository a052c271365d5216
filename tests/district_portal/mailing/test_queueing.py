from __future__ import annotations

import datetime as dt

import pytest
from django.db.models.query import QuerySet
from django.template import TemplateDoesNotExist
from django.utils import timezone
from kombu.exceptions import OperationalError

from district_portal import mailing
from district_portal.mailing import composing
from district_portal.mailing.models import Message


def test_a_mail_is_a_row_with_words_and_a_message_id_made_from_its_key(queue_note, cast, settings):
    settings.PORTAL_ADDRESS = "https://policies.marlow.example"

    assert queue_note("note:7")

    message = Message.objects.get()
    assert (message.state, message.person, message.address) == ("queued", cast.lou, cast.lou.email)
    assert message.subject == "A note for Lou"
    assert message.message_id == composing.message_id("note:7")
    assert message.message_id.endswith("@policies.marlow.example>")


def test_the_words_name_the_district_and_one_link_in_both_parts(queue_note, settings):
    settings.PORTAL_ADDRESS = "https://policies.marlow.example"
    queue_note()

    message = Message.objects.get()
    for part in (message.text, message.html):
        assert "Marlow Test District" in part
        assert "https://policies.marlow.example/" in part
        assert "Hello Lou," in part
    assert "The bell is at <8> & not earlier." in message.text
    assert "The bell is at &lt;8&gt; &amp; not earlier." in message.html
    assert "\n\n\n" not in message.text


def test_the_same_key_again_changes_nothing(queue_note):
    assert queue_note("note:1")
    assert not queue_note("note:1", context={"words": "other words"})

    assert "The bell" in Message.objects.get().text


def test_two_at_once_with_one_key_are_one(queue_note, monkeypatch):
    queue_note("note:1")
    monkeypatch.setattr("django.db.models.query.QuerySet.exists", _first_blind())

    assert not queue_note("note:1")
    assert Message.objects.count() == 1


def _first_blind():
    seen, exists = [], QuerySet.exists

    def look(self):
        seen.append(1)
        return False if len(seen) == 1 else exists(self)

    return look


def test_who_has_no_address_gets_no_mail(queue_note, cast):
    cast.lou.email = None

    assert not queue_note()
    assert not Message.objects.exists()


def test_a_mail_may_wait_for_its_hour(queue_note):
    later = timezone.now() + dt.timedelta(hours=3)
    queue_note(due_at=later)

    assert Message.objects.get().due_at == later


def test_a_name_without_templates_is_a_mistake(queue_note, cast):
    with pytest.raises(TemplateDoesNotExist):
        mailing.queue("nonsense", key="x", to=cast.lou, context={})


def test_while_a_past_is_told_nothing_goes_out(queue_note, cast):
    with mailing.muted():
        assert not queue_note()
        assert mailing.queue_many("hello", keys={cast.lou.pk: "k"}) == set()
    assert queue_note()


def test_many_are_queued_by_one_statement_to_those_with_an_address(
    cast, django_assert_max_num_queries
):
    cast.gus.email = None
    cast.gus.save()
    keys = {who.pk: f"hello:{who.pk}" for who in (cast.lou, cast.mia, cast.gus)}

    with django_assert_max_num_queries(5):
        assert mailing.queue_many("hello", keys=keys) == {cast.lou.pk, cast.mia.pk}
    assert mailing.queue_many("hello", keys=keys) == set()

    rows = Message.objects.order_by("pk")
    assert [row.message_id for row in rows] == [composing.message_id(row.key) for row in rows]
    assert {row.address for row in rows} == {cast.lou.email, cast.mia.email}


def test_a_newer_one_of_many_takes_the_place_of_one_that_still_waits(cast):
    mailing.queue_many("hello", keys={cast.lou.pk: "monday", cast.mia.pk: "monday too"})
    mailing.queue_many("hello", keys={cast.lou.pk: "tuesday"})

    states = dict(Message.objects.values_list("key", "state"))
    assert states == {"monday": "cancelled", "monday too": "queued", "tuesday": "queued"}


def test_the_history_of_a_person_holds_their_mails_only(queue_note, cast):
    queue_note("note:1")
    queue_note("note:2", to=cast.gus)

    assert [message.key for message in mailing.history(cast.gus)] == ["note:2"]


def test_the_worker_is_woken_once_a_transaction(
    queue_note, monkeypatch, django_capture_on_commit_callbacks
):
    woken = []
    monkeypatch.setattr(
        "district_portal.mailing.tasks.deliver.apply_async", lambda **_: woken.append(1)
    )
    with django_capture_on_commit_callbacks(execute=True):
        queue_note("note:1")
        queue_note("note:2")
    assert woken == [1]


def test_a_broker_that_is_away_loses_nothing(
    queue_note, monkeypatch, django_capture_on_commit_callbacks
):
    def away(**_):
        raise OperationalError("no broker")

    monkeypatch.setattr("district_portal.mailing.tasks.deliver.apply_async", away)
    with django_capture_on_commit_callbacks(execute=True):
        assert queue_note()
    assert Message.objects.filter(state="queued").count() == 1
