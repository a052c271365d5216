"""What stands is as if just built, for each test anew."""

from __future__ import annotations

import pytest
from django.db import connection

from accounts.models import Person, Place
from tests.standing import standing

built = []


@standing
def annex(cast):
    built.append("annex")
    return Place.objects.create(name="Annex", kind="school", parent=cast.district, head=cast.pat)


def same_rows_and_objects(cast, annex):
    assert annex.parent is cast.district
    assert (annex.name, cast.lou.given_name) == ("Annex", "Lou")
    assert Place.objects.get(pk=annex.pk).name == "Annex"
    assert Person.objects.get(pk=cast.lou.pk).given_name == "Lou"
    assert not Place.objects.filter(name="Of the test before").exists()


@pytest.mark.parametrize("time", [1, 2])
def test_what_a_test_changes_is_gone_in_the_next(cast, annex, time):
    same_rows_and_objects(cast, annex)
    assert built == ["annex"]
    annex.name, cast.lou.given_name = "Changed", "Changed"
    annex.save()
    cast.lou.save()
    Place.objects.create(name="Of the test before", kind="school", parent=annex)


def test_without_it_its_rows_are_not_there(cast):
    assert not Place.objects.filter(name="Annex").exists()


def test_it_is_there_again_after_that(cast, annex):
    same_rows_and_objects(cast, annex)


def test_the_test_s_own_transaction_lies_within(annex):
    assert len(connection.atomic_blocks) == 3


def test_nothing_stands_where_transactions_are_real(transactional_db, annex):
    assert connection.atomic_blocks == []
    assert Place.objects.count() == 4


def test_nothing_is_left_of_it(db):
    assert not Person.objects.exists()
    assert len(connection.atomic_blocks) == 1
