import pytest
from django.core.exceptions import ValidationError

from accounts.forms.naming import PersonField
from accounts.models import Person
from tests.cast import person

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "text", ["Mia Álvarez", "mia alvarez", "Alvarez Mia", "MIA@marlow.example", "e009"]
)
def test_somebody_is_named_with_or_without_accents_in_either_order(cast, text):
    assert PersonField().clean(text) == cast.mia


def test_whoever_is_spelled_so_is_meant_before_whoever_is_nearly(cast):
    plain = person("Mya Alvarez", 70)
    Person.objects.filter(pk=plain.pk).update(given_name="Mia", sort_name="alvarez mia")
    assert PersonField().clean("Mia Alvarez") == plain
    assert PersonField().clean("Mia Álvarez") == cast.mia
    with pytest.raises(ValidationError, match="2 people are called"):
        PersonField().clean("Alvarez Mia")


@pytest.mark.parametrize("text", ["Mia", "Nobody Here", "’"])
def test_a_part_of_a_name_is_nobody(cast, text):
    with pytest.raises(ValidationError, match="Nobody on the roster"):
        PersonField().clean(text)
