from __future__ import annotations

import pytest
from django.utils import timezone

from district_portal import audit, mailing
from district_portal.mailing import bouncing, resending
from district_portal.mailing.models import Happening, Message
from tests.races.together import together

pytestmark = pytest.mark.django_db(transaction=True)


def failed(cast, count: int) -> list[int]:
    for number in range(count):
        key = f"link:{number}"
        mailing.queue("first_password", key=key, to=cast.lou, context={"link": "/"})
    Message.objects.update(state="failed", attempts=1)
    return list(Message.objects.order_by("pk").values_list("pk", flat=True))


def test_one_mail_sent_again_from_ten_threads_goes_out_once(cast):
    failed(cast, 1)
    message = Message.objects.get()
    results = together([lambda: resending.resend(message, by=cast.hana)] * 10)
    assert sorted(results) == [False] * 9 + [True]
    assert audit.events(act="mail.resent").count() == 1
    assert Happening.objects.count() == 1


def test_two_who_choose_the_same_mails_in_other_orders_send_each_once(cast):
    numbers = failed(cast, 8)
    orders = [numbers, numbers[::-1]] * 2
    results = together([lambda o=order: resending.resend_each(o, by=cast.hana) for order in orders])
    assert sum(results) == len(numbers)
    assert audit.events(act="mail.resent").count() == len(numbers)


def test_a_mail_noted_as_come_back_by_two_is_noted_once(cast):
    failed(cast, 1)
    Message.objects.update(state="sent", sent_at=timezone.now())
    message = Message.objects.get()
    act = lambda: bouncing.bounce(message, by=cast.hana, reason="Full")  # noqa: E731
    assert sorted(together([act] * 6)) == [False] * 5 + [True]
    assert Happening.objects.count() == 1
