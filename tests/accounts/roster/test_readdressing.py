"""Who gets another address by a sheet hears of it where the old one leads."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.roster import undoing
from accounts.telling_of_changes import tell_old_addresses
from district_portal.mailing import composing
from district_portal.mailing.models import Message
from tests.accounts.roster.sheets import SHEET, applied, without

OTHER = SHEET.replace("mia@marlow.example", "thief@elsewhere.example")


def told():
    mails = Message.objects.filter(name="address_changed").order_by("pk")
    return [(mail.person.number, mail.address) for mail in mails]


def test_the_old_address_hears_of_the_new_one_and_names_neither(roster):
    applied(OTHER)
    assert told() == [("3", "mia@marlow.example")]
    mail = Message.objects.get(name="address_changed")
    assert not mail.bulk
    assert composing.write([mail]) == {}
    assert "Hello Mia" in mail.text
    assert "Tell human resources and the Technology Coordinator at once" in mail.text
    assert "elsewhere.example" not in mail.text + mail.html + mail.subject


def test_an_address_that_is_taken_away_hears_of_it(roster):
    applied(SHEET.replace("mia@marlow.example", ""))
    assert told() == [("3", "mia@marlow.example")]


def test_an_undo_tells_the_address_that_goes(roster):
    run = applied(OTHER)
    undoing.undo(run, by=None)
    assert told() == [("3", "mia@marlow.example"), ("3", "thief@elsewhere.example")]


@pytest.mark.parametrize(
    "sheet",
    [
        SHEET,
        SHEET.replace("mia@", "MIA@"),
        SHEET.replace("Teacher", "Nurse"),
        without("3"),
        SHEET.replace("3,Mia,Álvarez,", "9,Max,Moreau,"),
        SHEET + "5,Nora,New,nora@marlow.example,Northside School,Aide,2,,,,\n",
    ],
)
def test_nobody_else_is_mailed(roster, sheet):
    applied(sheet)
    assert told() == []


def test_two_changes_before_the_mail_goes_out_are_two_mails(cast):
    for address in ("first@marlow.example", "second@marlow.example"):
        tell_old_addresses({cast.lou.pk: address})
    assert [address for _, address in told()] == ["first@marlow.example", "second@marlow.example"]
    assert set(Message.objects.values_list("state", flat=True)) == {"queued"}


@pytest.mark.thorough
def test_a_thousand_mails_cost_no_more_questions_than_one(roster):
    def lines(count, host):
        return "".join(
            f"{n},Sam,Smith{n},s{n}@{host},Northside School,Aide,2,,,,\n"
            for n in range(1000, 1000 + count)
        )

    asked = []
    for count in (1, 1000):
        applied(SHEET + lines(count, "old.example"))
        with CaptureQueriesContext(connection) as queries:
            assert applied(SHEET + lines(count, "new.example")).state == "applied"
        asked.append(sum("mailing_message" in query["sql"] for query in queries))
    assert asked[0] == asked[1] > 0
    old = {f"s{n}@old.example" for n in range(1000, 2000)}
    assert old <= {address for _, address in told()}
