import datetime as dt

import pgtrigger
import pytest
from django.db import IntegrityError, transaction

from accounts.models import Place
from accounts.places import with_places_below
from district_portal.district.current import today
from tests.cast import post

pytestmark = pytest.mark.django_db


def test_a_place_counts_with_all_below_it_at_any_depth(cast):
    room = Place.objects.create(name="Room 12", kind="department", parent=cast.northside)
    below = {cast.northside.pk, room.pk}
    assert with_places_below({cast.northside.pk}) == below
    assert with_places_below({cast.district.pk}) == below | {
        cast.district.pk,
        cast.transportation.pk,
    }
    assert with_places_below(()) == set()


def test_a_ring_of_places_is_followed_once(cast):
    with pgtrigger.ignore():
        Place.objects.filter(pk=cast.district.pk).update(parent=cast.northside)
    assert len(with_places_below({cast.northside.pk})) == 3


def refused(invariant):
    return pytest.raises(IntegrityError, match=invariant)


def test_the_database_refuses_a_ring_of_places(cast):
    with refused("places_never_ring"), transaction.atomic():
        Place.objects.filter(pk=cast.district.pk).update(parent=cast.northside)


def test_the_database_refuses_to_close_a_place_where_somebody_works(cast):
    with refused("nobody_works_at_a_closed_place"), transaction.atomic():
        Place.objects.filter(pk=cast.northside.pk).update(closed_on=today())


def test_the_database_refuses_somebody_at_a_closed_place(cast):
    annex = Place.objects.create(
        name="Annex", kind="school", parent=cast.northside, closed_on=today()
    )
    yesterday = today() - dt.timedelta(days=1)
    past = post(cast.lou, annex, "Aide", cast.pat, primary=False, until=yesterday)
    with refused("nobody_works_at_a_closed_place"), transaction.atomic():
        type(past).objects.filter(pk=past.pk).update(until=None)
    with refused("nobody_works_at_a_closed_place"), transaction.atomic():
        post(cast.mia, annex, "Aide", cast.pat, primary=False)


def test_the_database_refuses_an_open_place_below_a_closed_one(cast):
    annex = Place.objects.create(name="Annex", kind="school", parent=cast.northside)
    shed = Place.objects.create(name="Shed", kind="department", parent=annex)
    with refused("nothing_open_below_a_closed_place"), transaction.atomic():
        Place.objects.filter(pk=annex.pk).update(closed_on=today())
    Place.objects.filter(pk=shed.pk).update(closed_on=today())
    Place.objects.filter(pk=annex.pk).update(closed_on=today())
    assert annex not in Place.objects.open()
    assert cast.northside in Place.objects.open()
