"""A parent reports an account that poses as the school; the district deals with it and warns."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.district_portal.setup.pictures import picture
from tests.factories import approvals as factory
from tests.journeys.browser import check_page, leads_on, open_page

pytestmark = [pytest.mark.slow_journey, pytest.mark.django_db(transaction=True)]
FAKE = "https://www.instagram.com/NorthsldeBand/"


@pytest.mark.parametrize("script", [True, False], ids=["with-script", "without-script"])
def test_from_the_report_to_the_warning_to_the_outcome(browser, portal, district, script):
    cast = district
    factory.registered(
        cast.lou,
        deciders=[cast.pat, cast.ada],
        manager=cast.hana,
        place=cast.northside,
        writes_to_students="no",
    )
    with open_page(browser, width=390, script=script) as parent:
        report(portal, parent, script)
    with open_page(browser, width=1280, script=script) as tom:
        portal.sign_in(tom, cast.tom.email)
        leads_on(tom.get_by_role("link", name="Look at @NorthsldeBand"))
        seen(tom, "impostor-case-new", script)
        step(tom, "We reported it to the platform", "Record the report", "", number="IG-20418")
        step(tom, "Warn everyone", "Put up the warning", "Families are asked for money.")
        add_pictures(tom, script)
        expect(tom.get_by_role("main")).to_contain_text("number IG-20418")
        expect(tom.get_by_role("main")).to_contain_text("Public warning on")
        seen(tom, "impostor-case-warned", script)
        portal.open(tom, "/impostors/")
        seen(tom, "impostor-list", script)
        with open_page(browser, width=390, script=script) as parent:
            warned(portal, parent, script)
        leads_on(tom.get_by_role("link", name="@NorthsldeBand"))
        step(tom, "It is gone", "Close: removed", "The page says so.")
        expect(tom.get_by_role("main")).not_to_contain_text("Public warning on")
        leads_on(tom.get_by_role("link", name="Take away seen.png"))
        seen(tom, "impostor-take-away", script)
        leads_on(tom.get_by_role("link", name="Keep it"))
    assert "may pose as the district" in portal.mail_to(cast.tom.email, about="impostor").text


def report(portal, page, script):
    portal.open(page, "/check/?address=@NorthsldeBand")
    leads_on(page.get_by_role("link", name="Report it to us"))
    seen(page, "impostor-report", script)
    leads_on(page.get_by_role("button", name="Send the report"))
    expect(
        page.get_by_text("Choose where you saw it, or paste the whole link")
        .or_(page.get_by_text("Say what you saw"))
        .first
    ).to_be_visible()
    seen(page, "impostor-report-wrong", script)
    page.get_by_label("Link, web address or handle").fill(FAKE)
    page.get_by_label("What did you see?").fill("It asks families for money by gift card.")
    shot = {"name": "shot.png", "mimeType": "image/png", "buffer": picture()}
    page.get_by_label("Pictures of it").set_input_files([shot])
    leads_on(page.get_by_role("button", name="Send the report"))
    expect(page.get_by_role("main")).to_contain_text("Your report is with us")
    seen(page, "impostor-thanks", script)


def step(page, title, button, text, number=""):
    leads_on(page.get_by_role("link", name=title))
    if number:
        page.get_by_label("Number of the report").fill(number)
    if text:
        page.get_by_role("textbox").first.fill(text)
    leads_on(page.get_by_role("button", name=button))
    expect(page.get_by_role("main")).to_contain_text("Recorded")


def add_pictures(page, script):
    leads_on(page.get_by_role("link", name="Add pictures"))
    seen(page, "impostor-add-pictures", script)
    shot = {"name": "seen.png", "mimeType": "image/png", "buffer": picture(size=(40, 40))}
    page.get_by_label("Pictures of it").set_input_files([shot])
    leads_on(page.get_by_role("button", name="Add them"))
    expect(page.get_by_role("main")).to_contain_text("1 file was added")


def warned(portal, page, script):
    portal.open(page, "/check/")
    expect(page.get_by_role("main")).to_contain_text("These are not ours")
    seen(page, "impostor-warnings", script)
    page.get_by_label("Link, web address or handle").fill(FAKE)
    leads_on(page.get_by_role("button", name="Check it"))
    expect(page.get_by_role("main")).to_contain_text("No. This is not ours")
    expect(page.get_by_role("main")).to_contain_text("We reported it to Instagram")
    seen(page, "impostor-warned", script)


def seen(page, name, script):
    """Axe needs script."""
    if script:
        check_page(page, name)
