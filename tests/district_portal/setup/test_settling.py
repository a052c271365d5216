"""The district's settings: who may change them, what is recorded, and what is refused."""

import pytest
from django.utils.html import strip_tags

from district_portal import audit
from district_portal.district.models import District
from district_portal.setup import settling
from tests.factories.acknowledgments import sign_in

pytestmark = pytest.mark.django_db

NAME = {"name": "Marlow Test District", "supervisor_word": "", "administrator_word": ""}
YEAR = {"time_zone": "America/Chicago", "school_year_month": "7", "school_year_day": "1"}
PAGES = (
    "",
    "district/",
    "look/",
    "school-year/",
    "school-days/",
    "mail/",
    "manual/",
    "concerns/",
    "people/",
)


@pytest.fixture
def tom(cast, client):
    client.force_login(cast.tom)
    return client


def words(answer):
    return " ".join(strip_tags(answer.content.decode()).split())


def save(client, page, **fields):
    return client.post(f"/setup/{page}/", fields, follow=True)


def test_a_change_is_saved_recorded_and_shown(tom):
    answer = save(tom, "manual", two_people_publish="on", review_every="36")
    district = District.objects.get()
    assert (district.two_people_publish, district.review_every) == (True, 36)
    event = audit.events(act="district.settled").get()
    assert event.before == {"two_people_publish": False, "review_every": None}
    assert event.after == {"two_people_publish": True, "review_every": 36}
    assert "by Tom Reyes" in words(answer)
    assert "a review every 36 months" in words(answer)


def test_saving_without_a_change_records_nothing(tom):
    save(tom, "district", **NAME)
    save(tom, "school-year", **YEAR)
    assert not audit.events(act="district.settled").exists()


def test_two_who_settle_something_undo_nothing_of_each_other(cast, client):
    client = sign_in(client, cast.ada)
    seen = client.get("/setup/people/").context["form"].initial["seen"]
    settling.settle(by=cast.tom, settings={"review_every": 24, "leaving_percent": 10})
    settling.settle(by=cast.tom, settings={"second_factor_roles": ["hr", "auditor"]})
    answer = client.post("/setup/people/", {"leaving_percent": "20", "seen": seen})
    said = words(answer)
    assert "Somebody changed these settings while your page was open" in said
    assert "Percent of the roster that one sheet may end: 10" in said
    district = District.objects.get()
    assert (district.second_factor_roles, district.leaving_percent) == (["hr", "auditor"], 10)
    form = answer.context["form"]
    again = {field.name: field.value() for field in form}
    assert client.post("/setup/people/", again).status_code == 302
    district.refresh_from_db()
    assert (sorted(district.second_factor_roles), district.leaving_percent) == (
        ["auditor", "hr"],
        20,
    )


def test_what_is_missing_is_said_in_its_own_words(tom):
    assert "Enter the district’s name" in words(save(tom, "district", **{**NAME, "name": ""}))
    said = words(save(tom, "school-year", **{**YEAR, "school_year_day": ""}))
    assert "Enter the day on which the school year starts" in said


@pytest.mark.parametrize("day", ["0", "29", "x"])
def test_a_school_year_starts_on_a_day_that_every_month_has(tom, day):
    save(tom, "school-year", **{**YEAR, "school_year_day": day})
    assert District.objects.get().school_year_day == 1


def test_a_zone_that_is_not_listed_stays_as_it_is(tom):
    District.objects.update(time_zone="America/Boise")
    save(tom, "school-year", **{**YEAR, "time_zone": "America/Boise", "school_year_day": "2"})
    assert District.objects.get().time_zone == "America/Boise"
    save(tom, "school-year", **{**YEAR, "time_zone": "Europe/Berlin"})
    assert District.objects.get().time_zone == "America/Boise"


def test_the_district_s_words_stand_where_pages_speak_of_them(cast, tom):
    save(tom, "district", **{**NAME, "supervisor_word": "principal"})
    seen = words(tom.get(f"/people/{cast.lou.pk}/"))
    assert "Principal" in seen
    assert "Supervisor" not in seen


