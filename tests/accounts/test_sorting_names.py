"""Names stand where people look for them."""

from importlib import import_module

import pytest
from django.apps import apps

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


def test_names_that_were_entered_before_are_sorted_again(db):
    ida = Person.objects.enter(given_name="Ida", family_name="Østby", email="ida@marlow.example")
    bea = Person.objects.enter(given_name="Bea", family_name="Ost", email="bea@marlow.example")
    Person.objects.filter(pk=ida.pk).update(sort_name="østby ida")
    import_module("accounts.migrations.0008_letters_with_strokes").sort_again(apps, None)
    ida.refresh_from_db()
    assert ida.sort_name == "ostby ida"
    assert list(Person.objects.order_by("sort_name")) == [bea, ida]
