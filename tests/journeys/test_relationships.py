"""A teacher discloses a tie to students outside school, and it ends."""

from __future__ import annotations

import datetime as dt

import pytest
from playwright.sync_api import expect

from approvals.models import Request
from approvals.relationships.models import Ending, Relationship
from district_portal.district.current import today
from tests.cast import call_the_cast
from tests.factories import approvals as factory
from tests.journeys.browser import leads_on
from tests.journeys.walking import Journey, follow, press

pytestmark = [pytest.mark.slow_journey, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("script", [True, False], ids=["with-script", "without-script"])
def test_a_tie_from_its_disclosure_to_its_end(browser, live_server, script):
    factory.enter_presets()
    cast = call_the_cast()
    journey = Journey(browser, live_server.url, "relationship", script=script)
    with journey.opened_by(cast.lou, width=390) as page:
        lou_discloses(page, journey)
    asked = Request.objects.get()
    with journey.opened_by(cast.pat) as page:
        pat_takes_note(page, journey, asked)
    asked.refresh_from_db()
    assert asked.state == Request.State.APPROVED
    assert Relationship.objects.get().students == 6
    with journey.opened_by(cast.lou, width=390) as page:
        lou_sees_that_it_ends_soon(page, journey)
    with journey.opened_by(cast.pat) as page:
        pat_ends_it(page, journey)
    assert Ending.objects.get().taken_back_on == today()
    with journey.opened_by(cast.gus, width=390) as page:
        page.goto(f"{journey.address}/relationships/")
        expect(page.get_by_role("main")).to_contain_text("No tie is in force")
        journey.seen(page, "none")


def lou_discloses(page, journey):
    page.goto(f"{journey.address}/requests/new/")
    journey.seen(page, "kinds")
    leads_on(page.get_by_role("button", name="Start").nth(3))
    journey.seen(page, "empty")
    page.get_by_label("Scouting or another youth group").check()
    page.get_by_label("How many students is it about?").fill("6")
    page.get_by_label("Who is meant?").fill("The scouts of my troop")
    page.get_by_label("Which channels do you use?").fill("Text messages to the group")
    page.get_by_label("What is the contact for?").fill("When we meet, and what to bring.")
    page.get_by_label("From which day?").fill(today().isoformat())
    page.get_by_label("Until which day?").fill((today() + dt.timedelta(days=25)).isoformat())
    press(page, "Continue")
    expect(page.get_by_text("Choose who consented").first).to_be_visible()
    journey.seen(page, "no-consent")
    page.get_by_label("A parent").check()
    page.get_by_label("On which day?").fill((today() - dt.timedelta(days=3)).isoformat())
    page.get_by_label("Orally").check()
    page.get_by_label("To what did they consent?").fill("Messages about the troop.")
    press(page, "Continue")
    for box in page.get_by_role("checkbox").all():
        box.check()
    journey.seen(page, "promises")
    press(page, "Continue")
    journey.seen(page, "check")
    press(page, "Send request")
    journey.seen(page, "sent")


def pat_takes_note(page, journey, asked):
    page.goto(f"{journey.address}/queue/{asked.pk}/")
    expect(page.get_by_role("main")).to_contain_text("The consent was given orally")
    journey.seen(page, "decide")
    page.get_by_label("Approve").check()
    page.get_by_label("Reason, comment or conditions").fill("Not after 9 p.m.")
    press(page, "Save decision")


def lou_sees_that_it_ends_soon(page, journey):
    page.goto(f"{journey.address}/")
    journey.seen(page, "my-tasks")
    follow(page, "A tie to students outside school ends")
    expect(page.get_by_role("main")).to_contain_text("Not after 9 p.m.")
    journey.seen(page, "noted")
    follow(page, "Request 2")
    expect(page.get_by_role("main")).to_contain_text("Noted: In force")
    journey.seen(page, "request")


def pat_ends_it(page, journey):
    page.goto(f"{journey.address}/relationships/")
    journey.seen(page, "list")
    follow(page, "Scouting or another youth group")
    follow(page, "End it")
    page.get_by_label("A parent or guardian took consent back").check()
    press(page, "End it")
    expect(page.get_by_text("Enter the day on which consent").first).to_be_visible()
    expect(page.get_by_text("Say why it ends").first).to_be_visible()
    journey.seen(page, "end")
    page.get_by_label("In a few words").fill("A mother called the school.")
    page.get_by_label("On which day was consent taken back?").fill(today().isoformat())
    press(page, "End it")
    expect(page.get_by_role("main")).to_contain_text("A mother called the school.")
    journey.seen(page, "over")
