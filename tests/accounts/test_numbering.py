"""Somebody who was entered without an employee number gets it, once and for good."""

from __future__ import annotations

import pytest
from django.urls import reverse

from accounts import numbering
from accounts.models import Person
from accounts.settling import NotPossibleError
from district_portal import audit
from tests.accounts.roster.sheets import SHEET, applied, waiting
from tests.factories.acknowledgments import sign_in
from tests.factories.district import set_up
from tests.standing import standing

pytestmark = pytest.mark.django_db


@standing
def bea(cast):
    Person.objects.filter(pk=cast.bea.pk).update(number=None)
    cast.bea.refresh_from_db()
    return cast.bea


def test_the_number_is_kept_and_on_record(cast, bea):
    numbering.give(bea, number="B7", by=cast.hana)
    numbering.give(bea, number="B7", by=cast.hana)
    bea.refresh_from_db()
    assert bea.number == "B7"
    assert audit.events(act="people.numbered").count() == 1


def test_a_number_that_is_there_stays(cast, bea):
    numbering.give(bea, number="B7", by=cast.hana)
    with pytest.raises(NotPossibleError, match="B7"):
        numbering.give(bea, number="B8", by=cast.hana)
    assert Person.objects.get(pk=bea.pk).number == "B7"


def test_nobody_gets_the_number_of_another(cast, bea):
    with pytest.raises(NotPossibleError, match="Another person"):
        numbering.give(bea, number=cast.lou.number, by=cast.hana)
    assert Person.objects.get(pk=bea.pk).number is None


def test_the_page_leads_from_the_person_and_back(client, cast, bea):
    sign_in(client, cast.hana)
    person = reverse("people:person", args=[bea.pk])
    page = reverse("people:number", args=[bea.pk])
    assert page in client.get(person).content.decode()
    wrong = client.post(page, {"number": cast.lou.number})
    assert "Another person has this number" in wrong.content.decode()
    assert "Enter the number as" in client.post(page, {"number": " "}).content.decode()
    assert client.post(page, {"number": " B7 "})["Location"] == person
    assert Person.objects.get(pk=bea.pk).number == "B7"
    assert client.get(page).status_code == 404, "whoever has a number keeps it"


def test_it_takes_a_recent_sign_in(client, cast, bea):
    sign_in(client, cast.hana, minutes_ago=60)
    client.post(reverse("people:number", args=[bea.pk]), {"number": "B7"})
    assert Person.objects.get(pk=bea.pk).number is None


def test_a_sheet_that_names_them_says_what_is_missing_and_then_knows_them():
    set_up()
    applied(SHEET)
    board = Person.objects.enter(given_name="Bo", family_name="Ard", email="bo@marlow.example")
    sheet = SHEET + "9,Bo,Ard,bo@marlow.example,District Office,Board officer,,employee,no\n"
    refused = waiting(sheet)
    told = refused.changes.get(kind="problem").message
    assert told.startswith("“bo@marlow.example” belongs to Bo Ard, who has no employee number yet.")
    numbering.give(board, number="9", by=board)
    assert waiting(sheet).problems == 0
