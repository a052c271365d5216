"""From an empty database to the first sign-in: the set-up in a real Chromium, step by step."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import pytest
from django.core.cache import cache
from django.core.management import call_command
from playwright.sync_api import expect

from accounts.models import Person, Posting
from accounts.roster.models import Run
from district_portal.district.current import school_year_bounds
from district_portal.district.models import District, Logo
from district_portal.permissions import Role
from district_portal.schooldays.models import Closure
from tests.district_portal.setup.pictures import picture
from tests.factories import sheets
from tests.journeys.browser import check_page, leads_on, open_page
from tests.journeys.walking import press

pytestmark = [pytest.mark.slow_journey, pytest.mark.django_db(transaction=True)]

PASSWORD = "a long way around the pond"
SECTIONS = {
    "name": "district",
    "logo and color": "look",
    "clock and school year": "year",
    "school days": "days",
    "mail": "mail",
    "the manual": "manual",
    "people and signing in": "people",
}
ADA, POLLY = "ada@marlow.example", "polly@marlow.example"


@pytest.fixture
def empty_portal(running_portal, transactional_db):
    """A portal on an empty database."""
    running_portal.mail.received.clear()
    cache.clear()
    return running_portal


def new_token():
    said = io.StringIO()
    call_command("setup_token", stdout=said)
    return re.search(r"(?:[A-Z2-9]{5}-){3}[A-Z2-9]{5}", said.getvalue())[0]


def follow(page, name):
    leads_on(page.get_by_role("link", name=name, exact=True))


def said(page):
    return page.get_by_role("main").inner_text()


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_an_empty_portal_is_set_up(browser, empty_portal, script):
    tag = f"first-{'' if script else 'plain-'}"
    with open_page(browser, script=script) as page:
        empty_portal.open(page, "/policies/")
        check_page(page, tag + "enter")
        page.get_by_label("Set-up token").fill("K7QF2-9XMRT-AAAAA-BBBBB")
        press(page, "Start the set-up")
        check_page(page, tag + "wrong-token")
        page.get_by_label("Set-up token").fill(new_token().lower())
        press(page, "Start the set-up")
        name_the_district(page, tag)
        dress_it(page, tag)
        press(page, "Save and continue")
        assert "Closed in" in said(page)
    with open_page(browser, script=script, width=390) as phone:
        empty_portal.open(phone, "/")
        phone.get_by_label("Set-up token").fill(new_token())
        press(phone, "Start the set-up")
        enter_days(phone, tag)
        try_the_mail(phone, tag, empty_portal)
        enter_people(phone, tag)
        check_page(phone, tag + "roster-step")
        phone.get_by_label("Right after the set-up").check()
        press(phone, "Save and continue")
        check_page(phone, tag + "finish")
        press(phone, "Finish the set-up")
        check_page(phone, tag + "done")
        leads_on(phone.get_by_role("main").get_by_role("link", name="Sign in"))
        empty_portal.sign_in(phone, ADA, password=PASSWORD)
        assert "/people/roster/new/" in phone.url
        mail = empty_portal.mail_to(POLLY, about="Choose your password")
        assert "Marlow Bend" in mail.text
        bring_in_the_roster(phone, tag, workbook() if script else western_csv())
    check_the_outcome()


def name_the_district(page, tag):
    check_page(page, tag + "district")
    press(page, "Save and continue")
    check_page(page, tag + "district-error")
    page.get_by_label("Name").fill("Marlow Bend Schools")
    page.get_by_label("Your word for “District Administrator”").fill("Superintendent")
    press(page, "Save and continue")


def dress_it(page, tag):
    check_page(page, tag + "look")
    logo = {"name": "logo.png", "mimeType": "image/png", "buffer": picture(color="#ffd54a")}
    page.get_by_label("Picture").set_input_files(logo)
    press(page, "Put up the logo")
    page.get_by_label("Color").fill("#ffb81c")
    press(page, "Save the color")
    check_page(page, tag + "look-error")
    press(page, "Save the color")
    check_page(page, tag + "look-dressed")
    press(page, "Continue")
    check_page(page, tag + "year")


def enter_days(page, tag):
    check_page(page, tag + "days")
    page.get_by_label("State").select_option("Massachusetts")
    press(page, "Show holidays")
    page.get_by_label("Winter break").check()
    page.get_by_label("Patriots' Day").check()
    press(page, "Enter the chosen days")
    page.get_by_label("Name").fill("Staff day")
    year = school_year_bounds()[1].year
    page.get_by_label("First day").fill(f"{year}-02-01")
    page.get_by_label("Last day").fill(f"{year}-01-31")
    press(page, "Enter these days")
    check_page(page, tag + "days-error")
    page.get_by_label("Last day").fill(f"{year}-02-01")
    press(page, "Enter these days")
    follow(page, "Change Staff day")
    page.get_by_label("Name").fill("Staff training")
    press(page, "Save the days")
    leads_on(page.get_by_role("button", name="Remove Patriots' Day"))
    check_page(page, tag + "days-entered")
    press(page, "Continue")


def try_the_mail(page, tag, portal):
    check_page(page, tag + "mail")
    page.get_by_label("Your e-mail address").fill("tester@elsewhere.example")
    press(page, "Send a test message")
    assert "took the test message" in said(page)
    [trial] = portal.mail.to("tester@elsewhere.example")
    assert "Marlow Bend" in trial.text
    check_page(page, tag + "mail-tried")
    press(page, "Continue")


def enter_people(page, tag):
    check_page(page, tag + "people")
    page.get_by_label("Employee number").fill("E001")
    fill_person(page, "Ada", "Lindqvist", ADA, ["Superintendent", "Human resources"])
    page.locator("[name=password]").fill(PASSWORD)
    page.get_by_label("Password, once more").fill("something else entirely")
    press(page, "Enter this person")
    check_page(page, tag + "people-error")
    page.locator("[name=password]").fill(PASSWORD)
    page.get_by_label("Password, once more").fill(PASSWORD)
    press(page, "Enter this person")
    page.get_by_label("Employee number").fill("E002")
    fill_person(page, "Polly", "Hart", POLLY, ["Policy administrator"])
    press(page, "Enter this person")
    check_page(page, tag + "people-entered")
    press(page, "Continue")


def fill_person(page, given_name, family_name, email, roles):
    page.get_by_label("First name").fill(given_name)
    page.get_by_label("Last name").fill(family_name)
    page.get_by_label("E-mail at the district").fill(email)
    for role in roles:
        page.get_by_label(role, exact=True).check()


def staff():
    """Forty people as HR knows them, Ada and Polly among them."""
    top, *others = sheets.staff(40)
    ada = replace(top, number="E001", first_name="Ada", last_name="Lindqvist", email=ADA)
    polly = replace(others[-1], number="E002", first_name="Polly", last_name="Hart", email=POLLY)
    others = [*others[:-1], polly]
    return [
        ada,
        *(
            replace(one, supervisor="E001") if one.supervisor == top.number else one
            for one in others
        ),
    ]


def workbook():
    notes = {"Notes": [["Exported for Marlow Bend"]]}
    content = sheets.xlsx_of(staff(), sheets.USUAL, before=notes)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return {"name": "HR staff.xlsx", "mimeType": kind, "buffer": content}


def western_csv():
    above = [["Marlow Bend Schools"], ["Active staff"], []]
    content = sheets.csv_of(staff(), sheets.USUAL, encoding="cp1252", delimiter=";", above=above)
    return {"name": "HR staff.csv", "mimeType": "text/csv", "buffer": content}


def bring_in_the_roster(page, tag, sheet):
    """HR's sheet is chosen, its headings settled, its difference looked at, and applied."""
    page.get_by_label("HR sheet").set_input_files(sheet)
    press(page, "Read the sheet")
    expect(page.get_by_label("Job Title")).to_have_value("position")
    check_page(page, tag + "roster-columns")
    press(page, "Show what would change")
    expect(page.get_by_role("heading", name=sheet["name"])).to_be_visible()
    run = Run.objects.get()
    assert (run.added, run.returned, run.changed, run.left, run.problems) == (38, 2, 0, 0, 0)
    assert Person.objects.count() == 2
    check_page(page, tag + "roster-difference")
    press(page, "Apply to the roster")
    expect(page.get_by_text("The roster is up to date.")).to_be_visible()
    check_page(page, tag + "roster-applied")


