from __future__ import annotations

from uuid import uuid4

import pytest
from django.urls import reverse

from approvals.concerns.models import Concern
from tests.cast import person
from tests.factories.acknowledgments import sign_in
from tests.factories.concerns import receivers, reported

pytestmark = pytest.mark.page


@pytest.fixture
def concern(cast) -> Concern:
    return reported(cast.lou, kind=Concern.Kind.CONDUCT, about=cast.gus)


@pytest.fixture
def address(client, cast, concern):
    sign_in(client, cast.pat)
    return reverse("concerns:add", args=[concern.number])


def test_who_is_found_is_looked_at_before_anybody_is_told(client, cast, concern, address):
    page = client.post(address, {"person": "hana"}).text
    for words in ("Add Hana Sato?", "hana@marlow.example", "Why are they needed?"):
        assert words in page
    assert receivers(concern) == {cast.pat}
    assert "Say why they are needed" in client.post(address, {"chosen": cast.hana.pk}).text
    typed = {"chosen": cast.hana.pk, "reason": "Knows the rules", "once": str(uuid4())}
    answer = client.post(address, typed, follow=True)
    assert "Hana Sato deals with it too now, and is told by mail." in answer.text
    assert client.post(address, typed).status_code == 302, "twice is harmless"
    assert receivers(concern) == {cast.pat, cast.hana}


def test_people_are_found_without_accents_in_part_and_by_what_they_do(client, cast, address):
    assert "Add Mia Álvarez?" in client.post(address, {"person": "alvarez"}).text
    assert "Add Hana Sato?" in client.post(address, {"person": "sat han"}).text
    by_work = client.post(address, {"person": cast.theo.posting.position}).text
    assert "Add Theo Nguyễn?" in by_work


def test_several_are_chosen_from(client, cast, address):
    other = person("Hannah Sato", 70)
    page = client.post(address, {"person": "sato"}).text
    assert "Whom do you mean?" in page
    page = client.post(address, {"person": "sato", "person_pick": other.pk}).text
    assert "Add Hannah Sato?" in page


def test_those_in_office_are_offered_by_name(client, cast, address):
    page = client.get(address).text
    for words in ("Hana Sato · Human resources", "Bea Okafor · Board officer"):
        assert words in page
    chosen = f"board_officer:{cast.bea.pk}"
    assert "Add Bea Okafor?" in client.post(address, {"office": chosen}).text
    both = client.post(address, {"office": chosen, "person": "hana"}).text
    assert "Choose one person at a time" in both


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("", "Say who is needed"),
        ("nobody here", "Nobody on the roster"),
        ("Gus de la Cruz", "It is about this person"),
        ("Lou Berg", "Lou Berg reported it"),
        ("Pat Novak", "Pat Novak deals with it already"),
    ],
)
def test_who_can_not_be_added_is_refused_beside_the_field(client, address, name, said):
    assert said in client.post(address, {"person": name}).text


def test_nobody_is_added_past_the_first_page(client, cast, concern, address):
    for chosen in (cast.gus.pk, cast.lou.pk, cast.left.pk):
        typed = {"chosen": chosen, "reason": "Why", "once": str(uuid4())}
        assert client.post(address, typed).status_code == 200
    for chosen in ("0", "x", "9" * 30, ""):
        page = client.post(address, {"chosen": chosen, "reason": "Why"})
        assert "Who else is needed?" in page.text
    assert receivers(concern) == {cast.pat}