CONTACT = {
    "contact_name": "Office of the Superintendent",
    "contact_address": "100 Bend Road, Marlow",
    "contact_email": "office@marlow.example",
    "contact_phone": "+1 (515) 555-0100 ext. 12",
}


def test_guests_are_told_whom_to_ask_once_it_is_entered(tom):
    from django.test import Client  # noqa: PLC0415 – a guest beside the one who is signed in

    District.objects.update(manual_is_public=True)
    guest = Client()
    assert 'class="contact"' not in guest.get("/policies/").text
    seen = words(save(tom, "district", **NAME, **CONTACT))
    assert "Office of the Superintendent" in seen
    page = guest.get("/policies/").text
    assert '<a href="tel:+15155550100">+1 (515) 555-0100 ext. 12</a>' in page
    assert '<a href="mailto:office@marlow.example">' in page
    assert "100 Bend Road, Marlow" in page
    assert 'class="contact"' not in tom.get("/policies/").text
    save(tom, "district", **NAME, **{**CONTACT, "contact_phone": "", "contact_address": ""})
    page = guest.get("/policies/").text
    assert ("tel:" in page, "mailto:" in page) == (False, True)


def test_a_telephone_number_that_cannot_be_dialed_is_refused(tom):
    said = words(save(tom, "district", **NAME, contact_phone="ask <Ann>"))
    assert "Enter a telephone number, such as" in said
    assert District.objects.get().contact_phone == ""


def test_roles_with_a_second_factor_and_the_leavers_are_settled(cast, client):
    ada = sign_in(client, cast.ada)
    save(ada, "people", second_factor_roles=["hr", "auditor"], leaving_percent="12")
    district = District.objects.get()
    assert (district.second_factor_roles, district.leaving_percent) == (["hr", "auditor"], 12)
    answer = save(ada, "people", second_factor_roles=["employee"], leaving_percent="101")
    assert "Choose one from the list" in words(answer)
    assert "Enter a whole number from 0 to 100" in words(answer)


def test_second_factors_are_settled_only_after_a_recent_sign_in(cast, client):
    ada = sign_in(client, cast.ada, minutes_ago=31)
    assert ada.get("/setup/people/").status_code == 200
    sent = {"second_factor_roles": ["hr"], "leaving_percent": "5"}
    answer = ada.post("/setup/people/", sent)
    assert answer.headers["Location"].startswith("/accounts/reauthenticate/")
    assert District.objects.get().second_factor_roles == []


def test_who_runs_the_computers_does_not_take_the_guards_away(tom):
    assert tom.get("/setup/people/").status_code == 404
    assert save(tom, "people", second_factor_roles=[], leaving_percent="100").status_code == 404
    assert District.objects.get().leaving_percent == 5
    assert "/setup/people/" not in tom.get("/setup/").text


@pytest.mark.parametrize("who", ["polly", "hana", "pat", "lou", "otto"])
def test_nobody_else_finds_the_pages(cast, client, who):
    client.force_login(getattr(cast, who))
    assert {client.get(f"/setup/{page}").status_code for page in PAGES} == {404}
    assert save(client, "district", **{**NAME, "name": "Mine"}).status_code == 404
    assert District.objects.get().name == "Marlow Test District"


def test_concerns_have_their_hours_and_kinds(tom):
    fields = {"concern_unread_hours": "2", "concern_names_days": "90"}
    answer = save(tom, "concerns", **fields, concern_day_and_night=["conduct", "communication"])
    assert "Unread for 2 hours, they go one level up" in words(answer)
    district = District.objects.get()
    assert set(district.concern_day_and_night) == {"conduct", "communication"}
    assert district.concern_names_days == 90
    answer = save(tom, "concerns", **{**fields, "concern_unread_hours": "0"})
    assert "Enter a number of hours, from 1 to 240" in words(answer)
    answer = save(tom, "concerns", **fields, concern_day_and_night=["any"])
    assert "Choose one from the list" in words(answer)