def check_the_outcome():
    district = District.objects.get()
    assert (district.name, district.administrator_word) == ("Marlow Bend Schools", "Superintendent")
    assert district.set_up_at is not None
    assert district.accent.startswith("#9")
    assert Logo.objects.count() == 1
    assert set(Closure.objects.values_list("name", flat=True)) == {"Winter break", "Staff training"}
    ada = Person.objects.get(email=ADA)
    assert {Role.DISTRICT_ADMINISTRATOR, Role.HR} <= ada.roles
    assert (ada.number, ada.posting.position, ada.posting.supervisor) == (
        "E001",
        "Superintendent",
        None,
    )
    assert Person.objects.filter(is_active=True).count() == 40
    held = Posting.objects.current().filter(primary=True).select_related("person", "place")
    assert {
        each.person.number: (str(each.person), each.place.name, each.position) for each in held
    } == {
        one.number: (f"{one.first_name} {one.last_name}", one.place, one.position)
        for one in staff()
    }


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_the_settings_are_changed_later(browser, portal, district, script):
    tag = f"setup-{'' if script else 'plain-'}"
    cache.clear()
    with open_page(browser, script=script) as page:
        portal.open(page, "/setup/")
        portal.sign_in(page, district.ada.email)
        check_page(page, tag + "overview")
        for label, name in SECTIONS.items():
            follow(page, f"Change {label}")
            check_page(page, tag + name)
            leads_on(page.get_by_role("link", name="All settings"))
        follow(page, "Change people and signing in")
        page.get_by_label("Auditor").check()
        page.get_by_label("Percent of the roster").fill("7")
        press(page, "Save settings")
        assert "Second factor for: Auditor; one sheet may end up to 7%" in said(page)
        follow(page, "Change school days")
        page.get_by_label("Spring break").check()
        press(page, "Enter the chosen days")
        check_page(page, tag + "days-entered")
    assert District.objects.get().second_factor_roles == ["auditor"]
    assert Closure.objects.get().name == "Spring break"


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_my_profile_is_mine(browser, portal, district, script):
    tag = f"profile-{'' if script else 'plain-'}"
    with open_page(browser, script=script) as page:
        portal.open(page, "/")
        portal.sign_in(page, district.lou.email)
        follow(page, "My profile")
        check_page(page, tag + "before")
        page.get_by_label("Preferred first name").fill("Louise")
        page.get_by_label("Telephone at work").fill("715 555 0142")
        page.get_by_label("How to reach you best").fill("Room 114, before 8 o’clock")
        page.get_by_label("Dark").check()
        press(page, "Save my profile")
        ground = page.evaluate("() => getComputedStyle(document.body).backgroundColor")
        assert ground == "rgb(20, 25, 31)"
        check_page(page, tag + "after")
        follow(page, "My page as others see it")
        assert "Louise Berg (Lou Berg)" in said(page)
        check_page(page, tag + "as-others-see-it")
