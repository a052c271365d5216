"""A teacher asks for an exemption from a clause, from the form to what came of it."""

from __future__ import annotations

import datetime as dt

import pytest
from playwright.sync_api import expect

from approvals.models import Request
from district_portal.district.current import today
from district_portal.mailing.models import Message
from tests.cast import call_the_cast
from tests.factories import approvals as factory
from tests.factories.policies import published
from tests.journeys.browser import leads_on
from tests.journeys.walking import Journey, follow, press

pytestmark = [pytest.mark.slow_journey, pytest.mark.django_db(transaction=True)]

CLAUSES = [
    "Ask your principal before you publish anything for school.",
    "Films in which students are seen stay on the servers of the district, whatever they are for.",
]


@pytest.mark.parametrize("script", [True, False], ids=["with-script", "without-script"])
def test_an_exemption_from_the_form_to_the_end(browser, live_server, script):
    factory.enter_presets()
    cast = call_the_cast()
    published("529", "Staff Use of Social Media", clauses=CLAUSES)
    journey = Journey(browser, live_server.url, "exemption", script=script)
    with journey.opened_by(cast.lou, width=390) as page:
        lou_asks(page, journey)
    asked = Request.objects.get()
    with journey.opened_by(cast.tom) as page:
        tom_calls_a_meeting(page, journey, asked)
        decides(page, journey, asked)
    with journey.opened_by(cast.ada, width=390) as page:
        ada_moves_the_meeting(page, journey, asked)
        decides(page, journey, asked)
        ada_records_what_was_agreed(page, journey)
    asked.refresh_from_db()
    assert asked.state == Request.State.APPROVED
    with journey.opened_by(cast.lou, width=390) as page:
        lou_reads_it_beside_the_clause(page, journey)
    with journey.opened_by(cast.ada) as page:
        ada_revokes_it(page, journey)
    names = Message.objects.filter(person=cast.lou).order_by("pk").values_list("name", flat=True)
    assert [name for name in names if name.startswith("exemption")] == [
        "exemption_meeting",
        "exemption_meeting",
        "exemption_recorded",
        "exemption_revoked",
    ]


def lou_asks(page, journey):
    page.goto(f"{journey.address}/requests/new/")
    journey.seen(page, "kinds")
    leads_on(page.get_by_role("button", name="Start").nth(1))
    journey.seen(page, "empty")
    press(page, "Continue")
    expect(page.get_by_text("Choose what is in the way of your plan").first).to_be_visible()
    page.get_by_label("A clause of a policy").check()
    page.get_by_label("Policy or rule", exact=True).select_option(
        label="529 Staff Use of Social Media"
    )
    press(page, "Show its clauses")
    page.get_by_label("Clause of 529").select_option(index=2)
    page.get_by_label("An exemption: it does not bind").check()
    page.get_by_label("What do you plan?").fill("Students publish short films about the river.")
    page.get_by_label("How does it serve learning?").fill("They write for readers outside.")
    page.get_by_label("What else did you consider").fill("Our video server: nobody sees it.")
    page.get_by_label("For which class or group?").fill("Grade 8 science")
    page.get_by_label("How many students take part?").fill("24")
    page.get_by_role("group", name="Are any of them under 13?").get_by_label("No").check()
    page.get_by_label("Which data about students").fill("First names")
    page.get_by_label("From which day?").fill(today().isoformat())
    page.get_by_label("Until which day?").fill((today() + dt.timedelta(days=3000)).isoformat())
    page.get_by_role("group", name="Would you like to meet").get_by_label("Yes").check()
    page.get_by_label("Which times suit you?").fill("Tuesdays after 3 p.m.")
    press(page, "Continue")
    expect(page.get_by_text("it can be asked for again then").first).to_be_visible()
    journey.seen(page, "too-long")
    page.get_by_label("Until which day?").fill((today() + dt.timedelta(days=60)).isoformat())
    press(page, "Continue")
    for box in page.get_by_role("checkbox").all():
        box.check()
    journey.seen(page, "promises")
    press(page, "Continue")
    journey.seen(page, "check")
    press(page, "Send request")
    journey.seen(page, "sent")
    follow(page, "See the request")
    journey.seen(page, "request")


def decides(page, journey, asked):
    page.goto(f"{journey.address}/queue/{asked.pk}/")
    journey.seen(page, "decide")
    page.get_by_label("Approve").check()
    page.get_by_label("Reason, comment or conditions").fill("First names alone.")
    press(page, "Save decision")


def tom_calls_a_meeting(page, journey, asked):
    page.goto(journey.address + asked.get_absolute_url())
    follow(page, "Call a meeting")
    page.get_by_label("Day").fill((today() + dt.timedelta(days=5)).isoformat())
    page.get_by_label("Time", exact=True).fill("15:30")
    press(page, "Send the invitation")
    expect(page.get_by_text("Say where you meet").first).to_be_visible()
    journey.seen(page, "call")
    page.get_by_label("Where?").fill("Room 4")
    press(page, "Send the invitation")
    journey.seen(page, "meeting")


def ada_moves_the_meeting(page, journey, asked):
    page.goto(journey.address + asked.get_absolute_url())
    journey.seen(page, "request-with-meeting")
    leads_on(page.locator("#meeting").get_by_role("link"))
    follow(page, "Change it")
    page.get_by_label("Time", exact=True).fill("16:00")
    press(page, "Send the change")
    with page.expect_download() as invitation:
        page.get_by_role("link", name="Take it into your calendar").click()
    assert invitation.value.suggested_filename == f"meeting-{asked.number}.ics"
    follow(page, "Cancel it")
    journey.seen(page, "cancel")


def ada_records_what_was_agreed(page, journey):
    page.goto(f"{journey.address}/exemptions/")
    journey.seen(page, "list")
    follow(page, "529, clause 2")
    follow(page, "Record another outcome")
    page.get_by_label("Modification").check()
    page.get_by_label("Why is it recorded anew?").fill("So we agreed when we met.")
    press(page, "Record outcome")
    expect(page.get_by_text("Enter the exact wording").first).to_be_visible()
    journey.seen(page, "outcome")
    page.get_by_label("Exact wording").fill("Films of this class may be shown to its families.")
    press(page, "Record outcome")
    journey.seen(page, "recorded")


def lou_reads_it_beside_the_clause(page, journey):
    page.goto(f"{journey.address}/policies/529/")
    journey.seen(page, "beside-the-clause")
    follow(page, "For you until")
    expect(page.get_by_role("main")).to_contain_text("may be shown to its families")
    expect(page.get_by_role("link", name="Revoke it")).to_have_count(0)


def ada_revokes_it(page, journey):
    page.goto(f"{journey.address}/exemptions/")
    follow(page, "529, clause 2")
    follow(page, "Revoke it")
    journey.seen(page, "revoke")
    page.get_by_label("Why?").fill("Films were shown in public.")
    press(page, "Revoke it")
    journey.seen(page, "revoked")
    page.goto(f"{journey.address}/exemptions/")
    expect(page.get_by_role("main")).to_contain_text("No exemption is in force")
    journey.seen(page, "none")
