"""Several sweeps at once, and a database that goes away under one."""

from __future__ import annotations

import threading
from collections import Counter
from contextlib import closing, suppress

import pytest
from django.db import DatabaseError, connection
from django.utils import timezone

from district_portal import mailing
from district_portal.mailing import delivering
from district_portal.mailing.models import Message
from tests.cast import call_the_cast

pytestmark = [pytest.mark.fault, pytest.mark.django_db(transaction=True)]


def queue_mails(count: int) -> None:
    lou = call_the_cast().lou
    for number in range(count):
        context = {"lines": [], "people": number + 1, "more": 0, "link": "/"}
        mailing.queue("escalation", key=f"fault:{number}", to=lou, context=context)


def sweep_in_threads(count: int) -> None:
    def sweep() -> None:
        with closing(connection), suppress(DatabaseError):
            delivering.sweep()

    threads = [threading.Thread(target=sweep) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_four_sweeps_share_the_mails_and_send_each_once(smtp_server):
    queue_mails(250)
    sweep_in_threads(4)

    assert set(Message.objects.values_list("state", "attempts", "repeats")) == {("sent", 1, 0)}
    assert set(Counter(mail.id for mail in smtp_server.received).values()) == {1}
    assert len(smtp_server.received) == 250


def test_a_database_that_goes_away_in_the_middle_leaves_one_mail_in_doubt_at_most(
    smtp_server, settings
):
    settings.MAIL_BACK_OFF_SECONDS = 0.0
    settings.MAIL_LEASE_SECONDS = 0.5
    queue_mails(40)
    cut: list[int] = []

    def cut_the_database(_mail) -> None:
        if len(smtp_server.received) == 20 and not cut:
            cut.append(1)
            with connection.cursor() as cursor:  # of the server's thread
                cursor.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )
            connection.close()

    smtp_server.on_mail = cut_the_database
    sweep_in_threads(1)
    assert cut
    connection.close()

    assert Message.objects.filter(state="sending", in_data=True).count() == 1
    Message.objects.filter(state="sending").update(leased_until=timezone.now())
    delivering.sweep()

    assert set(Message.objects.values_list("state", flat=True)) == {"sent"}
    times = Counter(mail.id for mail in smtp_server.received)
    assert len(times) == 40
    repeated = Message.objects.get(repeats=1)
    assert [message_id for message_id, count in times.items() if count == 2] == [
        repeated.message_id
    ]
