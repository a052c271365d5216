import pytest

from accounts.models import Place
from accounts.places import with_places_below

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
    Place.objects.filter(pk=cast.district.pk).update(parent=cast.northside)
    assert len(with_places_below({cast.northside.pk})) == 3
