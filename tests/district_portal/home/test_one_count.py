"""The number beside My tasks is that of the page, for everybody and whatever waits."""

from __future__ import annotations

import pytest

from accounts.models import Person
from approvals import discussing
from district_portal.home.gathering import tasks_of
from district_portal.ui import panels
from tests.factories import approvals as requests
from tests.factories import concerns, impostors
from tests.factories.acknowledgments import required, sign_in
from tests.factories.policies import published
from tests.journeys.demo_world import open_demo

pytestmark = pytest.mark.django_db


def counts(rf, person):
    """What the navigation says, and what the page does."""
    asking = rf.get("/")
    asking.user = person
    badge = next(item for item in panels.navigation(asking) if item.url_name == "home:today")
    return badge.count, tasks_of(asking, person).count


def of_all(rf, people):
    found = {str(person): counts(rf, person) for person in people if person.is_active}
    return {name: pair for name, pair in found.items() if pair[0] != pair[1]}, found


def test_over_the_cast_with_more_of_everything_than_is_named(cast, rf, client):
    requests.enter_presets()
    for number in range(7):
        required(published(f"{number}", f"Policy {number}"))
        asked = requests.sent(
            cast.lou, manager=cast.hana, place=cast.northside, handle=f"@nine{number}"
        )
        discussing.say(asked, by=cast.pat, text=f"Why {number}?")
        impostors.reported(f"https://instagram.com/marlow_fake{number}")
    concerns.reported(cast.lou)
    concerns.drafted(cast.lou)
    wrong, found = of_all(rf, cast.people().values())
    assert wrong == {}
    to_sign, answers, draft = 7, 7, 1
    assert found[str(cast.lou)] == (to_sign + answers + draft,) * 2
    page = sign_in(client, cast.lou).get("/").text
    assert 'My tasks <span class="count">15<' in page
    assert 'To do <span class="count">15</span>' in page


@pytest.mark.thorough
def test_over_everybody_of_the_demo_district(rf, db):
    open_demo()
    people = Person.objects.filter(is_active=True)
    wrong, found = of_all(rf, people)
    assert wrong == {}
    assert sum(there for _badge, there in found.values()) > len(found)
