"""Names stand where people look for them."""

import pytest

from accounts.models import Person
from accounts.models.person import sort_key


@pytest.mark.parametrize(
    ("family", "given", "key"),
    [
        ("Đặng", "An", "dang an"),
        ("Østby", "Ida", "ostby ida"),
        ("Łukasik", "Æbbe", "lukasik aebbe"),
        ("Álvarez", "Þóra", "alvarez thora"),
        ("O’Neil", "Weiß", "oneil weiss"),
    ],
)
def test_accents_strokes_and_apostrophes_make_no_difference(family, given, key):
    assert sort_key(family, given) == key


def test_a_list_has_them_among_the_others(db):
    ida = Person.objects.enter(given_name="Ida", family_name="Østby", email="ida@marlow.example")
    bea = Person.objects.enter(given_name="Bea", family_name="Ost", email="bea@marlow.example")
    una = Person.objects.enter(given_name="Una", family_name="Oz", email="una@marlow.example")
    assert list(Person.objects.order_by("sort_name")) == [bea, ida, una]
