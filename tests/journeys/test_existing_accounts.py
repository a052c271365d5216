"""A district lists the accounts that were there before: one is claimed, others are not official."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from approvals.claiming.models import ExistingAccount
from approvals.models import Request
from approvals.registry.models import Account
from tests.cast import call_the_cast
from tests.factories import approvals as factory
from tests.factories.existing import BOOSTERS, CHOIR, HEADINGS
from tests.journeys.walking import Journey, follow, press

pytestmark = [pytest.mark.slow_journey, pytest.mark.django_db(transaction=True)]
GYM = "Instagram,@NorthsideGym,Northside Gym,nobody@marlow.example,Northside School\n"
NEWS = "Facebook,facebook.com/northsidenews,Northside News,lou@marlow.example,Northside School\n"
LINK = "instagram.com/northsidechoir"
TWO_LINES = 35
"""Pixels: a badge in two lines is higher."""


@pytest.mark.parametrize("script", [True, False], ids=["with-script", "without-script"])
def test_from_the_sheet_to_the_registry_and_the_public_check(browser, live_server, script):
    factory.enter_presets()
    cast = call_the_cast()
    journey = Journey(browser, live_server.url, "existing", script=script)
    with journey.opened_by(cast.tom) as page:
        tom_brings_the_sheet(page, journey)
        tom_settles_the_rest(page, journey)
    everyone_asks(journey, LINK, "Not confirmed yet", "unconfirmed")
    everyone_asks(journey, "facebook.com/northsideboosters", "not by the district", "others")
    with journey.opened_by(cast.lou, width=390) as page:
        lou_gives_one_back(page, journey)
        lou_claims_the_choir(page, journey, cast)
    asked = Request.objects.get()
    for person in (cast.pat, cast.ada):
        with journey.opened_by(person) as page:
            approve(page, journey, asked, person)
    assert Account.objects.get().state == Account.State.ACTIVE
    assert ExistingAccount.objects.get(name="Northside Choir").state == "settled"
    everyone_asks(journey, LINK, "Yes, this is ours", "ours")
    with journey.opened_by(cast.tom) as page:
        page.goto(f"{journey.address}/registry/existing/?state=back")
        expect(page.get_by_role("main")).to_contain_text("Northside News")
        page.goto(f"{journey.address}/registry/existing/?state=settled")
        follow(page, "Northside Choir")
        journey.seen(page, "settled")
        follow(page, "See it in the registry")
        expect(page.get_by_role("main")).to_contain_text("Active")


def tom_brings_the_sheet(page, journey):
    page.goto(f"{journey.address}/registry/existing/")
    journey.seen(page, "none")
    follow(page, "Bring in a spreadsheet")
    journey.seen(page, "upload")
    press(page, "Read the spreadsheet")
    expect(page.get_by_text("Choose the spreadsheet, a CSV or Excel file").first).to_be_visible()
    send(page, HEADINGS + CHOIR + "Instagram,@a b,A\n")
    expect(page.get_by_role("main")).to_contain_text(
        "Nothing can be listed until this row is corrected"
    )
    journey.seen(page, "faulty")
    page.goto(f"{journey.address}/registry/existing/sheets/")
    send(page, HEADINGS + CHOIR + NEWS + GYM + BOOSTERS)
    journey.seen(page, "preview")
    page.get_by_label("Also list the doubtful ones").check()
    press(page, "List these accounts")
    expect(page.get_by_role("main")).to_contain_text("4 accounts are listed.")
    journey.seen(page, "list")
    a_state_in_two_lines_stays_in_its_row(page)


def a_state_in_two_lines_stays_in_its_row(page):
    page.set_viewport_size({"width": 760, "height": 800})
    row = page.get_by_role("row").filter(has_text="Disputed or unnamed")
    state, name = (row.locator(one).first.bounding_box() for one in (".badge", "a"))
    assert state["height"] > TWO_LINES
    assert abs(state["y"] - name["y"]) < TWO_LINES / 4
    page.set_viewport_size({"width": 1280, "height": 800})


def send(page, content):
    file = {"name": "accounts.csv", "mimeType": "text/csv", "buffer": content.encode()}
    page.get_by_label("Spreadsheet").set_input_files([file])
    press(page, "Read the spreadsheet")


def tom_settles_the_rest(page, journey):
    follow(page, "Northside Gym")
    journey.seen(page, "back")
    follow(page, "Name who looks after it")
    page.get_by_label("Who looks after it?").fill("zebra")
    press(page, "Ask them")
    journey.seen(page, "name-unknown")
    follow(page, "Do nothing")
    follow(page, "It is closed or gone")
    page.get_by_label("How do you know?").fill("The page is empty.")
    press(page, "Mark as gone")
    expect(page.get_by_role("main")).to_contain_text("Northside Gym is marked as closed or gone.")
    page.goto(f"{journey.address}/registry/existing/new/")
    page.get_by_label("Platform").select_option(label="X")
    page.get_by_label("Handle or link").fill("@NorthsideFans")
    page.get_by_label("Account name").fill("Northside Fans")
    journey.seen(page, "not-official-new")
    press(page, "Add the account")
    expect(page.get_by_text("Name who runs it").first).to_be_visible()
    page.get_by_label("Who runs it?").fill("A former student")
    press(page, "Add the account")
    expect(page.get_by_role("main")).to_contain_text("Run by A former student")
    journey.seen(page, "not-official")
    page.goto(f"{journey.address}/setup/accounts/")
    page.get_by_label("Show everyone which accounts are not official").check()
    press(page, "Save settings")


def everyone_asks(journey, text, words, name):
    with journey.opened(width=390) as page:
        page.goto(f"{journey.address}/check/")
        page.get_by_label("Link, web address or handle").fill(text)
        press(page, "Check it")
        expect(page.get_by_role("main")).to_contain_text(words)
        journey.seen(page, f"check-{name}")
        follow(page, "Accounts that are not official")
        expect(page.get_by_role("main")).to_contain_text("Northside Boosters Inc.")
        journey.seen(page, "check-list")


def lou_gives_one_back(page, journey):
    journey.seen(page, "tasks")
    follow(page, "Is Northside News yours?")
    page.get_by_label("No, it is not mine").check()
    press(page, "Answer")
    journey.seen(page, "no-reason")
    page.get_by_label("What do you know of it?").fill("Val writes it.")
    press(page, "Answer")
    expect(page.get_by_role("main")).to_contain_text("You are not asked about it any more")


def lou_claims_the_choir(page, journey, cast):
    follow(page, "Is Northside Choir yours?")
    journey.seen(page, "claim")
    page.get_by_label("Yes, I look after it").check()
    press(page, "Answer")
    expect(page.get_by_label("Handle or link")).to_have_value("@NorthsideChoir")
    expect(page.get_by_label("Account name")).to_have_value("Northside Choir")
    journey.seen(page, "prefilled")
    page.get_by_label("A school or department", exact=True).check()
    page.get_by_label("An example of a post").fill("Friday, 7 p.m.: the spring concert.")
    page.get_by_label("Every week").check()
    page.get_by_label("District e-mail address").fill("choir@marlow.example")
    page.get_by_label("Second manager").fill(cast.val.email)
    page.get_by_label("Who can get the account back?").fill(cast.pat.email)
    page.get_by_label("Closed: nobody can comment").check()
    for question in ("Will it be used to write to students?", "Will students be seen or heard"):
        page.get_by_role("group", name=question).get_by_label("No").check()
    press(page, "Continue")
    for box in page.get_by_role("checkbox").all():
        box.check()
    press(page, "Continue")
    journey.seen(page, "check-request")
    press(page, "Send request")


def approve(page, journey, asked, person):
    page.goto(f"{journey.address}/queue/{asked.pk}/")
    expect(page.get_by_role("main")).to_contain_text("This account exists already")
    journey.seen(page, f"decide-{person.given_name.lower()}")
    page.get_by_label("Approve").first.check()
    press(page, "Save decision")
