"""A planned move comes on its day, somebody leaves and is out, and the tree of places is walked."""

from __future__ import annotations

import datetime as dt

import pytest

from accounts import adding, arranging_places, moving
from accounts.models import Person, Posting
from district_portal.district import current
from district_portal.district.models import District
from policies.acknowledgments.models import Assignment
from tests.factories.acknowledgments import required
from tests.factories.policies import published
from tests.journeys.browser import check_page, leads_on, open_page
from tests.journeys.portal import wait_for
from tests.journeys.walking import press

pytestmark = [pytest.mark.slow_journey, pytest.mark.django_db(transaction=True)]

WEST, EAST = "Pacific/Pago_Pago", "Pacific/Kiritimati"
"""In the east it is tomorrow already, whatever the time: the clock moves with the district."""


def follow(page, name):
    leads_on(page.get_by_role("link", name=name, exact=True))


def test_a_planned_move_comes_on_its_day(browser, portal, district):
    District.objects.update(time_zone=WEST)
    version = published("417.2", "Buses", by=district.polly)
    required(version, by=district.polly, places=[district.transportation])
    tomorrow = current.today() + dt.timedelta(days=1)
    with open_page(browser) as page:
        portal.sign_in(page, district.hana.email)
        portal.open(page, f"/people/{district.lou.pk}/")
        follow(page, "Move or change")
        check_page(page, "move")
        page.get_by_label("From").fill(tomorrow.isoformat())
        page.get_by_label("Building or department").select_option("Transportation")
        page.get_by_label("Supervisor").fill(district.gus.email)
        page.get_by_label("Position").fill("Bus aide")
        press(page, "Continue")
        check_page(page, "move-confirm")
        press(page, "Move")
        check_page(page, "person-with-a-plan")
        assert page.get_by_text("Planned").count() == 1
        asked = Assignment.objects.open().filter(person=district.lou)
        assert not asked.exists()
        District.objects.update(time_zone=EAST)
        wait_for(asked.exists)
        page.reload()
        assert page.get_by_text("Planned").count() == 0


def test_who_leaves_is_signed_out_within_a_minute_and_the_head_is_missed(browser, portal, district):
    with open_page(browser) as theirs, open_page(browser, script=False) as page:
        portal.sign_in(theirs, district.theo.email)
        portal.sign_in(page, district.hana.email)
        portal.open(page, f"/people/{district.theo.pk}/enter/end/")
        page.get_by_label("End the sign-in now, not after the last day").check()
        press(page, "Continue")
        assert "1 person has Theo Nguyễn as supervisor" in page.content()
        check_page(page, "end-confirm")
        press(page, "End")
        theirs.reload()
        assert "/accounts/login/" in theirs.url
        assert not Person.objects.get(pk=district.theo.pk).is_active
        portal.open(page, f"/people/places/{district.transportation.pk}/")
        check_page(page, "place-without-its-head")
        follow(page, "Appoint another head")
        page.get_by_label("Head").fill("Gus de la Cruz")
        press(page, "Save")
        assert "Gus de la Cruz" in page.get_by_role("main").inner_text()


def test_what_was_changed_meanwhile_stays_and_a_mistake_is_taken_out(browser, portal, district):
    with open_page(browser) as page:
        portal.sign_in(page, district.hana.email)
        portal.open(page, f"/people/{district.lou.pk}/enter/move/")
        moving.move(district.lou, by=district.ada, position="Dean", supervisor=district.ada)
        page.get_by_label("Building or department").select_option("Transportation")
        press(page, "Continue")
        assert page.get_by_label("Position").input_value() == "Dean"
        check_page(page, "move-changed-meanwhile")
        press(page, "Continue")
        press(page, "Move")
        held = Posting.objects.current().get(person=district.lou)
        assert (held.place, held.position) == (district.transportation, "Dean")
        page.locator("summary", has_text="Change").first.click()
        leads_on(page.get_by_role("link", name="Remove: entered by mistake").first)
        check_page(page, "remove")
        press(page, "Continue")
        page.get_by_label("What was wrong?").fill("It was another Lou.")
        press(page, "Continue")
        check_page(page, "remove-confirm")
        press(page, "Remove posting")
        check_page(page, "person-after-a-removal")
        held = Posting.objects.current().get(person=district.lou)
        assert (held.place, held.position) == (district.northside, "Teacher")


def test_the_tree_of_places_is_walked_and_a_place_closed(browser, portal, district):
    annex = arranging_places.open_place(
        name="Annex", kind="school", parent=district.northside, by=None
    )
    adding.add(district.lou, place=annex, position="Coach", supervisor=district.pat, by=None)
    old = arranging_places.open_place(
        name="Old Mill", kind="school", parent=district.district, by=None
    )
    arranging_places.close(old, by=None)
    with open_page(browser) as page:
        portal.sign_in(page, district.hana.email)
        portal.open(page, "/people/")
        follow(page, "Buildings and departments")
        check_page(page, "places")
        follow(page, "Northside School")
        check_page(page, "place")
        follow(page, "Annex")
        follow(page, "Close it")
        press(page, "Close this place")
        assert "1 person has a posting here" in page.content()
        check_page(page, "close-refused")
        follow(page, "Do nothing")
        follow(page, "Berg, Lou")
        follow(page, "Above and below")
        check_page(page, "supervision-of-a-teacher")
        follow(page, "Ada Lindqvist")
        page.get_by_text("3 people").click()
        check_page(page, "supervision")
        portal.open(page, "/people/new/")
        press(page, "Continue")
        check_page(page, "new-person-error")
