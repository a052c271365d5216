"""A sheet of HR in a browser: looked at, applied, undone; and confirmed by a second person."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from accounts.models import Person, Posting
from accounts.roster.models import Run
from tests.accounts.roster.sheets import sheet_of_today, without
from tests.journeys.browser import check_page, leads_on, open_page
from tests.journeys.portal import PATIENCE
from tests.journeys.test_policy_text import sign_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow_journey]

NORA = "N9,Nora,Newcomer,nora@marlow.example,Depot,Dispatcher,Theo Nguyễn,employee,yes\n"


def bring_in(page, url, folder, sheet, *, name="staff.csv"):
    """Choose the sheet; its headings are the portal's own, so that nobody is asked about them."""
    (folder / name).write_text(sheet, encoding="utf-8")
    page.goto(f"{url}/people/roster/new/")
    page.get_by_label("HR sheet").set_input_files(folder / name)
    leads_on(page.get_by_role("button", name="Read the sheet"))


def press(page, name):
    leads_on(page.get_by_role("button", name=name))


def test_a_sheet_is_looked_at_applied_and_undone(live_server, browser, cast, tmp_path):
    url, today = live_server.url, sheet_of_today()
    changed = without(cast.val.number, today).replace(",Bus driver,", ",Mechanic,")
    with open_page(browser) as page:
        sign_in(page, url, cast.hana)
        page.goto(f"{url}/people/roster/")
        expect(page.get_by_text("No sheet yet")).to_be_visible()
        check_page(page, "roster-empty")
        bring_in(page, url, tmp_path, today.replace(",Bus driver,E011,", ",Bus driver,Nobody,"))
        expect(page.get_by_text("Nothing can be written until")).to_be_visible()
        expect(page.get_by_text("name “Nobody”")).to_be_visible()
        check_page(page, "roster-problems")
        page.get_by_text("Discard this sheet").first.click()
        press(page, "Yes, discard it")
        bring_in(page, url, tmp_path, changed + NORA)
        assert not Person.objects.filter(number="N9").exists()
        for word in ("Mechanic", "Nora Newcomer", "Val O’Neill", "Depot"):
            expect(page.get_by_text(word).first).to_be_visible()
        check_page(page, "roster-difference")
        page.get_by_label("Show").select_option("left")
        leads_on(page.get_by_role("button", name="Apply", exact=True))
        expect(page.get_by_text("Val O’Neill")).to_be_visible()
        expect(page.get_by_text("Nora Newcomer")).to_have_count(0)
        press(page, "Apply to the roster")
        expect(page.get_by_text("The roster is up to date.")).to_be_visible()
        check_page(page, "roster-applied")
        assert Posting.objects.current().get(person=cast.gus).position == "Mechanic"
        leads_on(page.get_by_role("link", name="Undo this sheet"))
        expect(page.get_by_text("Nothing has been changed since")).to_be_visible()
        check_page(page, "roster-undo")
        press(page, "Undo it")
        expect(page.get_by_text("The sheet is undone.")).to_be_visible()
        assert Posting.objects.current().get(person=cast.gus).position == "Bus driver"
        assert Person.objects.get(pk=cast.val.pk).is_active
        page.goto(f"{url}/people/roster/")
        check_page(page, "roster-runs")


def test_a_second_person_confirms_that_many_leave(browser, portal, district, tmp_path):
    lou, kept = district.lou.posting, sheet_of_today()
    for n in range(6):
        aide = Person.objects.enter(given_name="Sam", family_name=f"Smith{n}", number=f"A{n}")
        Posting.objects.create(
            person=aide, place=lou.place, position="Aide", supervisor=district.pat, since=lou.since
        )
    with open_page(browser, script=False) as hana, open_page(browser) as tom:
        portal.sign_in(hana, district.hana.email)
        bring_in(hana, portal.address, tmp_path, kept)
        check_page(hana, "roster-many-leave")
        press(hana, "Ask a second person")
        expect(hana.get_by_text("Nothing is written yet: a second person")).to_be_visible()
        expect(hana.get_by_role("button", name="Yes, 6 people have left")).to_have_count(0)
        check_page(hana, "roster-asked")
        portal.open(hana, "/")
        expect(hana.get_by_text("A second person must confirm: staff.csv")).to_be_visible()
        mail = portal.mail_to(district.tom.email, about="6 people leave")
        portal.sign_in(tom, district.tom.email)
        expect(tom.get_by_text("Confirm a roster sheet: staff.csv")).to_be_visible()
        tom.goto(portal.link_in(mail))
        check_page(tom, "roster-to-confirm")
        press(tom, "Yes, 6 people have left")
        expect(tom.get_by_text("The roster is up to date.")).to_be_visible()
        expect(tom.get_by_text("Tom Reyes confirmed")).to_be_visible()
    assert not Person.objects.filter(number__startswith="A", is_active=True).exists()


def test_a_large_sheet_is_read_and_applied_by_a_worker(portal, browser, district, tmp_path):
    rows = "".join(
        f"B{n},Sam,Smith{n},s{n}@marlow.example,Northside School,Aide,{district.pat.number},,\n"
        for n in range(5_200)
    )
    with open_page(browser) as page:
        portal.sign_in(page, district.hana.email)
        bring_in(page, portal.address, tmp_path, sheet_of_today() + rows)
        expect(page.get_by_role("heading", name="staff.csv")).to_be_visible()
        check_page(page, "roster-being-read")
        follow_when_done(page, page.get_by_text("1–50 of 5200"))
        check_page(page, "roster-large")
        leads_on(page.get_by_role("link", name="Next page"))
        press(page, "Apply to the roster")
        follow_when_done(page, page.get_by_text("This sheet was applied"))
    assert Run.objects.get().state == "applied"
    assert Person.objects.filter(number__startswith="B").count() == 5_200


def follow_when_done(page, outcome):
    """By the link that comes then; a page that came later than that shows the outcome itself."""
    done = page.get_by_role("link", name="See what came of it")
    expect(done.or_(outcome)).to_be_visible(timeout=PATIENCE * 1000)
    if done.is_visible():
        leads_on(done)
    expect(outcome).to_be_visible()
