"""The district's settings: who may change them, what is recorded, and what is refused."""

import pytest
from django.utils.html import strip_tags

from district_portal import audit
from district_portal.district.models import District

pytestmark = pytest.mark.django_db

SETTLED = {
    "name": "Marlow Test District",
    "time_zone": "America/Chicago",
    "school_year_month": "7",
    "school_year_day": "1",
    "review_every": "",
}


@pytest.fixture
def tom(cast, client):
    client.force_login(cast.tom)
    return client


def words(answer):
    return " ".join(strip_tags(answer.content.decode()).split())


def save(client, **changes):
    return client.post("/setup/", {**SETTLED, **changes}, follow=True)


def test_a_change_is_saved_recorded_and_shown(tom):
    answer = save(tom, two_people_publish="on", review_every="36")
    district = District.objects.get()
    assert (district.two_people_publish, district.review_every) == (True, 36)
    event = audit.events(act="district.settled").get()
    assert event.before == {"two_people_publish": False, "review_every": None}
    assert event.after == {"two_people_publish": True, "review_every": 36}
    assert "by Tom Reyes" in words(answer)


def test_saving_without_a_change_records_nothing(tom):
    save(tom)
    assert not audit.events(act="district.settled").exists()


def test_what_is_missing_is_said_in_its_own_words(tom):
    said = words(save(tom, name="", school_year_day=""))
    assert "Enter the district’s name" in said
    assert "Enter the day on which the school year starts" in said


@pytest.mark.parametrize("day", ["0", "29", "x"])
def test_a_school_year_starts_on_a_day_that_every_month_has(tom, day):
    save(tom, school_year_day=day)
    assert District.objects.get().school_year_day == 1


def test_a_zone_that_is_not_listed_stays_as_it_is(tom):
    District.objects.update(time_zone="America/Boise")
    save(tom, time_zone="America/Boise", name="Other")
    assert District.objects.get().time_zone == "America/Boise"
    save(tom, time_zone="Europe/Berlin")
    assert District.objects.get().time_zone == "America/Boise"


@pytest.mark.parametrize("who", ["polly", "hana", "pat", "lou", "otto"])
def test_nobody_else_finds_the_page(cast, client, who):
    client.force_login(getattr(cast, who))
    assert client.get("/setup/").status_code == 404
    assert save(client, name="Mine").status_code == 404
    assert District.objects.get().name == "Marlow Test District"
